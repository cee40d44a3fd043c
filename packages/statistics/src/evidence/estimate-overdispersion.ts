import { requireArgument } from "../definition/require-argument.js";
import { largestEigenvalue } from "./largest-eigenvalue.js";
import { mergeSparseCells } from "./merge-sparse-cells.js";

export type OverdispersionEstimate =
  | {
      readonly kind: "value";
      /** φ ≥ 1: divide counts by it. */
      readonly overdispersion: number;
      /** Lags that the long-run covariance reached over, in windows. */
      readonly lags: number;
      /** Independent windows that this many dependent ones are worth. */
      readonly effectiveWindows: number;
    }
  | {
      readonly kind: "undetermined";
      readonly reason: "too-few" | "one-cell";
      /** Windows with values that would be enough. */
      readonly windowsNeeded: number;
    };

const LEAST_WINDOWS = 20;
/** A cell must expect this many values over all windows for its standardised residuals to make sense. */
const LEAST_EXPECTED_PER_WINDOW = 1;

/**
 * By how much window counts vary more than independent rows would: φ, the largest eigenvalue of the windows' standardised
 * long-run covariance (1 for independent rows). Use windows in which nothing drifted, such as those of the training period.
 *
 * Residuals (s − n·p̂)/√p̂ over √(mean n); Bartlett weights with Andrews' (1991, doi:10.2307/2938229) bandwidth from the leading
 * direction. The largest eigenvalue that few windows show is too large by chance, by a known factor of the average one
 * (Paul 2007, Statistica Sinica 17): that part is taken out, and one standard error is added back, because too small a φ costs false
 * alarms and too large a one only delay. Undetermined below 20 windows with values.
 * @throws ModelwatchError `invalid-argument` where counts is not a multiple of cells.
 */
export function estimateOverdispersion(options: {
  /** Windows × cells, row-major, in time order. */
  readonly counts: Float64Array;
  readonly cells: number;
}): OverdispersionEstimate {
  const { counts, cells } = options;
  requireArgument(
    Number.isInteger(cells) && cells >= 1 && counts.length % cells === 0,
    `counts has ${counts.length} entries for ${cells} cells`,
    "a multiple of a whole number of cells ≥ 1",
  );
  const residuals = standardisedResiduals(counts, cells);
  if (residuals.windows < LEAST_WINDOWS) {
    return { kind: "undetermined", reason: "too-few", windowsNeeded: LEAST_WINDOWS };
  }
  if (residuals.cells < 2) {
    return { kind: "undetermined", reason: "one-cell", windowsNeeded: residuals.windows };
  }
  const { windows } = residuals;
  const lags = bandwidth(residuals);
  const effectiveWindows = windows / Math.max(1, (2 / 3) * lags);
  const covariance = longRunCovariance(residuals, lags);
  const directions = residuals.cells - 1;
  const largest = largestEigenvalue(covariance, residuals.cells).value;
  const level = Math.max(1, traceOf(covariance, residuals.cells) / directions);
  const leading = level * withoutChance(largest / level, directions / effectiveWindows);
  const observations = leading > level ? effectiveWindows : effectiveWindows * directions;
  const overdispersion = leading === 1 ? 1 : leading * (1 + Math.sqrt(2 / observations));
  return { kind: "value", overdispersion, lags, effectiveWindows };
}

interface Residuals {
  readonly windows: number;
  readonly cells: number;
  /** Windows × cells, in units in which independent rows have covariance I − √p√pᵀ. */
  readonly values: Float64Array;
}

function standardisedResiduals(counts: Float64Array, cells: number): Residuals {
  const rows: number[] = [];
  const pooled = new Float64Array(cells);
  let total = 0;
  for (let row = 0; row * cells < counts.length; row++) {
    let size = 0;
    for (let k = 0; k < cells; k++) {
      size += counts[row * cells + k]!;
      pooled[k] = pooled[k]! + counts[row * cells + k]!;
    }
    if (size > 0) rows.push(row);
    total += size;
  }
  const { groupOf, groups } = mergeSparseCells(pooled, LEAST_EXPECTED_PER_WINDOW * rows.length);
  const shares = new Float64Array(groups);
  for (let k = 0; k < cells; k++) shares[groupOf[k]!] = shares[groupOf[k]!]! + pooled[k]! / total;
  const scale = Math.sqrt(total / rows.length);
  const values = new Float64Array(rows.length * groups);
  rows.forEach((row, index) => {
    let size = 0;
    for (let k = 0; k < cells; k++) {
      const target = index * groups + groupOf[k]!;
      values[target] = values[target]! + counts[row * cells + k]!;
      size += counts[row * cells + k]!;
    }
    for (let g = 0; g < groups; g++) {
      const share = shares[g]!;
      values[index * groups + g] = (values[index * groups + g]! - size * share) / Math.sqrt(share) / scale;
    }
  });
  return { windows: rows.length, cells: groups, values };
}

/** Σ over lags of Bartlett weight × autocovariance: the covariance that sums over many windows would show. */
function longRunCovariance({ windows, cells, values }: Residuals, lags: number): Float64Array {
  const covariance = new Float64Array(cells * cells);
  for (let lag = 0; lag <= lags; lag++) {
    const weight = (1 - lag / (lags + 1)) / windows;
    for (let window = lag; window < windows; window++) {
      for (let i = 0; i < cells; i++) {
        const now = weight * values[window * cells + i]!;
        for (let j = 0; j < cells; j++) {
          const product = now * values[(window - lag) * cells + j]!;
          covariance[i * cells + j] = covariance[i * cells + j]! + product;
          if (lag > 0) covariance[j * cells + i] = covariance[j * cells + i]! + product;
        }
      }
    }
  }
  return covariance;
}

/** Andrews' bandwidth for Bartlett weights, from a first-order autoregression of the leading direction; at most a quarter of the windows. */
function bandwidth(residuals: Residuals): number {
  const { windows, cells, values } = residuals;
  const { vector } = largestEigenvalue(longRunCovariance(residuals, 0), cells);
  let product = 0;
  let square = 0;
  let before = 0;
  for (let window = 0; window < windows; window++) {
    let score = 0;
    for (let k = 0; k < cells; k++) score += vector[k]! * values[window * cells + k]!;
    product += score * before;
    square += score * score;
    before = score;
  }
  const rho = square === 0 ? 0 : Math.min(0.97, Math.max(0, product / square));
  const alpha = (4 * rho * rho) / (1 - rho * rho) ** 2;
  return Math.min(Math.floor(windows / 4), Math.floor(1.1447 * Math.cbrt(alpha * windows)));
}

function traceOf(matrix: Float64Array, size: number): number {
  let trace = 0;
  for (let k = 0; k < size; k++) trace += matrix[k * size + k]!;
  return trace;
}

/**
 * The population's leading eigenvalue behind a sample's, in units of the average one: 1 where the sample's is within what chance adds
 * when `ratio` = directions / observations.
 */
function withoutChance(sample: number, ratio: number): number {
  if (sample <= (1 + Math.sqrt(ratio)) ** 2) return 1;
  const half = (sample + 1 - ratio) / 2;
  return Math.max(1, half + Math.sqrt(Math.max(0, half * half - sample)));
}
