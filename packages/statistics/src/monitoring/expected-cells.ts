import type { CellGroups } from "./cell-groups.js";

/** 1, location, its square and cube, spread. */
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
  /** Whether the window's location and spread have been seen often enough to expect cells at all. */
  isUsual = false;
  private windows = 0;
  private readonly freedom: number;
  private readonly inGroup: Float64Array;
  private readonly coefficients: Float64Array;
  private readonly covariance = new Float64Array(REGRESSORS * REGRESSORS);
  private readonly regressors = new Float64Array(REGRESSORS);
  private readonly gain = new Float64Array(REGRESSORS);
  private readonly groups: CellGroups;
  private readonly usualRows: number;

  /** `directions`: how many of location and spread vary. */
  constructor(groups: CellGroups, usualRows: number, directions: number) {
    const { shares } = groups;
    this.groups = groups;
    this.usualRows = usualRows;
    this.freedom = shares.length - 1 - directions;
    this.inGroup = new Float64Array(shares.length);
    this.coefficients = new Float64Array(shares.length * REGRESSORS);
    for (let i = 0; i < REGRESSORS; i++) this.covariance[i * REGRESSORS + i] = PRIOR;
    shares.forEach((share, group) => (this.coefficients[group * REGRESSORS] = share));
  }

  /**
   * An estimate of Σ (p − p̂)²/p̄ in units of a usual window's noise, near 0 ± 1 without change; then learns. `location` and `spread` are
   * in usual units, near 0 ± 1 too.
   */
  next(counts: Float64Array, from: number, location: number, spread: number): number {
    const { groupOf, shares } = this.groups;
    this.inGroup.fill(0);
    let n = 0;
    for (let cell = 0; cell < groupOf.length; cell++) {
      const group = groupOf[cell]!;
      if (group < 0) continue;
      const count = counts[from + cell]!;
      n += count;
      this.inGroup[group] = this.inGroup[group]! + count;
    }
    if (n === 0) return 0;
    const noise = this.usualRows / n;
    const leverage = this.prepareGain(location, spread);
    this.isUsual = leverage * ++this.windows <= MOST_LEVERAGE * REGRESSORS;
    const predictive = noise + leverage;
    let square = 0;
    for (let group = 0; group < shares.length; group++) {
      const error = this.inGroup[group]! / n - this.expect(group);
      square += (error * error) / shares[group]!;
      for (let i = 0; i < REGRESSORS; i++) {
        const at = group * REGRESSORS + i;
        this.coefficients[at] = this.coefficients[at]! + (this.gain[i]! / predictive) * error;
      }
    }
    this.learnCovariance(predictive);
    this.noise = noise * noise;
    return (((square * this.usualRows) / predictive - this.freedom) * noise) / Math.sqrt(2 * this.freedom);
  }

  private expect(group: number): number {
    let sum = 0;
    for (let i = 0; i < REGRESSORS; i++) {
      sum += this.coefficients[group * REGRESSORS + i]! * this.regressors[i]!;
    }
    return sum;
  }

  /** Answers regressors' × covariance × regressors. */
  private prepareGain(location: number, spread: number): number {
    const { regressors, covariance, gain } = this;
    regressors[0] = 1;
    regressors[1] = location;
    regressors[2] = location * location;
    regressors[3] = location * location * location;
    regressors[4] = spread;
    let leverage = 0;
    for (let i = 0; i < REGRESSORS; i++) {
      let sum = 0;
      for (let j = 0; j < REGRESSORS; j++) sum += covariance[i * REGRESSORS + j]! * regressors[j]!;
      gain[i] = sum;
      leverage += sum * regressors[i]!;
    }
    return leverage;
  }

  private learnCovariance(predictive: number): void {
    for (let i = 0; i < REGRESSORS; i++) {
      for (let j = 0; j <= i; j++) {
        const entry = this.covariance[i * REGRESSORS + j]! - (this.gain[i]! * this.gain[j]!) / predictive;
        this.covariance[i * REGRESSORS + j] = entry;
        this.covariance[j * REGRESSORS + i] = entry;
      }
    }
  }
}
