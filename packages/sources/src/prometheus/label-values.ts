import { compareText } from "../labels.js";
import { counterNames, histogramNames, toLabel, toPathLabel } from "./names.js";
import { parseStrings } from "./parse.js";
import { selector } from "./promql.js";
import { toLabelMatchers } from "./stored-family.js";
import { toSeconds } from "./window-runs.js";
import type { LabelValuesRequest } from "../source.js";
import type { PrometheusContext } from "./context.js";
import type { Spelling } from "./names.js";

/** The values of an attribute in a time range, ascending, in whichever spelling they are stored. */
export async function readLabelValues(
  context: PrometheusContext,
  request: LabelValuesRequest,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const { spellings } = await context.abilities(signal);
  const answers = await Promise.all(spellings.map((spelling) => ask(context, request, spelling, signal)));
  return [...new Set(answers.flat())].filter((value) => value !== "").sort(compareText);
}

async function ask(
  context: PrometheusContext,
  { attribute, metric, matchers, range }: LabelValuesRequest,
  spelling: Spelling,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const label = toPathLabel(toLabel(attribute, spelling));
  const selected = toSelectors({ metric, matchers }, [spelling]);
  const data = await context.client.get(
    `/api/v1/label/${encodeURIComponent(label)}/values`,
    { start: toSeconds(range.fromMs), end: toSeconds(range.toMs), "match[]": selected },
    signal,
  );
  return parseStrings(data);
}

/** The `match[]` of the series of a metric (all, where there is none) in each spelling; none where that is every series. */
export function toSelectors(
  { metric, matchers }: Pick<LabelValuesRequest, "matchers"> & { readonly metric: string | undefined },
  spellings: readonly Spelling[],
): readonly string[] {
  const selectors = spellings.flatMap((spelling) => {
    const names =
      metric === undefined
        ? []
        : [...histogramNames(metric, spelling).keys(), ...counterNames(metric, spelling)];
    const conditions = toLabelMatchers(matchers, spelling);
    return names.length + conditions.length === 0 ? [] : [selector([...new Set(names)], conditions)];
  });
  return [...new Set(selectors)];
}
