import { productAtLag } from "../time-series/autocorrelation.js";
import { andrewsBandwidth, longRunVariance } from "../time-series/newey-west.js";

/** Memory as long as this and more cannot be told from a change. */
const LARGEST_MEMORY = 0.9;
/** Neighbours that resemble each other by less (in standard errors) count as independent. */
const SIGNIFICANT = 1.645;

/**
 * How many times more the windows' residuals vary over the long run than those of independent rows with variance
 * `perRow` would. The larger of the Bartlett estimate with Andrews' bandwidth and, where neighbours resemble each other beyond chance,
 * that of a first-order autoregression, whose memory a short series understates (Kendall 1954, doi:10.1093/biomet/41.3-4.403, with
 * two means fitted). Raised by one standard error, because it is learnt from few windows. 0 where nothing varies.
 */
export function residualDispersion(residuals: Float64Array, perRow: number, rows: number): number {
  const windows = residuals.length;
  if (windows <= 2 || perRow <= 0) return 0;
  const square = productAtLag(residuals, 0);
  if (square === 0) return 0;
  const lags = andrewsBandwidth(residuals);
  const bartlett = longRunVariance(residuals, lags);
  // a Bartlett window of L lags leaves about windows ÷ (2L/3) independent pieces
  const pieces = windows / Math.max(1, (2 / 3) * lags);
  const longRun = Math.max(
    bartlett,
    autoregressive(square / windows, productAtLag(residuals, 1) / square, windows),
  );
  const fitted = windows / (windows - 2);
  return ((longRun * fitted * windows) / (rows * perRow)) * (1 + Math.sqrt(2 / pieces));
}

function autoregressive(variance: number, correlation: number, windows: number): number {
  if (correlation * Math.sqrt(windows) < SIGNIFICANT) return 0;
  const memory = Math.min(LARGEST_MEMORY, correlation + (2 + 4 * correlation) / windows);
  return (variance * (1 + memory)) / (1 - memory);
}
