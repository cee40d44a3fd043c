import type { Analysis, Query, QueryInput } from "@modelwatch/conventions/query";
import { MODEL } from "../calibration/simulated-model.js";

type Question = Omit<QueryInput, "range">;

export const ALERT_NUMBERS: readonly Query["alertOn"][] = ["value", "margin", "evidence", "state", "health"];

const INPUTS = { model: MODEL, target: { kind: "inputs" } } as const;
const OUTCOME = { model: MODEL, target: { kind: "outcome" } } as const;
export const MARGIN = { model: MODEL, target: { kind: "business", name: "margin" } } as const;
export const ARMS = {
  attribute: "ml.arm",
  treated: "treated",
  control: "control",
  treatedShare: 0.5,
} as const;
const WHOLE = { width: "range" } as const;

/** One question of each analysis that the stored model can answer. */
export const QUESTIONS: Readonly<Record<Analysis, Question>> = {
  drift: { analysis: "drift", subject: INPUTS, strata: ["site"] },
  lift: { analysis: "lift", subject: MARGIN, window: WHOLE, compare: ARMS, strata: ["site"] },
  change: { analysis: "change", subject: INPUTS },
  performance: { analysis: "performance", subject: OUTCOME, strata: ["site"] },
  decompose: { analysis: "decompose", subject: OUTCOME },
  outliers: { analysis: "outliers", subject: INPUTS },
  verdict: { analysis: "verdict", subject: { model: MODEL } },
  plan: { analysis: "plan", subject: MARGIN, window: WHOLE, compare: ARMS },
  distribution: { analysis: "distribution", subject: INPUTS },
};
