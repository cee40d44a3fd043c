import { checkBounds, checkRange, checkText, invalid } from "./check-declaration.js";
import type { NumericOptions } from "./declaration.js";
import { LARGEST_MAGNITUDE, type NumericDefinition } from "./model-definition.js";

/** A checked number with its range. @throws ModelwatchError `invalid-argument` that names `what`. */
export function defineNumeric(options: NumericOptions, what: string): NumericDefinition {
  const { bounds, buckets, unit, min = -LARGEST_MAGNITUDE, max = LARGEST_MAGNITUDE } = options;
  if (bounds !== undefined) checkBounds(bounds, what);
  if (buckets !== undefined) checkBuckets(buckets, bounds, what);
  if (unit !== undefined) checkText(unit, `the unit of ${what}`);
  checkRange(min, max, LARGEST_MAGNITUDE, what);
  return {
    min,
    max,
    ...(bounds && { bounds: [...bounds] }),
    ...(buckets !== undefined && { buckets }),
    ...(unit !== undefined && { unit }),
  };
}

function checkBuckets(buckets: unknown, bounds: readonly number[] | undefined, what: string): void {
  if (buckets !== "exponential")
    throw invalid(`buckets of ${what} are ${String(buckets)}`, '"exponential", or bounds');
  if (bounds !== undefined) throw invalid(`${what} has bounds and exponential buckets`, "one of the two");
}
