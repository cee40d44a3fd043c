import { compareText } from "../labels.js";
import { BOUND_LABEL } from "./classic-buckets.js";
import { toSelectors } from "./label-values.js";
import { fromLabel } from "./names.js";
import { parseStrings } from "./parse.js";
import { toSeconds } from "./window-runs.js";
import type { LabelNamesRequest } from "../source.js";
import type { PrometheusContext } from "./context.js";

/** Labels that are part of the store's format, not attributes. */
const FORMAT_LABELS: ReadonlySet<string> = new Set(["__name__", BOUND_LABEL, "vmrange"]);

/** The attributes that series carry in a time range, ascending, each by the name that finds it. */
export async function readLabelNames(
  context: PrometheusContext,
  { prefix = "", metric, matchers, range }: LabelNamesRequest,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const { spellings } = await context.abilities(signal);
  const data = await context.client.post(
    "/api/v1/labels",
    {
      start: toSeconds(range.fromMs),
      end: toSeconds(range.toMs),
      "match[]": toSelectors({ metric, matchers }, spellings),
    },
    signal,
  );
  const attributes = parseStrings(data)
    .filter((label) => !FORMAT_LABELS.has(label))
    .map(fromLabel)
    .filter((attribute) => attribute.startsWith(prefix));
  return [...new Set(attributes)].sort(compareText);
}
