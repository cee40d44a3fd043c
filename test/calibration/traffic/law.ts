import { normalSurvival } from "@modelwatch/statistics";

/** One component of a law: location + scale·Y with Y standard normal, or log-normal (σ = `skew`) standardised to mean 0 and sd 1. */
export interface LawComponent {
  readonly weight: number;
  readonly location: number;
  readonly scale: number;
  readonly skew?: number;
}

/** A mixture of components; weights sum to 1. */
export type Law = readonly LawComponent[];

/** How many raw moments of a cell the simulation needs: Σ1, Σx, …, Σx⁴. */
export const MOMENTS = 5;

/** ∫ over (−∞, x] of yᵐ dF(y), m = 0…4, for the law moved by `effect`. */
export function partialMoments(law: Law, effect: number, x: number): number[] {
  const total = [0, 0, 0, 0, 0];
  for (const { weight, location, scale, skew } of law) {
    const origin = location + effect;
    const moments =
      skew === undefined ? normalMoments((x - origin) / scale) : logNormalMoments((x - origin) / scale, skew);
    const moved = affineMoments(moments, origin, scale);
    for (let m = 0; m < MOMENTS; m++) total[m] = total[m]! + weight * moved[m]!;
  }
  return total;
}

/** The value below which a share of the law lies, by bisection. */
export function lawQuantile(law: Law, share: number): number {
  let low = Math.min(...law.map(({ location, scale }) => location - 40 * scale));
  let high = Math.max(...law.map(({ location, scale }) => location + 40 * scale));
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2;
    if (partialMoments(law, 0, middle)[0]! < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The law of offset + factor·x. */
export function transformLaw(law: Law, factor: number, offset: number): Law {
  return law.map((component) => ({
    ...component,
    location: offset + factor * component.location,
    scale: factor * component.scale,
  }));
}

/** By parts: ∫ y^m φ = −x^{m−1}φ(x) + (m − 1)∫ y^{m−2} φ. */
function normalMoments(x: number): number[] {
  const density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  const share = normalSurvival(-x).probability;
  const finite = Math.abs(x) === Infinity ? 0 : x;
  const first = -density;
  const second = share - finite * density;
  const third = 2 * first - finite ** 2 * density;
  return [share, first, second, third, 3 * second - finite ** 3 * density];
}

/** Y = (exp(σZ) − e^{σ²/2}) / sd: partial moments of exp(σZ) are normal shares, those of Y follow by the binomial formula. */
function logNormalMoments(y: number, skew: number): number[] {
  const mean = Math.exp(skew ** 2 / 2);
  const sd = mean * Math.sqrt(Math.expm1(skew ** 2));
  const raw = mean + sd * y;
  if (raw <= 0) return [0, 0, 0, 0, 0];
  const z = raw === Infinity ? Infinity : Math.log(raw) / skew;
  const moments = [0, 1, 2, 3, 4].map(
    (m) => Math.exp((m * skew) ** 2 / 2) * normalSurvival(-(z - m * skew)).probability,
  );
  return affineMoments(moments, -mean / sd, 1 / sd);
}

/** Raw moments of offset + factor·y from those of y. */
function affineMoments(moments: readonly number[], offset: number, factor: number): number[] {
  const [m0 = 0, m1 = 0, m2 = 0, m3 = 0, m4 = 0] = moments;
  const f2 = factor ** 2;
  const f3 = factor ** 3;
  return [
    m0,
    offset * m0 + factor * m1,
    offset ** 2 * m0 + 2 * offset * factor * m1 + f2 * m2,
    offset ** 3 * m0 + 3 * offset ** 2 * factor * m1 + 3 * offset * f2 * m2 + f3 * m3,
    offset ** 4 * m0 +
      4 * offset ** 3 * factor * m1 +
      6 * offset ** 2 * f2 * m2 +
      4 * offset * f3 * m3 +
      factor ** 4 * m4,
  ];
}

/** Standard deviation of a law. */
export function lawSd(law: Law): number {
  const [, mean = 0, square = 0] = partialMoments(law, 0, Infinity);
  return Math.sqrt(square - mean ** 2);
}
