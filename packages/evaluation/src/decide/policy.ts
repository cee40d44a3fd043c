import type { ReasonCode, Status } from "@modelwatch/conventions/query";

/**
 * Every threshold and every status is decided here and nowhere else, because one number may serve two policies. Statistics
 * compute; this folder judges.
 */
export const POLICY = Object.freeze({
  /** Part of alpha spent on not knowing the reference exactly (δ of the reference-robust evidence): small, since references are large. */
  referenceShareOfAlpha: 0.2,
  /**
   * How much windows vary (overdispersion) is learnt from the first ones, four of each weekday: later ones may have drifted, and
   * would then pass for variation. Drift is not judged before.
   */
  learningWindows: 28,
  /** How far back drift reads for that, where the store holds so much. */
  learningDays: 28,
  /** The same for windows shorter than a day: hours of one week. */
  learningHours: 168,
  /** Windows as units bet after two weeks, and after as many windows as residuals need to be ranked among. */
  historyDays: 14,
  historyWindows: 105,
  /** A version that makes more than this share of a window's predictions has taken over from the one before. */
  takeoverShare: 0.8,
  /** Labelled windows before the loss is judged: the limit theorem behind its interval says little about fewer. */
  lossBurnInWindows: 14,
  /** And so many days, which hold each weekday twice. */
  lossBurnInDays: 14,
  /** Below this share of arrived truths a cohort says "immature": the late fifth may well differ from the rest. */
  leastMaturity: 0.8,
  /** Closed windows in a row without any row after which a model counts as missing. */
  missingAfterWindows: 2,
  /** An AUC this far below the reference means that ranking itself was lost, which recalibration cannot repair. */
  rankingLoss: 0.05,
  /** A share of missing or invalid values this much above the monitor's first windows asks for a look at the inputs. */
  invalidShareRise: 0.05,
  /** Days of the newest evidence that the recommended action looks at. */
  actionDays: 28,
  /** A kind of change is ruled out at this level: four or more are tried for each change. */
  kindLevel: 0.01,
} as const);

export interface Decision {
  readonly status: Status;
  readonly code: ReasonCode;
}
