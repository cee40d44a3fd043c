/** What is simulated: how long, how wide, and the budget. */
export const REFERENCE_DAYS = 14;
/** Days under watch before something changes, and after it. */
export const QUIET_DAYS = 7;
export const CHANGED_DAYS = 7;
export const CHANGE_DAY = REFERENCE_DAYS + QUIET_DAYS;
/** At most one false alarm in so many days, for the whole model. */
export const BUDGET_DAYS = 90;

export const WIDTHS = [5, 60] as const;
/** Minutes of a base window. */
export type Width = (typeof WIDTHS)[number];

export function windowsPerDay(width: Width): number {
  return 1440 / width;
}

/** What a monitor of this width is told; it bets from the end of the reference on. */
export function monitorSettings(width: Width) {
  return {
    unitDays: 1 / windowsPerDay(width),
    budgetDays: BUDGET_DAYS,
    firstBet: REFERENCE_DAYS * windowsPerDay(width),
  };
}

/** Hours until ln M first reaches the threshold, from the end of the window before the first; null where it does not. */
export function delayOf(logs: Float64Array, threshold: number, width: Width): number | null {
  const crossed = logs.findIndex((log) => log >= threshold);
  return crossed === -1 ? null : ((crossed + 1) * width) / 60;
}
