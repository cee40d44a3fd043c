import { compareText } from "./labels.js";
import type { Labels } from "./source.js";

/** The attributes with this prefix that some of the series carry, ascending; one that is empty everywhere is not carried. */
export function attributeNames(
  series: readonly { readonly labels: Labels }[],
  prefix: string,
): readonly string[] {
  const carried = series.flatMap(({ labels }) =>
    Object.keys(labels).filter((name) => name.startsWith(prefix) && labels[name] !== ""),
  );
  return [...new Set(carried)].sort(compareText);
}
