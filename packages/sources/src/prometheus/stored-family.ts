import { ModelwatchError } from "@modelwatch/conventions";
import { compileMatchers } from "../label-matchers.js";
import { parseSeries } from "./parse.js";
import { selector } from "./promql.js";
import { keepsProcess, toLabel } from "./names.js";
import { toSeconds } from "./window-runs.js";
import type { Labels, Matcher } from "../source.js";
import type { PrometheusContext } from "./context.js";
import type { Spelling } from "./names.js";
import type { LabelMatcher } from "./promql.js";

/** The stored series of one metric, by the part that they hold. */
export interface StoredFamily<Part extends string> {
  readonly spelling: Spelling;
  readonly matchers: readonly LabelMatcher[];
  /** The one stored name of each part. */
  readonly names: ReadonlyMap<Part, string>;
  /** The label sets of each part, in the store's spelling, without the name. */
  readonly series: ReadonlyMap<Part, readonly Labels[]>;
}

export interface FamilyQuestion<Part extends string> {
  readonly metric: string;
  readonly matchers: readonly Matcher[];
  readonly fromMs: number;
  readonly toMs: number;
  /** Every name under which the metric may be stored → the part that the name would hold. */
  readonly names: (metric: string, spelling: Spelling) => ReadonlyMap<string, Part>;
}

type FoundSeries = ReturnType<typeof parseSeries>[number];

/**
 * Finds out under which name and spelling a metric is stored, and which series it has: one look-up in the store's index.
 * Undefined where there is none.
 *
 * @throws ModelwatchError `unsupported` where a part is stored under two names, which could be two units
 */
export async function findFamily<Part extends string>(
  context: PrometheusContext,
  question: FamilyQuestion<Part>,
  signal: AbortSignal | undefined,
): Promise<StoredFamily<Part> | undefined> {
  const { spellings } = await context.abilities(signal);
  const candidates = spellings.map((spelling) => {
    const parts = question.names(question.metric, spelling);
    const matchers = toLabelMatchers(question.matchers, spelling);
    return { spelling, parts, matchers, selector: selector([...parts.keys()], matchers) };
  });
  const data = await context.client.post(
    "/api/v1/series",
    {
      "match[]": [...new Set(candidates.map((candidate) => candidate.selector))],
      start: toSeconds(question.fromMs),
      end: toSeconds(question.toMs),
    },
    signal,
  );
  const found = parseSeries(data);
  const stored = candidates.filter(({ parts }) => found.some(({ name }) => parts.has(name)));
  const candidate = stored.find((each) => spellsProcess(each, found)) ?? stored[0];
  if (candidate === undefined) return undefined;
  const { spelling, parts, matchers } = candidate;
  // what another candidate's selector brought under the same names is left out
  const accepts = stored.length > 1 ? compileMatchers(matchers.map(toStoredMatcher)) : () => true;
  const own = found.filter(({ name, labels }) => parts.has(name) && accepts(labels));
  return own.length === 0 ? undefined : toFamily(question.metric, spelling, matchers, parts, own);
}

/** Whether the series under the candidate's names name their process as it does. */
function spellsProcess(
  { spelling, parts }: { readonly spelling: Spelling; readonly parts: ReadonlyMap<string, unknown> },
  found: readonly FoundSeries[],
): boolean {
  const kept = found.some(({ name, labels }) => parts.has(name) && keepsProcess(labels));
  return (spelling.process === "kept") === kept;
}

function toStoredMatcher({ label, operator, value }: LabelMatcher): Matcher {
  return { attribute: label, operator, value };
}

/**
 * Conditions on attributes as conditions on stored labels.
 *
 * @throws ModelwatchError `invalid-argument` where a regular expression does not parse: the store would blame the whole query
 */
export function toLabelMatchers(matchers: readonly Matcher[], spelling: Spelling): readonly LabelMatcher[] {
  compileMatchers(matchers);
  return matchers.map(({ attribute, operator, value }) => ({
    label: toLabel(attribute, spelling),
    operator,
    value,
  }));
}

function toFamily<Part extends string>(
  metric: string,
  spelling: Spelling,
  matchers: readonly LabelMatcher[],
  parts: ReadonlyMap<string, Part>,
  found: readonly FoundSeries[],
): StoredFamily<Part> {
  const names = new Map<Part, string>();
  const series = new Map<Part, Labels[]>();
  for (const { name, labels } of found) {
    const part = parts.get(name);
    if (part === undefined) continue;
    const known = names.get(part) ?? name;
    if (known !== name) {
      throw new ModelwatchError("unsupported", {
        problem: `${metric} is stored under two names, ${known} and ${name}, which may be two units`,
        remedy: "ask for one of them by its stored name",
      });
    }
    names.set(part, name);
    const members = series.get(part);
    if (members === undefined) series.set(part, [labels]);
    else members.push(labels);
  }
  return { spelling, matchers, names, series };
}
