import { requireArgument } from "../definition/require-argument.js";
import { residualDispersion } from "../change/residual-dispersion.js";

/** Windows with rows before anything is said about how much they vary. */
const LEAST_WINDOWS = 5;

/**
 * How many times more a share varies from window to window than with independent rows: ≥ 1, over the long run, raised by one standard
 * error. For rare events too, where cells are too sparse for a covariance. Null below five windows with rows.
 * @throws ModelwatchError `invalid-argument`: unequal lengths, or a count above its rows.
 */
export function shareDispersion(counts: Float64Array, rows: Float64Array): number | null {
  const wrong = rows.findIndex((size, window) => !(counts[window]! >= 0 && counts[window]! <= size));
  requireArgument(
    counts.length === rows.length && wrong < 0,
    `counts has ${counts.length} windows, rows ${rows.length}; window ${wrong} counts ${counts[wrong]} of ${rows[wrong]}`,
    "equally many windows, 0 ≤ count ≤ rows",
  );
  const filled = [...rows.keys()].filter((window) => rows[window]! > 0);
  if (filled.length < LEAST_WINDOWS) return null;
  const size = filled.reduce((sum, window) => sum + rows[window]!, 0);
  const share = filled.reduce((sum, window) => sum + counts[window]!, 0) / size;
  const residuals = Float64Array.from(filled, (window) => counts[window]! - share * rows[window]!);
  return Math.max(1, residualDispersion(residuals, share * (1 - share), size));
}
