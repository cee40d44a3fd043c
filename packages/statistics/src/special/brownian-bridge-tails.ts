import { fromLog, type Tail } from "./tail.js";

/*
 * Upper tails of ∫ B(t)² w(t) dt for a Brownian bridge B: the limits of the Cramér–von Mises (w = 1) and the Anderson–Darling
 * (w = 1/(t(1 − t))) statistic. Both are Σ Z_j²/μ_j; Smirnov's formula (1937; Slepian 1958, doi:10.1214/aoms/1177706639, for sums of
 * squares) gives the tail as an alternating sum of integrals over [μ_1, μ_2], [μ_3, μ_4], …, each without cancellation, so that small
 * tails keep their digits. Gauss–Chebyshev nodes take the integrands' inverse square roots at both ends into their weights.
 */

/** Up to here this many nodes do. */
const NEAR = 9;
const FEW_NODES = createNodes(24);
/** Terms that are this much smaller than the sum end it. */
const NEGLIGIBLE = 1e-18;

/** From here on the tail is e^{−xμ_1/2}/√x times a constant, to four digits of a probability below 1e−400. */
const FAR = 1000;

/** P(∫ B² > x); 1 to sixteen digits below 0.003. */
export function cramerVonMisesSurvival(x: number): Tail {
  if (x < 0.003) return { probability: 1, logProbability: 0 };
  const least = Math.PI ** 2;
  if (x > FAR) return continueTail(cramerVonMisesSurvival(FAR), x, least);
  // μ_j = (jπ)²; with y = θ² the interval k has its middle at θ = (2k − ½)π
  const sum = alternatingSum(x, (k, c, scale) => {
    const theta = (2 * k - 0.5 + c / 2) * Math.PI;
    return Math.exp(-scale * (theta * theta - least)) / Math.sqrt(theta);
  });
  return toUpperTail(Math.log(Math.PI * sum) - (x * least) / 2);
}

/** P(∫ B²/(t(1 − t)) > x); 1 to sixteen digits below 0.03. */
export function andersonDarlingSurvival(x: number): Tail {
  if (x < 0.03) return { probability: 1, logProbability: 0 };
  if (x > FAR) return continueTail(andersonDarlingSurvival(FAR), x, 2);
  // μ_j = j(j + 1) = (w² − 1)/4 at w = 2j + 1; the interval k has its middle at w = 4k
  const sum = alternatingSum(x, (k, c, scale) => {
    const w = 4 * k + c;
    const y = (w * w - 1) / 4;
    return (Math.exp(-scale * (y - 2)) * w) / Math.sqrt(y);
  });
  return toUpperTail(Math.log((Math.sqrt(Math.PI) / 2) * sum) - x);
}

/** Σ over intervals of (−1)^{k+1} times the mean over the nodes c of integrand × √((1 − c²)/cos(πc/2)). */
function alternatingSum(x: number, integrand: (k: number, c: number, scale: number) => number): number {
  // far out the integrand falls steeply at the interval's lower end
  const { cosines, weights } = x <= NEAR ? FEW_NODES : createNodes(Math.ceil(8 * Math.sqrt(x)));
  let sum = 0;
  for (let k = 1; ; k++) {
    let mean = 0;
    for (let i = 0; i < cosines.length; i++) mean += weights[i]! * integrand(k, cosines[i]!, x / 2);
    sum += k % 2 === 1 ? mean : -mean;
    if (mean < NEGLIGIBLE * Math.abs(sum) || !(mean > 0)) return sum;
  }
}

/** Gauss–Chebyshev nodes c with the weights 1/n·√((1 − c²)/cos(πc/2)). */
function createNodes(n: number): { readonly cosines: Float64Array; readonly weights: Float64Array } {
  const cosines = Float64Array.from({ length: n }, (_, i) => Math.cos(((i + 0.5) * Math.PI) / n));
  const weights = cosines.map((c) => Math.sqrt((1 - c * c) / Math.cos((Math.PI * c) / 2)) / n);
  return { cosines, weights };
}

function continueTail(atFar: Tail, x: number, least: number): Tail {
  return fromLog(atFar.logProbability - ((x - FAR) * least) / 2 - Math.log(x / FAR) / 2);
}

function toUpperTail(logProbability: number): Tail {
  return fromLog(Math.min(0, logProbability));
}
