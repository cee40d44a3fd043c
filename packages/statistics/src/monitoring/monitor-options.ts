import type { DistributionWindows } from "../distribution/distribution.js";

/**
 * One member of a monitor: a score, a feature or a category counter. With `against` it is the contrast of two arms, whose
 * difference is 0 where the arm has no effect; both arms have the same layout. All members have the same number of windows.
 */
export interface MonitorMember {
  readonly name: string;
  readonly windows: DistributionWindows;
  readonly against?: DistributionWindows;
}

/** Where each window stands in the day and in the week, in the monitor's time zone. */
export interface MonitorSeason {
  /** Of the middle of the window, in [0, 24). A fraction (13.54) lets windows shorter than an hour follow the day smoothly. */
  readonly hourOfDay: ArrayLike<number>;
  /** 0 is Sunday, 6 is Saturday. */
  readonly dayOfWeek: ArrayLike<number>;
}

export interface MonitorSettings {
  /** Width of a window in days, the budget's unit. */
  readonly unitDays: number;
  /** At most one false alarm in this many days, over all members together. */
  readonly budgetDays: number;
  /** Windows before this one are history only (the reference period); from here on they bet. */
  readonly firstBet: number;
  /** A member's windows with fewer rows take no part. Default 10; at least 2. */
  readonly minimumCount?: number;
  /** After an alarm: start again from no evidence (calibration, backtest), or go on (a monitor that shows its state). */
  readonly afterAlarm: "restart" | "continue";
}

/** What happened since the last look: the windows of every member, each time the same members. */
export interface MonitorBlock {
  readonly members: readonly MonitorMember[];
  /** Absent: no season is removed. Given with every block or with none. */
  readonly season?: MonitorSeason;
  /** 0 where a window takes no part (known episodes): neither history nor bet; time still passes. */
  readonly counted?: ArrayLike<number>;
}

export interface ModelMonitorOptions extends MonitorSettings {
  readonly season?: MonitorSeason;
  readonly counted?: ArrayLike<number>;
}

export type RefusalReason = "autocorrelated-residuals" | "too-few-windows" | "constant" | "no-rows";

export interface MemberTrack {
  readonly name: string;
  /** ln M of the member after each window; −∞ before the first bet, and throughout for a refused member. */
  readonly logDetector: Float64Array;
  /** null: takes part. Else why not, with the number behind it. */
  readonly refused: null | { readonly reason: RefusalReason; readonly text: string };
  /** Of its signals' residuals the lag-1 autocorrelation that is furthest from 0, over all windows that were ranked; null: none. */
  readonly residualAutocorrelation: number | null;
  /** Signals that do not bet: their residuals in the reference period remember too much, or what they are the rest of wanders. */
  readonly silentSignals: readonly string[];
  /** The signal with most evidence at the end: location, spread, mean, shape, most-frequent, rare, … */
  readonly strongestSignal: string | null;
  /** The window at which the strongest evidence began: a first guess at when the change began. */
  readonly strongestStart: number | null;
}

export interface MonitorAlarm {
  readonly window: number;
  /** Strongest first; see rankCulprits. */
  readonly culprits: readonly { readonly member: string; readonly logDetector: number }[];
}

export interface ModelMonitorTrack {
  /** ln of the average of the members' detectors after each window; −∞ before the first bet. */
  readonly logDetector: Float64Array;
  /** ln(budgetDays). */
  readonly logThreshold: number;
  /** Windows at whose end the threshold was reached (each crossing once). */
  readonly alarms: readonly MonitorAlarm[];
  readonly members: readonly MemberTrack[];
}
