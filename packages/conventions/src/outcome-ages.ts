export interface OutcomeAge {
  /** The attribute's value. */
  readonly name: string;
  /** Exclusive lower and inclusive upper bound of the label delay; the last is open. */
  readonly afterMs: number;
  readonly upToMs: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * The closed set of label delays. Outcomes lie on the time axis of their arrival; a prediction cohort is recovered by
 * shifting each age's series back by the middle of its range, which is approximate and said to be.
 */
export const OUTCOME_AGES: readonly OutcomeAge[] = [
  { name: "1h", afterMs: 0, upToMs: HOUR_MS },
  { name: "3h", afterMs: HOUR_MS, upToMs: 3 * HOUR_MS },
  { name: "6h", afterMs: 3 * HOUR_MS, upToMs: 6 * HOUR_MS },
  { name: "12h", afterMs: 6 * HOUR_MS, upToMs: 12 * HOUR_MS },
  { name: "1d", afterMs: 12 * HOUR_MS, upToMs: DAY_MS },
  { name: "3d", afterMs: DAY_MS, upToMs: 3 * DAY_MS },
  { name: "7d", afterMs: 3 * DAY_MS, upToMs: 7 * DAY_MS },
  { name: "30d", afterMs: 7 * DAY_MS, upToMs: 30 * DAY_MS },
  { name: "90d", afterMs: 30 * DAY_MS, upToMs: 90 * DAY_MS },
  { name: "inf", afterMs: 90 * DAY_MS, upToMs: Number.POSITIVE_INFINITY },
];

/** The age bucket of a label delay in milliseconds; negative delays (clock skew) count as the first. */
export function outcomeAgeOf(delayMs: number): string {
  for (const age of OUTCOME_AGES) if (delayMs <= age.upToMs) return age.name;
  return "inf";
}
