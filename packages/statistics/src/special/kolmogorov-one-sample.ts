import { logBinomialMass } from "./log-mass.js";
import { multiplySquare, type SquareMatrix } from "./square-matrix.js";

/** Above this n the expansion serves where the matrix would grow large; it is off by 3e−6 of the value at n = 144 (measured), less beyond. */
const LARGE_SAMPLE = 140;

/**
 * P(D ≥ distance) for the two-sided Kolmogorov–Smirnov statistic of n ≥ 1 values against a known continuous distribution, as in
 * Simard & L'Ecuyer (2011, doi:10.18637/jss.v039.i11): twice the exact one-sided tail where both sides cannot be far off at once, else
 * the matrix of Marsaglia, Tsang & Wang (2003, doi:10.18637/jss.v008.i18), else the expansion of Pelz & Good (1976).
 */
export function kolmogorovOneSampleSurvival(distance: number, n: number): number {
  if (distance <= 0.5 / n) return 1;
  if (distance >= 1) return 0;
  const square = n * distance * distance;
  if (distance >= 0.5 || square > (n <= LARGE_SAMPLE ? 4 : 2.2)) {
    return Math.min(1, 2 * oneSidedSurvival(distance, n));
  }
  if (n <= LARGE_SAMPLE || (n <= 100_000 && n * distance ** 1.5 <= 1.4)) {
    return 1 - matrixDistribution(distance, n);
  }
  return 1 - expandedDistribution(distance, n);
}

/** Birnbaum & Tingey (1951, doi:10.1214/aoms/1177729550): d Σ C(n,j) (d + j/n)^{j−1} (1 − d − j/n)^{n−j}, all terms positive. */
function oneSidedSurvival(distance: number, n: number): number {
  let sum = 0;
  for (let j = 0; j <= Math.floor(n * (1 - distance)); j++) {
    const share = distance + j / n;
    if (share < 1) sum += Math.exp(logBinomialMass(j, n, share)) / share;
  }
  return distance * sum;
}

function matrixDistribution(distance: number, n: number): number {
  const k = Math.ceil(n * distance);
  const size = 2 * k - 1;
  const step = buildStep(size, k - n * distance);
  let power: SquareMatrix = step;
  let result: SquareMatrix | undefined;
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = result === undefined ? power : multiplySquare(result, power);
    if (left > 1) power = multiplySquare(power, power);
  }
  if (result === undefined) return 0;
  let logFactorial = 0;
  for (let i = 1; i <= n; i++) logFactorial += Math.log(i / n);
  return result.values[(k - 1) * size + k - 1]! * Math.exp(result.logScale + logFactorial);
}

/** Entries 1/(i − j + 1)! below the superdiagonal, the first column and the last row reduced by powers of h. */
function buildStep(size: number, h: number): SquareMatrix {
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= Math.min(i + 1, size - 1); j++) values[i * size + j] = 1;
  }
  for (let i = 0; i < size; i++) {
    values[i * size] = values[i * size]! - h ** (i + 1);
    values[(size - 1) * size + i] = values[(size - 1) * size + i]! - h ** (size - i);
  }
  const corner = (size - 1) * size;
  values[corner] = values[corner]! + (2 * h > 1 ? (2 * h - 1) ** size : 0);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      for (let g = 2; g <= i - j + 1; g++) values[i * size + j] = values[i * size + j]! / g;
    }
  }
  return { size, values, logScale: 0 };
}

/** Pelz & Good (1976, JRSSB 38:152–156), equations as in Simard & L'Ecuyer, §2.6. */
function expandedDistribution(distance: number, n: number): number {
  const z = Math.sqrt(n) * distance;
  const z2 = z * z;
  const z4 = z2 * z2;
  const z6 = z4 * z2;
  const pi2 = Math.PI ** 2;
  const sums = [0, 0, 0, 0];
  for (let k = 0; k < 20; k++) {
    const a = (k + 0.5) ** 2 * pi2;
    // each half-odd and each whole number but 0 stands for itself and its negative
    const half = 2 * Math.exp(-a / (2 * z2));
    const b = k * k * pi2;
    const whole = 2 * Math.exp(-b / (2 * z2));
    sums[0]! += half;
    sums[1]! += ((a - z2) * half) / (6 * z4);
    sums[2]! +=
      ((6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * a + (1 - 2 * z2) * a * a) * half) / (72 * z6 * z) -
      (b * whole) / (36 * z2 * z);
    sums[3]! +=
      ((-30 * z6 -
        90 * z6 * z2 +
        (135 * z4 - 96 * z6) * a +
        (212 * z4 - 60 * z2) * a * a +
        (5 - 30 * z2) * a ** 3) *
        half) /
        (6480 * z6 * z4) +
      ((3 * b * z2 - b * b) * whole) / (216 * z6);
  }
  const [first = 0, second = 0, third = 0, fourth = 0] = sums;
  const root = Math.sqrt(n);
  return Math.sqrt(Math.PI / 2) * (first / z + second / root + third / n + fourth / (n * root));
}
