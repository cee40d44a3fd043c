import type { Analysis } from "@modelwatch/conventions/query";
import {
  toEditableQuery,
  type EditableQuery,
  type ModelwatchQuery,
  type Target,
  type TargetKind,
  type WindowWidth,
} from "./model.js";

/** An analysis as a person asks for it, and which parts of the editor it needs. */
export interface Question {
  readonly analysis: Analysis;
  readonly label: string;
  readonly description: string;
  /** What may be looked at; the first is chosen when the question is. Empty: the analysis knows what it reads. */
  readonly targets: readonly TargetKind[];
  readonly compares: boolean;
  readonly width: WindowWidth;
}

export const QUESTIONS: readonly Question[] = [
  {
    analysis: "drift",
    label: "Have inputs drifted?",
    description: "How far the score and the features moved from their reference",
    targets: ["inputs", "prediction", "feature", "outcome", "business", "metric"],
    compares: false,
    width: "1d",
  },
  {
    analysis: "lift",
    label: "What is the change worth?",
    description: "One arm, version or stratum against another, in a business value",
    targets: ["business"],
    compares: true,
    width: "range",
  },
  {
    analysis: "performance",
    label: "How good is it?",
    description: "Quality with labels where they arrived, estimated where they did not",
    targets: [],
    compares: false,
    width: "1w",
  },
  {
    analysis: "decompose",
    label: "Is it the data or the model?",
    description: "A change of the error, split into what moved in the data and what in the model",
    targets: [],
    compares: false,
    width: "1w",
  },
  {
    analysis: "verdict",
    label: "Should someone look?",
    description: "One state for each model: ok, watch, act or undetermined, with reasons",
    targets: [],
    compares: false,
    width: "1d",
  },
];

export function questionOf(analysis: Analysis): Question | undefined {
  return QUESTIONS.find((question) => question.analysis === analysis);
}

const TARGET_LABELS: Readonly<Record<TargetKind, string>> = {
  inputs: "Score and all features",
  prediction: "Score",
  feature: "One feature",
  outcome: "Outcomes",
  business: "Business value",
  metric: "Any histogram metric",
};

export function targetLabel(kind: TargetKind): string {
  return TARGET_LABELS[kind];
}

/** A target of the kind; its name is empty until somebody chooses it. */
export function createTarget(kind: TargetKind): Target {
  return kind === "feature" || kind === "business" || kind === "metric" ? { kind, name: "" } : { kind };
}

/** The query with another question: model, version and guard stay; target, window and comparison become suitable. */
export function askQuestion(query: ModelwatchQuery, question: Question): EditableQuery {
  const editable = toEditableQuery(query);
  const { compare, ...rest } = editable;
  const target = question.targets.includes(editable.subject.target.kind)
    ? editable.subject.target
    : createTarget(question.targets[0] ?? "inputs");
  return {
    ...rest,
    analysis: question.analysis,
    subject: { ...editable.subject, target },
    window: { ...editable.window, width: question.width },
    ...(question.compares ? { compare: compare ?? { attribute: "ml.arm", treated: "", control: "" } } : {}),
  };
}
