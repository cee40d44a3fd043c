import { checkBounds, checkRange, checkText } from "./check-declaration.js";
import type { NumericOptions } from "./declaration.js";
import { LARGEST_MAGNITUDE, type NumericDefinition } from "./model-definition.js";

/** A checked number with its range. @throws ModelwatchError `invalid-argument` that names `what`. */
export function defineNumeric(options: NumericOptions, what: string): NumericDefinition {
  const { bounds, unit, min = -LARGEST_MAGNITUDE, max = LARGEST_MAGNITUDE } = options;
  if (bounds !== undefined) checkBounds(bounds, what);
  if (unit !== undefined) checkText(unit, `the unit of ${what}`);
  checkRange(min, max, LARGEST_MAGNITUDE, what);
  return { min, max, ...(bounds && { bounds: [...bounds] }), ...(unit !== undefined && { unit }) };
}
