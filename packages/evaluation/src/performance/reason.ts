import type { ReasonCode } from "@modelwatch/conventions/query";
import { formatCount, formatNumber, formatPercent } from "../finding/format.js";
import type { Measured } from "./measures.js";

/** What people call the measures. */
export const MEASURE_NAMES: Readonly<Record<string, string>> = {
  auc: "Ranking quality (AUC)",
  "average-precision": "Average precision",
  brier: "The Brier score",
  "log-loss": "The log loss",
  "calibration-gap": "The calibration gap",
  "calibration-error": "The calibration error",
  accuracy: "Accuracy",
  precision: "Precision",
  recall: "Recall",
  specificity: "Specificity",
  f1: "F1",
  bias: "The mean error",
  "mean-absolute-error": "The mean absolute error",
  "root-mean-squared-error": "The root mean squared error",
};

export interface PerformanceFacts {
  readonly n: number;
  readonly minimumCount: number;
  readonly maturity: number | null;
  readonly measured: Measured | null;
  /** The same number of the reference, where known. */
  readonly referenceValue: number | null;
  readonly tolerance: number;
  /** The class whose rows are measured, where it is one of several. */
  readonly class?: string;
}

/** One plain sentence about a labelled measure in a window. */
export function performanceText(id: string, code: ReasonCode, facts: PerformanceFacts): string {
  const measure = MEASURE_NAMES[id] ?? id;
  const name = facts.class === undefined ? measure : `${measure} of "${facts.class}"`;
  if (code === "cannot-tell-without-labels")
    return `${name} cannot be told: no truth has arrived for this window.`;
  if (code === "too-few-rows" || facts.measured === null) {
    return `${name} cannot be told from ${formatCount(facts.n)} labelled rows of the kind it needs (the minimum is ${formatCount(facts.minimumCount)}).`;
  }
  const said = sayMeasure(id, name, facts.measured, facts.referenceValue);
  const tolerance = formatNumber(facts.tolerance);
  const texts: Partial<Record<ReasonCode, string>> = {
    "loss-beyond-tolerance": `${said}: worse than the reference by more than the tolerance of ${tolerance} and chance.`,
    "loss-within-tolerance": `${said}: not shown to be worse than the tolerance of ${tolerance} allows.`,
    "labels-immature": `${said}, but only ${formatPercent(facts.maturity ?? 0)} of the truths have arrived.`,
  };
  return texts[code] ?? `${said}.`;
}

function sayMeasure(id: string, name: string, measured: Measured, referenceValue: number | null): string {
  const { meanScore, outcomeRate } = measured.details;
  if (id === "calibration-gap" && typeof meanScore === "number" && typeof outcomeRate === "number") {
    const side = measured.value < 0 ? "too low" : "too high";
    return `The scores average ${formatPercent(meanScore)} while ${formatPercent(outcomeRate)} of the outcomes were positive: ${formatPercent(Math.abs(measured.value))} ${side}`;
  }
  const beside = referenceValue === null ? "" : ` against ${formatNumber(referenceValue)} in the reference`;
  return `${name} was ${formatNumber(measured.value)}${beside}`;
}
