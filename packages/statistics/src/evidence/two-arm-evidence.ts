import { requireArgument } from "../definition/require-argument.js";
import { requireCounts } from "./require-counts.js";
import { logSumExp } from "../special/log-sum-exp.js";

export interface TwoArmOptions {
  readonly windows: number;
  /** Blocks per window: a stratum compares with itself only. 1: no strata. */
  readonly strata: number;
  readonly cells: number;
  /** Counts of each arm, windows × strata × cells, row-major. Each entity counted once per window. */
  readonly armA: Float64Array;
  readonly armB: Float64Array;
}

/** How many rows of "both arms are alike" the predictions start from. */
const SHRINKAGES = [30, 300, 3000, 30_000] as const;

/**
 * ln E after each window, that the two arms have different distributions; alarm at −ln α, at any window, without penalty for
 * looking. No reference is needed, and cycles, trends, a changing stratum mix and a ramping split raise no false alarm: each block is
 * an e-value whatever the common distribution of that window and stratum is. Needs independent rows, so an entity may be
 * counted once per window only, and a split that is constant inside a window; `windowDifferenceEvidence` needs neither.
 *
 * Per block E = Π_k (a_k/p_k)^{A_k} (b_k/p_k)^{B_k}, p = (n_a·a + n_b·b)/(n_a + n_b), with shares (a, b) predicted from earlier windows
 * of that stratum, shrunk towards the pooled ones; bets are ½ + ½E, multiplied over blocks and averaged over four shrinkages.
 * (Turner, Ly & Grünwald 2024, doi:10.1016/j.jspi.2023.106116.) A block in which an arm is empty says nothing.
 * @throws ModelwatchError `invalid-argument` where an arm does not hold windows × strata × cells counts.
 */
export function twoArmEvidence(options: TwoArmOptions): { readonly logEvidence: Float64Array } {
  checkArms(options);
  const { windows, strata, cells, armA, armB } = options;
  const logs = new Float64Array(SHRINKAGES.length);
  const logEvidence = new Float64Array(windows);
  const pastA = new Float64Array(strata * cells);
  const pastB = new Float64Array(strata * cells);
  for (let window = 0; window < windows; window++) {
    for (let stratum = 0; stratum < strata; stratum++) {
      const from = (window * strata + stratum) * cells;
      const nowA = armA.subarray(from, from + cells);
      const nowB = armB.subarray(from, from + cells);
      const beforeA = pastA.subarray(stratum * cells, (stratum + 1) * cells);
      const beforeB = pastB.subarray(stratum * cells, (stratum + 1) * cells);
      SHRINKAGES.forEach((shrinkage, index) => {
        const log = blockLogEvidence(nowA, nowB, beforeA, beforeB, shrinkage);
        logs[index] = logs[index]! + halfBet(log);
      });
      addTo(beforeA, nowA);
      addTo(beforeB, nowB);
    }
    logEvidence[window] = logSumExp(logs) - Math.log(SHRINKAGES.length);
  }
  return { logEvidence };
}

function blockLogEvidence(
  nowA: Float64Array,
  nowB: Float64Array,
  beforeA: Float64Array,
  beforeB: Float64Array,
  shrinkage: number,
): number {
  const nA = sumOf(nowA);
  const nB = sumOf(nowB);
  const pastA = sumOf(beforeA);
  const pastB = sumOf(beforeB);
  if (nA === 0 || nB === 0 || pastA === 0 || pastB === 0) return 0;
  const cells = nowA.length;
  let log = 0;
  for (let k = 0; k < cells; k++) {
    const pooled = (beforeA[k]! + beforeB[k]! + 0.5) / (pastA + pastB + cells / 2);
    const a = (beforeA[k]! + shrinkage * pooled) / (pastA + shrinkage);
    const b = (beforeB[k]! + shrinkage * pooled) / (pastB + shrinkage);
    const p = (nA * a + nB * b) / (nA + nB);
    log += nowA[k]! * Math.log(a / p) + nowB[k]! * Math.log(b / p);
  }
  return log;
}

/** ln(½ + ½·exp(log)). */
function halfBet(log: number): number {
  return log > 0 ? log + Math.log1p(Math.exp(-log)) - Math.LN2 : Math.log1p(Math.exp(log)) - Math.LN2;
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index]!;
  return sum;
}

function addTo(target: Float64Array, values: Float64Array): void {
  for (let index = 0; index < values.length; index++) target[index] = target[index]! + values[index]!;
}

/** @throws ModelwatchError `invalid-argument` where an arm does not hold windows × strata × cells counts ≥ 0. */
export function checkArms({ windows, strata, cells, armA, armB }: TwoArmOptions): void {
  const size = windows * strata * cells;
  requireArgument(
    armA.length === size && armB.length === size,
    `armA and armB hold ${armA.length} and ${armB.length} counts`,
    `windows × strata × cells = ${windows} × ${strata} × ${cells} = ${size}`,
  );
  requireCounts(armA, "armA");
  requireCounts(armB, "armB");
}
