import type { CellGroups } from "./cell-groups.js";
import { RecursiveGain } from "./recursive-gain.js";

/** 1, location, its square and cube, spread (of categories: the shares of the two most frequent). */
const REGRESSORS = 5;
/** Prior variance of the coefficients, in units of what one usual window's noise tells: next to nothing. */
const PRIOR = 1000;
/** The usual bound on leverage, in multiples of its average (Belsley, Kuh & Welsch 1980 use 2 to 3). */
const MOST_LEVERAGE = 3;

/**
 * How far a window's cells are from what earlier windows of the same location and spread looked like. Every cell's share is a
 * cubic of the location plus a multiple of the spread, fitted on earlier windows alone by weighted recursive least squares; all cells
 * have the same regressors and so share one gain. What moves location and spread, which have signals of their own, moves no
 * distance: a traffic whose location wanders would otherwise fill it with the wandering's square.
 */
export class ExpectedCells {
  /** Of the window last taken: proportional to the distance's sampling variance, near 1 in a usual window. */
  noise = 1;
  private windows = 0;
  private readonly freedom: number;
  private readonly inGroup: Float64Array;
  private readonly inverseShares: Float64Array;
  private readonly coefficients: Float64Array;
  private readonly gain = new RecursiveGain(Array.from({ length: REGRESSORS }, () => PRIOR));
  private readonly groups: CellGroups;
  private readonly usualRows: number;

  constructor(groups: CellGroups, usualRows: number) {
    const { shares } = groups;
    this.groups = groups;
    this.usualRows = usualRows;
    this.freedom = shares.length - 3;
    this.inverseShares = shares.map((share) => 1 / share);
    this.inGroup = new Float64Array(shares.length);
    this.coefficients = new Float64Array(shares.length * REGRESSORS);
    this.gain.regressors[0] = 1;
    shares.forEach((share, group) => (this.coefficients[group * REGRESSORS] = share));
  }

  /**
   * An estimate of Σ (p − p̂)²/p̄ in units of a usual window's noise, near 0 ± 1 without change; then learns. `location` and `spread` are
   * in usual units, near 0 ± 1 too; NaN where they have hardly been seen before, so that no cells can be expected.
   */
  next(counts: Float64Array, from: number, location: number, spread: number): number {
    const n = this.countGroups(counts, from);
    if (n === 0) return Number.NaN;
    const noise = this.usualRows / n;
    this.place(location, spread);
    const leverage = this.gain.prepare();
    const isUsual = leverage * ++this.windows <= MOST_LEVERAGE * REGRESSORS;
    const predictive = noise + leverage;
    const square = this.learnCells(n, predictive);
    this.gain.learn(predictive);
    this.noise = noise * noise;
    if (!isUsual) return Number.NaN;
    return (((square * this.usualRows) / predictive - this.freedom) * noise) / Math.sqrt(2 * this.freedom);
  }

  /** Answers the rows of all groups together. */
  private countGroups(counts: Float64Array, from: number): number {
    const { inGroup } = this;
    const { groupOf } = this.groups;
    inGroup.fill(0);
    let n = 0;
    for (let cell = 0; cell < groupOf.length; cell++) {
      const group = groupOf[cell]!;
      if (group < 0) continue;
      const count = counts[from + cell]!;
      n += count;
      inGroup[group] = inGroup[group]! + count;
    }
    return n;
  }

  /** Σ error²/p̄ over the groups. The loop runs for every cell of every window: five regressors are written out. */
  private learnCells(n: number, predictive: number): number {
    const { coefficients, inGroup, inverseShares } = this;
    const { regressors, gain } = this.gain;
    const x1 = regressors[1]!;
    const x2 = regressors[2]!;
    const x3 = regressors[3]!;
    const x4 = regressors[4]!;
    const perRow = 1 / n;
    const perVariance = 1 / predictive;
    const g0 = gain[0]! * perVariance;
    const g1 = gain[1]! * perVariance;
    const g2 = gain[2]! * perVariance;
    const g3 = gain[3]! * perVariance;
    const g4 = gain[4]! * perVariance;
    let square = 0;
    for (let group = 0, at = 0; group < inGroup.length; group++, at += REGRESSORS) {
      const c0 = coefficients[at]!;
      const c1 = coefficients[at + 1]!;
      const c2 = coefficients[at + 2]!;
      const c3 = coefficients[at + 3]!;
      const c4 = coefficients[at + 4]!;
      const error = inGroup[group]! * perRow - (c0 + c1 * x1 + c2 * x2 + c3 * x3 + c4 * x4);
      square += error * error * inverseShares[group]!;
      coefficients[at] = c0 + g0 * error;
      coefficients[at + 1] = c1 + g1 * error;
      coefficients[at + 2] = c2 + g2 * error;
      coefficients[at + 3] = c3 + g3 * error;
      coefficients[at + 4] = c4 + g4 * error;
    }
    return square;
  }

  private place(location: number, spread: number): void {
    const { regressors } = this.gain;
    regressors[1] = location;
    regressors[2] = location * location;
    regressors[3] = location * location * location;
    regressors[4] = spread;
  }
}
