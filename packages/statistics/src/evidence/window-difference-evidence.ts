import { logSumExp } from "../special/log-sum-exp.js";
import { checkArms, type TwoArmOptions } from "./two-arm-evidence.js";

/** Bets, in units of the predicted spread of a window's difference. */
const BETS = [0.1, 0.25, 0.5, 1] as const;

/**
 * ln E after each window, that the two arms have different distributions, from one difference per window instead of rows: groups of equal
 * rows and whatever else makes rows of a window alike raise no false alarm. Alarm at −ln α, at any window.
 *
 * Each window gives the difference d of the arms' shares, strata averaged with Mantel–Haenszel weights. Directions u are the cells, both
 * ways, and the mean of the differences seen before; a bet λ on a direction multiplies exp(λz − λ²z²/2) with z = u·d over its past
 * root mean square. If the arms are alike, z is symmetric about 0, and each factor averages at most 1 (de la Peña, Ann. Prob. 27, 1999,
 * p. 537). Half the capital follows the learnt direction, half is spread over the cells.
 *
 * Needs differences that are symmetric about 0 given the past: arms of equal size, or many entities in each, and no memory from window
 * to window; a split that steps inside windows while the level moves the same way each time breaks it. Slower than `twoArmEvidence`,
 * which knows how much independent rows vary.
 * @throws ModelwatchError `invalid-argument` where an arm does not hold windows × strata × cells counts.
 */
export function windowDifferenceEvidence(options: TwoArmOptions): { readonly logEvidence: Float64Array } {
  checkArms(options);
  const { windows, cells } = options;
  const track = createDirections(cells);
  const logEvidence = new Float64Array(windows);
  const difference = new Float64Array(cells);
  let log = 0;
  for (let window = 0; window < windows; window++) {
    if (takeDifference(options, window, difference)) log = track(difference);
    logEvidence[window] = log;
  }
  return { logEvidence };
}

/** The arms' difference of shares in one window; false where no stratum holds both. */
function takeDifference(
  { strata, cells, armA, armB }: TwoArmOptions,
  window: number,
  difference: Float64Array,
): boolean {
  difference.fill(0);
  let weights = 0;
  for (let stratum = 0; stratum < strata; stratum++) {
    const from = (window * strata + stratum) * cells;
    let nA = 0;
    let nB = 0;
    for (let k = from; k < from + cells; k++) {
      nA += armA[k]!;
      nB += armB[k]!;
    }
    if (nA === 0 || nB === 0) continue;
    const weight = (nA * nB) / (nA + nB);
    weights += weight;
    for (let k = 0; k < cells; k++) {
      difference[k] = difference[k]! + weight * (armA[from + k]! / nA - armB[from + k]! / nB);
    }
  }
  if (weights === 0) return false;
  for (let k = 0; k < cells; k++) difference[k] = difference[k]! / weights;
  return true;
}

/** Takes one window's difference after the other and answers with ln E so far. */
function createDirections(cells: number): (difference: Float64Array) => number {
  const sums = new Float64Array(cells);
  const squares = new Float64Array(cells);
  const up = new Float64Array(cells * BETS.length);
  const down = new Float64Array(cells * BETS.length);
  const learnt = { logs: new Float64Array(BETS.length), squares: 0, windows: 0 };
  let seen = 0;
  return (difference) => {
    // along Σ past differences, in units of the cells' spreads: where the arms seem to differ
    let along = 0;
    let length = 0;
    for (let k = 0; k < cells; k++) {
      if (squares[k] === 0) continue;
      const spread = Math.sqrt(squares[k]! / seen);
      const z = difference[k]! / spread;
      placeBets(up, k * BETS.length, z);
      placeBets(down, k * BETS.length, -z);
      along += (sums[k]! / spread) * z;
      length += (sums[k]! / spread) ** 2;
    }
    if (length > 0) {
      const projection = along / Math.sqrt(length);
      if (learnt.squares > 0)
        placeBets(learnt.logs, 0, projection / Math.sqrt(learnt.squares / learnt.windows));
      learnt.squares += projection ** 2;
      learnt.windows += 1;
    }
    for (let k = 0; k < cells; k++) {
      sums[k] = sums[k]! + difference[k]!;
      squares[k] = squares[k]! + difference[k]! ** 2;
    }
    seen += 1;
    const shares = [logMean(learnt.logs), logMean(learnt.logs), logMean(up), logMean(down)];
    return logMean(shares);
  };
}

function placeBets(logs: Float64Array, from: number, z: number): void {
  for (let i = 0; i < BETS.length; i++)
    logs[from + i] = logs[from + i]! + BETS[i]! * z - (BETS[i]! * z) ** 2 / 2;
}

/** ln of the average of exp(logs). */
function logMean(logs: ArrayLike<number>): number {
  return logSumExp(logs) - Math.log(logs.length);
}
