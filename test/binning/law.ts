import { normalQuantile, normalSurvival, studentTQuantile, studentTSurvival } from "@modelwatch/statistics";

/** A continuous law with both tails to full relative precision. */
export interface Law {
  /** P(X ≤ x). */
  readonly below: (x: number) => number;
  /** P(X > x). */
  readonly above: (x: number) => number;
  /** x with P(X ≤ x) = share, for shares up to ½. */
  readonly lowerQuantile: (share: number) => number;
  /** x with P(X > x) = share, for shares up to ½. */
  readonly upperQuantile: (share: number) => number;
}

export function quantileOf(law: Law, share: number): number {
  return share <= 0.5 ? law.lowerQuantile(share) : law.upperQuantile(1 - share);
}

export function normal(mean: number, deviation: number): Law {
  const toZ = (x: number): number => (x - mean) / deviation;
  return {
    below: (x) => normalSurvival(-toZ(x)).probability,
    above: (x) => normalSurvival(toZ(x)).probability,
    lowerQuantile: (share) => mean + deviation * normalQuantile(share),
    upperQuantile: (share) => mean - deviation * normalQuantile(share),
  };
}

export function logNormal(meanOfLog: number, deviationOfLog: number): Law {
  const ofLog = normal(meanOfLog, deviationOfLog);
  return {
    below: (x) => (x <= 0 ? 0 : ofLog.below(Math.log(x))),
    above: (x) => (x <= 0 ? 1 : ofLog.above(Math.log(x))),
    lowerQuantile: (share) => Math.exp(ofLog.lowerQuantile(share)),
    upperQuantile: (share) => Math.exp(ofLog.upperQuantile(share)),
  };
}

/** P(X > x) = exp(−(x/scale)^shape); shape 1 is the exponential law. */
export function weibull(scale: number, shape: number): Law {
  return fromHazard(
    (x) => (x / scale) ** shape,
    (hazard) => scale * hazard ** (1 / shape),
  );
}

/** P(X > x) = (1 + x/scale)^−exponent: a Pareto tail from 0 on. */
export function lomax(scale: number, exponent: number): Law {
  return fromHazard(
    (x) => exponent * Math.log1p(x / scale),
    (hazard) => scale * Math.expm1(hazard / exponent),
  );
}

/** On [0, 1], like a beta law: P(X > x) = (1 − x^a)^b. Kumaraswamy (1980), doi:10.1016/0022-1694(80)90036-0 */
export function kumaraswamy(a: number, b: number): Law {
  return fromHazard(
    (x) => (x >= 1 ? Infinity : -b * Math.log1p(-(x ** a))),
    (hazard) => (-Math.expm1(-hazard / b)) ** (1 / a),
  );
}

/** Student's t. */
export function studentT(degrees: number, location: number, scale: number): Law {
  const toT = (x: number): number => (x - location) / scale;
  return {
    below: (x) => studentTSurvival(-toT(x), degrees).probability,
    above: (x) => studentTSurvival(toT(x), degrees).probability,
    lowerQuantile: (share) => location + scale * studentTQuantile(share, degrees),
    upperQuantile: (share) => location - scale * studentTQuantile(share, degrees),
  };
}

/** Where the upper 1 % of a law begins. */
export function tailStart(law: Law): number {
  return law.upperQuantile(TAIL_SHARE);
}

const TAIL_SHARE = 0.01;
const CONTAMINATION = 0.05;

/** The law with 5 % of its values replaced by values from its own upper 1 %. */
export function contaminateTail(law: Law): Law {
  const kept = 1 - CONTAMINATION;
  const start = tailStart(law);
  const tailFactor = kept + CONTAMINATION / TAIL_SHARE;
  const above = (x: number): number =>
    x < start ? kept * law.above(x) + CONTAMINATION : tailFactor * law.above(x);
  return {
    above,
    below: (x) => (x < start ? kept * law.below(x) : 1 - above(x)),
    lowerQuantile: (share) => law.lowerQuantile(share / kept),
    upperQuantile: (share) => {
      if (share <= tailFactor * TAIL_SHARE) return law.upperQuantile(share / tailFactor);
      return quantileOf(law, 1 - (share - CONTAMINATION) / kept);
    },
  };
}

/** A law on the positive numbers from its cumulative hazard −ln P(X > x) and the inverse of it. */
function fromHazard(hazardAt: (x: number) => number, inverse: (hazard: number) => number): Law {
  return {
    below: (x) => (x <= 0 ? 0 : -Math.expm1(-hazardAt(x))),
    above: (x) => (x <= 0 ? 1 : Math.exp(-hazardAt(x))),
    lowerQuantile: (share) => inverse(-Math.log1p(-share)),
    upperQuantile: (share) => inverse(-Math.log(share)),
  };
}
