import { normalSurvival } from "../special/survival.js";
import { CUSUM_DEFAULTS, checkCusumDesign } from "./cusum.js";

/** Nodes of the quadrature; at 48 the run lengths of the usual designs have converged to nine digits. */
const NODES = 48;

/**
 * How many values pass, on average, until a two-sided CUSUM reports, if values are independent and normal and their mean lies
 * `shift` standard deviations from the target: at 0 the mean time between false alarms, else the mean delay of detection.
 *
 * Each side solves L(u) = 1 + L(0) Φ(k − u − δ) + ∫₀^h L(y) φ(y + k − u − δ) dy by Gauss–Legendre quadrature (Goel and Wu,
 * Technometrics 1971, doi:10.1080/00401706.1971.10488787); 1/L = 1/L⁺ + 1/L⁻ for equal sides (Van Dobben de Bruyn 1968).
 * @throws ModelwatchError `invalid-argument` unless referenceValue and threshold are > 0.
 */
export function cusumAverageRunLength(
  options: { readonly referenceValue?: number; readonly threshold?: number; readonly shift?: number } = {},
): number {
  const { referenceValue, threshold, shift = 0 } = { ...CUSUM_DEFAULTS, ...options };
  checkCusumDesign(referenceValue, threshold);
  const up = oneSidedRunLength(referenceValue - shift, threshold);
  const down = oneSidedRunLength(referenceValue + shift, threshold);
  return 1 / (1 / up + 1 / down);
}

/** From a sum of 0, for increments N(−drift, 1). */
function oneSidedRunLength(drift: number, threshold: number): number {
  const { nodes, weights } = gaussLegendre(NODES);
  const points = [0, ...nodes.map((node) => ((node + 1) / 2) * threshold)];
  // the first unknown is L(0), which the sum returns to; it has no weight in the integral
  const rows = points.map((from) => {
    const row = points.map((to, index) => {
      const density = Math.exp(-((to + drift - from) ** 2) / 2) / Math.sqrt(2 * Math.PI);
      return index === 0
        ? -normalSurvival(from - drift).probability
        : ((-weights[index - 1]! * threshold) / 2) * density;
    });
    return [...row, 1];
  });
  rows.forEach((row, index) => (row[index] = row[index]! + 1));
  return solveForFirst(rows);
}

/** The first unknown of a linear system, each row with its right-hand side last; eliminates from the last unknown on. */
function solveForFirst(rows: number[][]): number {
  const size = rows.length;
  for (let column = size - 1; column > 0; column--) {
    let pivot = column;
    for (let row = 0; row < column; row++) {
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let row = 0; row < column; row++) {
      const factor = rows[row]![column]! / rows[column]![column]!;
      for (let k = 0; k <= size; k++) rows[row]![k] = rows[row]![k]! - factor * rows[column]![k]!;
    }
  }
  return rows[0]![size]! / rows[0]![0]!;
}

/** Nodes and weights on [−1, 1]: Newton's method on the Legendre polynomial (DLMF 3.5.v). */
function gaussLegendre(size: number): { nodes: number[]; weights: number[] } {
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let index = 0; index < size; index++) {
    let x = Math.cos((Math.PI * (index + 0.75)) / (size + 0.5));
    let slope = 1;
    for (let step = 0; step < 20; step++) {
      let previous = 1;
      let value = x;
      for (let degree = 2; degree <= size; degree++) {
        [previous, value] = [value, ((2 * degree - 1) * x * value - (degree - 1) * previous) / degree];
      }
      slope = (size * (x * value - previous)) / (x * x - 1);
      const change = value / slope;
      x -= change;
      if (Math.abs(change) < 1e-16) break;
    }
    nodes.push(x);
    weights.push(2 / ((1 - x * x) * slope * slope));
  }
  return { nodes, weights };
}
