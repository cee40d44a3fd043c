import { requireArgument } from "../definition/require-argument.js";
import { checkAlpha } from "../multiplicity/adjust.js";
import { clopperPearsonInterval } from "../special/proportion-interval.js";
import { binomialSurvivalInclusive } from "../special/survival.js";

/** Events of one kind, and what they are counted in: rows, windows, hours. */
export interface EventRate {
  readonly count: number;
  readonly exposure: number;
}

export interface RateComparison {
  /** Current rate ÷ reference rate; null where the reference counts no event. */
  readonly ratio: number | null;
  /** Interval of the ratio; +∞ where the reference counts no event. */
  readonly low: number;
  readonly high: number;
  /** Events that the reference's rate leads to expect at the current exposure. */
  readonly expected: number;
  /** ln of the two-sided p-value, and of the one for "more often than in the reference". */
  readonly logPValue: number;
  readonly logPValueMore: number;
}

/**
 * Do events come as often as in the reference? Exact at any size, so also for rare positives, where the normal approximation fails:
 * given all events, those of the current side are binomial (Przyborowski & Wilenski 1940, doi:10.1093/biomet/31.3-4.313). For shares
 * of rows it errs on the safe side. Twice the smaller tail; the interval inverts the same test. Counts are divided by
 * `overdispersion` ≥ 1, the times by which they vary more than independent rows (Korn & Graubard 1998 do so for shares).
 * @throws ModelwatchError `invalid-argument`: a negative count, an exposure ≤ 0, overdispersion < 1, alpha outside (0, 1).
 */
export function compareRates(
  current: EventRate,
  reference: EventRate,
  options: { readonly alpha: number; readonly overdispersion?: number },
): RateComparison {
  const { alpha, overdispersion = 1 } = options;
  checkAlpha(alpha);
  checkRate(current);
  checkRate(reference);
  requireArgument(overdispersion >= 1, `overdispersion is ${overdispersion}`, "a number ≥ 1");
  const events = current.count / overdispersion;
  const total = events + reference.count / overdispersion;
  const odds = current.exposure / reference.exposure;
  const share = odds / (1 + odds);
  const more = binomialSurvivalInclusive(events, total, share).logProbability;
  const fewer = binomialSurvivalInclusive(total - events, total, 1 / (1 + odds)).logProbability;
  // below one effective event on both sides together the interval is everything
  const { low, high } = total < 1 ? { low: 0, high: 1 } : clopperPearsonInterval(events, total, alpha);
  return {
    ratio: reference.count === 0 ? null : current.count / reference.count / odds,
    low: low === 1 ? Infinity : low / (1 - low) / odds,
    high: high === 1 ? Infinity : high / (1 - high) / odds,
    expected: reference.count * odds,
    logPValue: Math.min(0, Math.LN2 + Math.min(more, fewer)),
    logPValueMore: more,
  };
}

function checkRate({ count, exposure }: EventRate): void {
  requireArgument(count >= 0 && Number.isFinite(count), `count is ${count}`, "a number ≥ 0");
  requireArgument(exposure > 0 && Number.isFinite(exposure), `exposure is ${exposure}`, "a number > 0");
}
