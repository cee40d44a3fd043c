import type { RandomStream } from "./random-stream.js";

/**
 * One binomial number, exact: inversion below ten expected, else transformed rejection with squeeze (BTRS; Hörmann 1993,
 * doi:10.1080/00949659308811496).
 */
export function drawBinomial(random: RandomStream, trials: number, probability: number): number {
  if (trials <= 0 || probability <= 0) return 0;
  if (probability >= 1) return trials;
  if (probability > 0.5) return trials - drawBinomial(random, trials, 1 - probability);
  return trials * probability < 10
    ? drawByInversion(random, trials, probability)
    : drawByRejection(random, trials, probability);
}

/** Rows that arrive in a window: so many possible ones, each so rare, that the number is Poisson to five digits. */
export function drawArrivals(random: RandomStream, expected: number): number {
  return drawBinomial(random, 1e9, expected / 1e9);
}

function drawByInversion(random: RandomStream, trials: number, probability: number): number {
  const odds = probability / (1 - probability);
  let mass = Math.exp(trials * Math.log1p(-probability));
  let left = random.uniform();
  let successes = 0;
  while (left > mass && successes < trials) {
    left -= mass;
    mass *= (odds * (trials - successes)) / (successes + 1);
    successes++;
    // rounding may leave a crumb that no mass ever covers
    if (mass < 1e-300) break;
  }
  return successes;
}

function drawByRejection(random: RandomStream, trials: number, p: number): number {
  const spread = Math.sqrt(trials * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const centre = trials * p + 0.5;
  const acceptAtOnce = 0.92 - 4.2 / b;
  for (;;) {
    const u = random.uniform() - 0.5;
    const v = random.uniform();
    const tail = 0.5 - Math.abs(u);
    const successes = Math.floor(((2 * a) / tail + b) * u + centre);
    if (tail >= 0.07 && v <= acceptAtOnce) return successes;
    if (successes < 0 || successes > trials) continue;
    const alpha = (2.83 + 5.1 / b) * spread;
    const mode = Math.floor((trials + 1) * p);
    const limit =
      logFactorial(mode) +
      logFactorial(trials - mode) -
      logFactorial(successes) -
      logFactorial(trials - successes) +
      (successes - mode) * Math.log(p / (1 - p));
    if (Math.log((v * alpha) / (a / (tail * tail) + b)) <= limit) return successes;
  }
}

const SMALL = 32_768;
const LOG_FACTORIALS = tabulateLogFactorials();

function tabulateLogFactorials(): Float64Array {
  const table = new Float64Array(SMALL);
  for (let n = 2; n < SMALL; n++) table[n] = table[n - 1]! + Math.log(n);
  return table;
}

function logFactorial(n: number): number {
  if (n < SMALL) return LOG_FACTORIALS[n]!;
  // Stirling's series; its next term is below 1e-20 here
  return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * n) - 1 / (360 * n ** 3);
}
