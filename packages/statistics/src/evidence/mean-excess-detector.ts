import { requireArgument } from "../definition/require-argument.js";
import { createMemoryEstimate } from "./window-memory.js";

export interface MeanExcessOptions {
  /** One value of each window, in time order: a loss, a rate. */
  readonly values: Float64Array;
  /** What the mean does not exceed while nothing is wrong. */
  readonly limit: number;
  /** Width of a window in days, the budget's unit. */
  readonly unitDays: number;
  /** Values of a block, see createMemoryEstimate; the first block only teaches. At least 7. */
  readonly block: number;
  /** The first value that may bet. Default: the first after the first block. */
  readonly firstBet?: number;
}

export interface MeanExcessDetector {
  /** ln M after each value; −∞ before the first bet. Alarm at ln A: alarms are then at least A days apart on average. */
  readonly logDetector: Float64Array;
  /** For each value, the first one of the stretch that carries most of M. */
  readonly strongestStart: Int32Array;
}

/** Stakes in standard deviations of an innovation. Larger ones would let skewed values win. */
const STAKES = [0.1, 0.2, 0.4] as const;
/** An innovation counts at most so many standard deviations: one monstrous window proves nothing about the mean. */
const MOST_INNOVATION = 4;

/**
 * Has the mean of windows risen above a limit? A Shiryaev–Roberts detector, M_t = E_t (d + M_{t−1}) averaged over stakes λ, of
 * E_t = exp(λ r_t − λ²/2) (Shin, Ramdas & Rinaldo 2024, doi:10.51387/23-NEJSDS51). r_t is the excess over the limit less ρ times the
 * excess before it, in standard deviations: what is new in a window that resembles the one before. Both are learnt from earlier
 * values, so the guarantee is asymptotic in their number, and it is one for first-order memory: a level that wanders for weeks
 * around the limit is a level above the limit. Simulated at exactly the limit (test/calibration): .73 to .78 of the stated rate for
 * autocorrelations 0 to .9, skewed values included.
 * @throws ModelwatchError `invalid-argument` naming the option.
 */
export function meanExcessDetector(options: MeanExcessOptions): MeanExcessDetector {
  check(options);
  const { values, limit, unitDays, block, firstBet = block } = options;
  const logDetector = new Float64Array(values.length).fill(-Infinity);
  const strongestStart = new Int32Array(values.length);
  const bets = STAKES.map((stake) => ({ stake, m: 0, height: 0, start: 0 }));
  const memory = createMemoryEstimate(values, block);
  for (let t = Math.max(1, block, firstBet); t < values.length; t++) {
    const { rho, innovationSd } = memory(t);
    const excess = values[t]! - limit - rho * (values[t - 1]! - limit);
    const innovation = innovationSd > 0 ? Math.min(MOST_INNOVATION, excess / innovationSd) : 0;
    for (const bet of bets) {
      const log = bet.stake * innovation - bet.stake ** 2 / 2;
      // as large as a number may become: more evidence than that is not evidence of more
      bet.m = Math.min(Number.MAX_VALUE / 16, Math.exp(log) * (unitDays + bet.m));
      if (bet.height <= 0) bet.start = t;
      bet.height = Math.max(0, bet.height) + log;
    }
    logDetector[t] = Math.log(bets.reduce((sum, { m }) => sum + m / bets.length, 0));
    strongestStart[t] = bets.reduce((a, b) => (b.m > a.m ? b : a)).start;
  }
  return { logDetector, strongestStart };
}

function check({ values, limit, unitDays, block, firstBet = block }: MeanExcessOptions): void {
  requireArgument(Number.isFinite(limit), `limit is ${limit}`, "a finite number");
  requireArgument(Number.isFinite(unitDays) && unitDays > 0, `unitDays is ${unitDays}`, "days > 0");
  requireArgument(
    Number.isInteger(block) && block >= 7,
    `block is ${block}`,
    "a whole number of windows, at least 7",
  );
  requireArgument(
    Number.isInteger(firstBet) && firstBet >= 0,
    `firstBet is ${firstBet}`,
    "the index of a window",
  );
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  requireArgument(wrong < 0, `values[${wrong}] is ${values[wrong]}`, "finite numbers");
}
