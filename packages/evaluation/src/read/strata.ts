import { toStratumAttribute } from "@modelwatch/conventions";
import type { Matcher } from "@modelwatch/sources";
import { equals, modelMatchers, type ReadContext } from "./model-matchers.js";
import { compareText } from "./series-matrix.js";

/** A part of the rows that gets answers of its own. Overall has no labels. */
export interface Slice {
  readonly labels: Readonly<Record<string, string>>;
  readonly matchers: readonly Matcher[];
}

/** Overall, then every value of every named stratum that `metric` carries in the range. */
export async function listSlices(
  context: ReadContext,
  metric: string,
  strata: readonly string[],
  range: { readonly fromMs: number; readonly toMs: number },
): Promise<readonly Slice[]> {
  const slices: Slice[] = [{ labels: {}, matchers: [] }];
  for (const stratum of strata) {
    const attribute = toStratumAttribute(stratum);
    const matchers = modelMatchers(context.subject);
    const values = await context.source.labelValues({ attribute, metric, matchers, range }, context.signal);
    for (const value of [...values].filter((one) => one !== "").sort(compareText)) {
      slices.push({ labels: { [attribute]: value }, matchers: [equals(attribute, value)] });
    }
  }
  return slices;
}
