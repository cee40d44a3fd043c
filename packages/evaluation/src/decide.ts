import type { MultiplicityMethod, ReasonCode, Status } from "@modelwatch/conventions/query";
import type { Correction } from "@modelwatch/statistics";

/**
 * Every threshold and every status is decided here and nowhere else, because one number may serve two policies. Statistics
 * compute; this file judges.
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

/** What the evidence of a window may spend of alpha; the rest is spent on not knowing references exactly. */
export function alphaOfEvidence(alpha: number): number {
  return alpha * (1 - POLICY.referenceShareOfAlpha);
}

/** What one of the `rows` of a window may spend on not knowing its reference exactly: together they keep to that part of alpha. */
export function deltaOfRow(alpha: number, rows: number): number {
  return (alpha * POLICY.referenceShareOfAlpha) / Math.max(1, rows);
}

/** The correction of reciprocal e-values: Benjamini and Hochberg's of reciprocals is e-BH, the default. */
export function correctionOf(method: MultiplicityMethod = "e-bh"): Correction {
  return method === "e-bh" ? "bh" : method;
}

/** The correction of p-values; e-BH is for e-values, and Benjamini and Yekutieli's keeps what it promises under any dependence. */
export function correctionOfPValues(method: MultiplicityMethod = "holm"): Correction {
  return method === "e-bh" ? "by" : method;
}

/**
 * Did a member change inside the range? The budgeted detector asks for a look; a fixed-range test alone informs, because panels
 * are looked at more than once. A change of unit is an error wherever it is seen.
 */
export function decideChange(facts: {
  readonly n: number;
  readonly minimumCount: number;
  /** ln p − its threshold; null where no cut could be tested. */
  readonly excess: number | null;
  readonly isAlarm: boolean;
  readonly isUnitChange: boolean;
}): Decision {
  if (facts.n === 0) return { status: "missing", code: "no-data" };
  if (facts.n < facts.minimumCount || facts.excess === null)
    return { status: "undetermined", code: "too-few-rows" };
  const isFound = facts.excess <= 0;
  if (isFound && facts.isUnitChange) return { status: "watch", code: "unit-changed" };
  if (facts.isAlarm) return { status: "watch", code: "change-found" };
  return isFound ? { status: "info", code: "change-found" } : { status: "ok", code: "change-not-found" };
}

/** Drift of one member in one window. Never `act`: inputs that move need not hurt. */
export function decideDrift(facts: {
  readonly n: number;
  readonly minimumCount: number;
  readonly reference: "found" | "none" | "layout-changed" | "reference-overlaps";
  readonly hellinger: number | null;
  /** The Hellinger distance that chance alone gives at these sizes. */
  readonly noiseFloor: number;
  readonly tolerance: number;
  /** ln E − ln threshold; null where evidence could not be computed. */
  readonly excessEvidence: number | null;
  /** The window overlaps others, or was chosen by its own data. */
  readonly displayOnly: boolean;
}): Decision {
  if (facts.n === 0) return { status: "missing", code: "no-data" };
  if (facts.reference === "none") return { status: "undetermined", code: "no-reference" };
  if (facts.reference !== "found") return { status: "undetermined", code: facts.reference };
  if (facts.n < facts.minimumCount || facts.hellinger === null) {
    return { status: "undetermined", code: "too-few-rows" };
  }
  if (facts.displayOnly) return { status: "info", code: "display-only" };
  if (facts.excessEvidence === null) return { status: "undetermined", code: "too-few-rows" };
  if (facts.excessEvidence >= 0) return { status: "watch", code: "drift-beyond-tolerance" };
  // squared distances add: what is left of this one when chance has taken its part
  const beyondChance = Math.sqrt(Math.max(0, facts.hellinger ** 2 - facts.noiseFloor ** 2));
  return beyondChance <= facts.tolerance
    ? { status: "ok", code: "within-tolerance" }
    : { status: "undetermined", code: "drift-not-evident" };
}

/** A distribution is there to be looked at. */
export function decideShown(facts: { readonly n: number; readonly isLayoutChanged: boolean }): Decision {
  if (facts.isLayoutChanged) return { status: "undetermined", code: "layout-changed" };
  return facts.n === 0 ? { status: "missing", code: "no-data" } : { status: "info", code: "descriptive" };
}

/** What one row of `outliers` is judged by. */
interface OutlierFacts {
  readonly n: number;
  readonly statistic: string;
  readonly value: number | null;
  readonly test:
    | { readonly kind: "untested"; readonly code: ReasonCode }
    | {
        readonly kind: "tested";
        /** Whether the number is further from what is expected than the tolerance. */
        readonly isMaterial: boolean;
        readonly beyond: ReasonCode;
        readonly within: ReasonCode;
      };
}

/**
 * A tail, a category, a missing value or a volume beside what is expected of it. `excess`: ln p − its threshold after the correction;
 * null where windows overlap, which are for looking at.
 */
export function decideOutlier(
  { n, statistic, value, test }: OutlierFacts,
  minimumCount: number,
  excess: number | null,
): Decision {
  if (test.kind === "untested") {
    if (test.code === "no-data") return { status: "missing", code: "no-data" };
    return { status: test.code === "descriptive" ? "info" : "undetermined", code: test.code };
  }
  if (excess === null) return { status: "info", code: "display-only" };
  const isFound = excess <= 0 && test.isMaterial;
  if (statistic === "staleness") {
    const isSilent = isFound && (value ?? 0) >= POLICY.missingAfterWindows;
    return isSilent ? { status: "missing", code: "stale" } : { status: "ok", code: test.within };
  }
  if (isFound) return { status: test.beyond === "no-data" ? "missing" : "watch", code: test.beyond };
  // few rows cannot acquit a share, but a volume is what it is
  if (n < minimumCount && statistic !== "volume") return { status: "undetermined", code: "too-few-rows" };
  return { status: "ok", code: test.within };
}

/** The loss of one window beside the reference's: harmful where even its lower bound exceeds the reference's upper bound + tolerance. */
export function decideWindowLoss(facts: {
  readonly n: number;
  readonly minimumCount: number;
  readonly maturity: number | null;
  readonly low: number | null;
  /** Upper bound of the reference loss + tolerance; null without a reference. */
  readonly limit: number | null;
}): Decision {
  const early = decideLabelled(facts);
  if (early.code !== "descriptive") return early;
  if (facts.low === null || facts.limit === null) return { status: "info", code: "no-reference" };
  return facts.low > facts.limit
    ? { status: "watch", code: "loss-beyond-tolerance" }
    : { status: "ok", code: "loss-within-tolerance" };
}

/** A number about labelled rows that nobody has to act on by itself. */
export function decideLabelled(facts: {
  readonly n: number;
  readonly minimumCount: number;
  readonly maturity: number | null;
}): Decision {
  if (facts.n === 0) return { status: "undetermined", code: "cannot-tell-without-labels" };
  if (facts.n < facts.minimumCount) return { status: "undetermined", code: "too-few-rows" };
  if (facts.maturity !== null && facts.maturity < POLICY.leastMaturity)
    return { status: "info", code: "labels-immature" };
  return { status: "info", code: "descriptive" };
}

/** Can the current scores be a mixture of the labelled classes? A fit that is not known does not refute. */
export function decideLabelShift(fitPValue: number | null, alpha: number): ReasonCode {
  return fitPValue !== null && fitPValue < alpha ? "label-shift-refuted" : "assumes-label-shift";
}

/** Which part of a loss change is beyond chance? */
export function decideDecomposition(facts: {
  readonly n: number;
  readonly minimumCount: number;
  readonly hasReference: boolean;
  readonly scoreMix: { readonly low: number; readonly high: number } | null;
  readonly outcomeGivenScore: { readonly low: number; readonly high: number } | null;
}): Decision {
  if (facts.n === 0) return { status: "undetermined", code: "cannot-tell-without-labels" };
  if (!facts.hasReference) return { status: "undetermined", code: "no-reference" };
  if (facts.n < facts.minimumCount || facts.scoreMix === null || facts.outcomeGivenScore === null) {
    return { status: "undetermined", code: "too-few-rows" };
  }
  const data = excludesZero(facts.scoreMix);
  const model = excludesZero(facts.outcomeGivenScore);
  if (data && model) return { status: "info", code: "data-and-model-moved" };
  if (data) return { status: "info", code: "data-moved" };
  if (model) return { status: "info", code: "model-moved" };
  return { status: "undetermined", code: "drift-not-evident" };
}

/** An effect between two groups. A broken split voids it; a Simpson reversal asks for a look. */
export function decideEffect(facts: {
  readonly n: number;
  readonly minimumCount: number;
  readonly brokenSplit: boolean;
  readonly simpson: boolean;
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly noEffect: number;
}): Decision {
  if (facts.n === 0) return { status: "missing", code: "no-data" };
  if (facts.brokenSplit) return { status: "undetermined", code: "broken-split" };
  if (facts.n < facts.minimumCount || facts.interval === null)
    return { status: "undetermined", code: "too-few-rows" };
  if (facts.simpson) return { status: "watch", code: "simpson-reversal" };
  const { low, high } = facts.interval;
  const significant = low > facts.noEffect || high < facts.noEffect;
  return { status: "info", code: significant ? "effect-significant" : "effect-not-significant" };
}

/** Why an effect should not be reported yet. */
export type NotReadyReason =
  | "no-interval"
  | "interval-too-wide"
  | "not-randomised"
  | "broken-split"
  | "labels-immature"
  | "maturity-unknown"
  | "simpson-unexplained";

/**
 * What still stands against reporting an effect; nothing where its interval says on which side of the smallest effect that matters the
 * truth lies, the split is sound, labels are mature, and no Simpson warning stands unexplained.
 */
export function reasonsNotReady(facts: {
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly liftTolerance: number;
  readonly split: "sound" | "broken" | "none";
  readonly simpson: boolean;
  readonly maturity: number | null | "not-needed";
}): readonly NotReadyReason[] {
  const { interval, liftTolerance: matters, split, maturity } = facts;
  const reasons: NotReadyReason[] = [];
  if (split === "none") reasons.push("not-randomised");
  if (split === "broken") reasons.push("broken-split");
  if (interval === null) reasons.push("no-interval");
  else {
    const { low, high } = interval;
    const decisive = low > matters || high < -matters || (low > -matters && high < matters);
    if (!decisive) reasons.push("interval-too-wide");
  }
  if (maturity === null) reasons.push("maturity-unknown");
  else if (maturity !== "not-needed" && maturity < POLICY.leastMaturity) reasons.push("labels-immature");
  if (facts.simpson) reasons.push("simpson-unexplained");
  return reasons;
}

/** Does adjusting for a stratum move an effect by more than chance, and by more than what matters? */
export function decideConfounder(facts: {
  readonly n: number;
  readonly minimumCount: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly liftTolerance: number;
}): Decision {
  const { interval, liftTolerance } = facts;
  if (facts.n < facts.minimumCount || interval === null)
    return { status: "undetermined", code: "too-few-rows" };
  const moved = interval.low > liftTolerance || interval.high < -liftTolerance;
  return { status: "info", code: moved ? "confounded" : "descriptive" };
}

/** Whether a plan could be made: from traffic whose variance is known, for an effect that is stated and can be found at all. */
export function decidePlan(facts: {
  readonly n: number;
  readonly minimumCount: number;
  readonly measured: boolean;
  readonly stated: boolean;
  readonly detectable: boolean;
  /** Absent where nothing is compared with a reference. */
  readonly hasReference?: boolean;
}): Decision {
  if (facts.n === 0) return { status: "missing", code: "no-data" };
  if (facts.hasReference === false) return { status: "undetermined", code: "no-reference" };
  if (facts.n < facts.minimumCount || !facts.measured)
    return { status: "undetermined", code: "too-few-rows" };
  if (!facts.stated) return { status: "undetermined", code: "not-applicable" };
  return facts.detectable
    ? { status: "info", code: "descriptive" }
    : { status: "undetermined", code: "never-detectable" };
}

/** Two groups that are treated alike must be found alike; a difference beyond chance asks for a look before any experiment. */
export function decideAaCheck(facts: {
  readonly n: number;
  readonly minimumCount: number;
  /** Null where it could not be checked. */
  readonly holdsZero: boolean | null;
}): Decision {
  if (facts.n === 0) return { status: "missing", code: "no-data" };
  if (facts.n < facts.minimumCount || facts.holdsZero === null)
    return { status: "undetermined", code: "too-few-rows" };
  return facts.holdsZero
    ? { status: "ok", code: "effect-not-significant" }
    : { status: "watch", code: "effect-significant" };
}

/** A test of two groups at one look. */
export function decideAssociation(facts: {
  readonly n: number;
  readonly minimumCount: number;
  readonly logPValue: number;
  readonly alpha: number;
}): Decision {
  if (facts.n < facts.minimumCount) return { status: "undetermined", code: "too-few-rows" };
  const significant = facts.logPValue <= Math.log(facts.alpha);
  return { status: "info", code: significant ? "effect-significant" : "effect-not-significant" };
}

export function excludesZero({ low, high }: { readonly low: number; readonly high: number }): boolean {
  return low > 0 || high < 0;
}

export type MonitorState = "ok" | "watch" | "act" | "undetermined" | "missing";

/** What is known about a monitor at the end of one window. */
export interface MonitorFacts {
  /** No row in the last windows. */
  readonly silent: boolean;
  readonly loss: "harmful" | "not-shown-harmful" | "unknown";
  readonly drift: "evident" | "not-evident" | "unknown";
}

/** `act` needs labels: drift alone is watched. Unknown is said, never taken for `ok`. */
export function decideState({ silent, loss, drift }: MonitorFacts): MonitorState {
  if (silent) return "missing";
  if (loss === "harmful") return "act";
  if (drift === "evident") return "watch";
  return loss === "unknown" && drift === "unknown" ? "undetermined" : "ok";
}

/** The reason behind a state. */
export function reasonOfState(
  state: MonitorState,
  facts: MonitorFacts,
  known: { readonly hasReference: boolean; readonly membersRefused: boolean },
): ReasonCode {
  const reasons: Readonly<Record<MonitorState, ReasonCode>> = {
    missing: "no-data",
    act: "loss-beyond-tolerance",
    watch: "drift-beyond-tolerance",
    undetermined: known.membersRefused
      ? "members-refused"
      : known.hasReference
        ? "too-few-rows"
        : "no-reference",
    ok: facts.loss === "unknown" ? "drift-not-evident" : "loss-within-tolerance",
  };
  return reasons[state];
}

export type RecommendedAction = "leave alone" | "investigate inputs" | "recalibrate" | "retrain";

/**
 * What to do about a state. Ranking that survived can be recalibrated; ranking that was lost, or a loss that nothing explains,
 * asks for training; invalid values, silence and drift without harm ask for a look at the inputs.
 */
export function decideAction(facts: {
  readonly state: MonitorState;
  readonly invalidShareRise: number;
  readonly decomposition: ReasonCode | null;
  readonly auc: number | null;
  readonly referenceAuc: number | null;
}): RecommendedAction {
  const { state, auc, referenceAuc } = facts;
  if (state === "ok" || state === "undetermined") return "leave alone";
  if (state === "missing" || facts.invalidShareRise > POLICY.invalidShareRise) return "investigate inputs";
  if (state === "watch") return "investigate inputs";
  if (auc !== null && referenceAuc !== null && auc < referenceAuc - POLICY.rankingLoss) return "retrain";
  if (facts.decomposition === "data-moved") return "investigate inputs";
  return facts.decomposition === "drift-not-evident" || facts.decomposition === null
    ? "retrain"
    : "recalibrate";
}
