import type { Analysis } from "@modelwatch/conventions/query";
import { missingFields } from "./missing-fields.js";
import {
  DEFAULT_GUARD,
  toEditableQuery,
  type EditableQuery,
  type ModelwatchQuery,
  type Reference,
  type Target,
  type TargetKind,
  type WindowWidth,
} from "./model.js";

/** One sentence that says what will be computed, or what is still to choose. */
export function describeQuery(query: ModelwatchQuery): string {
  const missing = missingFields(query);
  if (missing.length > 0) return `Choose ${inWords(missing)}.`;
  const editable = toEditableQuery(query);
  const describe = SENTENCES[editable.analysis] ?? describeOther;
  return describe(editable);
}

type Describe = (query: EditableQuery) => string;

const SENTENCES: Readonly<Partial<Record<Analysis, Describe>>> = {
  drift: describeDrift,
  lift: describeLift,
  performance: describePerformance,
  decompose: describeDecompose,
  verdict: describeVerdict,
};

function describeOther(query: EditableQuery): string {
  return `The analysis “${query.analysis}” of ${modelOf(query)}, ${windowsOf(query)}. This editor has no fields of its own for it.`;
}

function describePerformance(query: EditableQuery): string {
  return `How well ${modelOf(query)} ranks and how well its scores are calibrated, ${windowsOf(query)}: with labels where they arrived, estimated without them beside it.`;
}

function describeDecompose(query: EditableQuery): string {
  return `How much of the change in the error of ${modelOf(query)} lies in the data and how much in the model, ${windowsOf(query)}, against ${referenceOf(query.reference)}.`;
}

function describeDrift(query: EditableQuery): string {
  const tolerance = query.guard?.tolerance ?? DEFAULT_GUARD.tolerance;
  const moved =
    tolerance === 0 ? "any drift counts" : `drift beyond a Hellinger distance of ${tolerance} counts`;
  return `How far ${targetOf(query.subject.target)} of ${modelOf(query)} moved from ${referenceOf(query.reference)}, ${windowsOf(query)}; ${moved}.`;
}

function describeLift(query: EditableQuery): string {
  const { compare } = query;
  return `${capitalised(targetOf(query.subject.target))} of ${modelOf(query)} where ${compare?.attribute} is “${compare?.treated}” against “${compare?.control}”, ${windowsOf(query)}, with an interval that holds whenever you look.`;
}

function describeVerdict(query: EditableQuery): string {
  const days = query.guard?.budgetDays ?? DEFAULT_GUARD.budgetDays;
  const budget =
    query.monitor === undefined
      ? `at most one false alarm in ${days} days over everything it reads`
      : `with the false-alarm budget of the monitor “${query.monitor}”`;
  return `Whether someone should look at ${modelOf(query)}: ok, watch, act or undetermined, ${budget}.`;
}

function modelOf({ subject }: EditableQuery): string {
  return subject.modelVersion === undefined ? subject.model : `${subject.model} ${subject.modelVersion}`;
}

const TARGET_PHRASES: Readonly<Record<TargetKind, string>> = {
  inputs: "the score and every feature",
  prediction: "the score",
  outcome: "the outcomes",
  feature: "the feature",
  business: "the business value",
  metric: "the metric",
};

function targetOf(target: Target): string {
  const phrase = TARGET_PHRASES[target.kind];
  return "name" in target ? `${phrase} “${target.name}”` : phrase;
}

const WIDTHS: Readonly<Record<WindowWidth, string>> = {
  "5m": "every 5 minutes",
  "1h": "every hour",
  "1d": "every day",
  "1w": "every week",
  "1mo": "every month",
  range: "over the whole time range",
  adaptive: "over the newest stretch without a change",
};

function windowsOf({ window }: EditableQuery): string {
  return window.width === "range" ? WIDTHS.range : `${WIDTHS[window.width]} (${window.timeZone})`;
}

function referenceOf(reference: Reference = { kind: "emitted" }): string {
  if (reference.kind === "range") return `${reference.from} to ${reference.to}`;
  if (reference.kind === "previous") return "the window before";
  if (reference.kind === "season") return "the same hours of the weeks before";
  if (reference.kind === "distribution") return "an uploaded distribution";
  if (reference.kind === "version") return `version ${reference.modelVersion}`;
  if (reference.kind === "arm") return `the arm “${reference.arm}”`;
  return "its training reference";
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function inWords(items: readonly string[]): string {
  return items.length < 2
    ? items.join("")
    : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}
