/** Above this variance five nodes give the means of logarithms and roots to one part in ten thousand (measured). */
const LARGE_VARIANCE = 12;
/** Gauss–Hermite nodes and weights for a standard normal, five points (Abramowitz & Stegun 25.4.46, rescaled). */
const NORMAL_NODES = [0, 1.355_626_179_974_266, 2.856_970_013_872_806];
const NORMAL_WEIGHTS = [0.533_333_333_333_333_3, 0.222_075_922_005_612_6, 0.011_257_411_327_720_69];
/** Weights this much smaller than the largest are left out. */
const NEGLIGIBLE = 1e-14;
/** More than any binomial of small variance needs. */
const MOST_NODES = 256;

/** Points and weights (adding to 1) that stand for a binomial variable in the mean of a smooth function. */
export interface BinomialNodes {
  size: number;
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

export function createBinomialNodes(): BinomialNodes {
  return { size: 0, points: new Float64Array(MOST_NODES), weights: new Float64Array(MOST_NODES) };
}

/** Fills the nodes for n trials with success probability p: all values that matter for small variances, five nodes else. */
export function fillBinomialNodes(n: number, p: number, nodes: BinomialNodes): void {
  nodes.size = 0;
  const mean = n * p;
  const variance = mean * (1 - p);
  if (p <= 0 || p >= 1) {
    addNode(nodes, p <= 0 ? 0 : n, 1);
  } else if (variance > LARGE_VARIANCE) {
    fillSmoothly(mean, variance, p, nodes);
  } else {
    fillExactly(n, p, nodes);
  }
}

/** Normal nodes bent to the binomial's skewness and kurtosis (Cornish & Fisher 1937; Abramowitz & Stegun 26.2.49). */
function fillSmoothly(mean: number, variance: number, p: number, nodes: BinomialNodes): void {
  const deviation = Math.sqrt(variance);
  const skewness = (1 - 2 * p) / deviation;
  const kurtosis = (1 - 6 * p * (1 - p)) / variance;
  for (let k = -2; k <= 2; k++) {
    const z = Math.sign(k) * NORMAL_NODES[Math.abs(k)]!;
    const cube = z * z * z;
    const bent =
      z +
      ((z * z - 1) * skewness) / 6 +
      ((cube - 3 * z) * kurtosis) / 24 -
      ((2 * cube - 5 * z) * skewness * skewness) / 36;
    addNode(nodes, mean + deviation * bent, NORMAL_WEIGHTS[Math.abs(k)]!);
  }
}

/** Weights relative to the mode's, by the ratio of neighbours. */
function fillExactly(n: number, p: number, nodes: BinomialNodes): void {
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const odds = p / (1 - p);
  let total = 1;
  addNode(nodes, mode, 1);
  for (let x = mode, weight = 1; x < n && weight > NEGLIGIBLE; x++) {
    weight *= ((n - x) / (x + 1)) * odds;
    total += weight;
    addNode(nodes, x + 1, weight);
  }
  for (let x = mode, weight = 1; x > 0 && weight > NEGLIGIBLE; x--) {
    weight *= x / ((n - x + 1) * odds);
    total += weight;
    addNode(nodes, x - 1, weight);
  }
  for (let index = 0; index < nodes.size; index++) nodes.weights[index] = nodes.weights[index]! / total;
}

function addNode(nodes: BinomialNodes, point: number, weight: number): void {
  nodes.points[nodes.size] = point;
  nodes.weights[nodes.size] = weight;
  nodes.size++;
}
