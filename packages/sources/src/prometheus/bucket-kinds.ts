import { BOUND_LABEL } from "./classic-buckets.js";
import type { Labels } from "../source.js";
import type { HistogramPart } from "./names.js";
import type { StoredFamily } from "./stored-family.js";

/** The label of VictoriaMetrics' buckets, `1.000e+00...1.136e+00`. */
export const VMRANGE_LABEL = "vmrange";

type Histograms = StoredFamily<HistogramPart>;

/**
 * A family's histograms by the kind of their bucket series: up to a bound (`le`), or of a range (`vmrange`). Where some
 * processes export one kind and some the other, sums and squares cannot be told apart and are left out of both.
 */
export function splitByKind(family: Histograms): {
  readonly bounded: Histograms | undefined;
  readonly ranged: Histograms | undefined;
} {
  const buckets = family.series.get("bucket") ?? [];
  const ranged = buckets.filter((labels) => VMRANGE_LABEL in labels);
  if (ranged.length === 0) return { bounded: family, ranged: undefined };
  if (ranged.length === buckets.length) return { bounded: undefined, ranged: family };
  const bounded = buckets.filter((labels) => !(VMRANGE_LABEL in labels));
  return { bounded: only(family, bounded, VMRANGE_LABEL), ranged: only(family, ranged, BOUND_LABEL) };
}

/** These buckets alone: they have no such label, and other parts are left out. */
function only(family: Histograms, buckets: readonly Labels[], without: string): Histograms {
  const name = family.names.get("bucket") ?? "";
  return {
    spelling: family.spelling,
    matchers: [...family.matchers, { label: without, operator: "=", value: "" }],
    names: new Map([["bucket", name]]),
    series: new Map([["bucket", buckets]]),
  };
}
