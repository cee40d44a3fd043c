import { ModelwatchError } from "@modelwatch/conventions";
import type { Finding, Query } from "@modelwatch/conventions/query";
import {
  computeAuc,
  decomposeLoss,
  samplingIntervalOf,
  type LossDecomposition,
  type LossPart,
} from "@modelwatch/statistics";
import { decideDecomposition } from "../decide/index.js";
import { createFinding, frameOf } from "../finding/finding-builder.js";
import { alignOutcomes, designEffectsOf } from "../performance/cohort.js";
import type { ReadContext } from "../read/model-matchers.js";
import { outcomeQuality, readCohorts, scoredOutcomes, type OutcomeWindows } from "../read/outcomes.js";
import { readPredictionKind } from "../read/prediction-kind.js";
import {
  describeReferenceOutcomes,
  readReferenceOutcomes,
  type ReferenceOutcomes,
} from "../read/reference-outcomes.js";
import { planWindows, type PlannedWindow } from "../windows/plan-windows.js";
import { decomposeText } from "./reason.js";

interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A window's loss change in its parts, with their intervals. */
export interface DecomposedWindow {
  readonly parts: LossDecomposition;
  readonly intervals: {
    readonly total: Interval;
    readonly scoreMix: Interval;
    readonly outcomeGivenScore: Interval;
  };
  readonly designEffect: number;
  readonly auc: number | null;
  readonly referenceAuc: number | null;
  readonly n: number;
}

/** Statistic ids of the parts. */
const PARTS = {
  "loss-change": "total",
  "loss-change-score-mix": "scoreMix",
  "loss-change-outcome-given-score": "outcomeGivenScore",
} as const;

/**
 * Is it the data or the model? For each window of labelled predictions against the reference's outcomes: how much the Brier
 * score changed, what moved scores explain, and what other outcomes at the same score explain.
 * @throws ModelwatchError `unsupported` for a model that predicts no probabilities.
 */
export async function evaluateDecompose(query: Query, context: ReadContext): Promise<readonly Finding[]> {
  const plan = planWindows(query);
  const range = { fromMs: plan.baseEdges[0]!, toMs: plan.baseEdges[plan.baseEdges.length - 1]! };
  await requireProbabilities(context, range);
  const reference = await readReferenceOutcomes(context, query.reference, range);
  const outcomes = await readCohorts(context, plan.baseEdges);
  return plan.windows.flatMap((window) => partFindings(query, outcomes, reference, window));
}

/** @throws ModelwatchError `unsupported` where the model's predictions have no loss that could be decomposed. */
async function requireProbabilities(
  context: ReadContext,
  range: { readonly fromMs: number; readonly toMs: number },
): Promise<void> {
  const kind = await readPredictionKind(context, range);
  if (kind === "probability") return;
  throw new ModelwatchError("unsupported", {
    problem: `model "${context.subject.model}" predicts ${kind === "score" ? "scores that only rank" : "classes"}, which have no Brier score to decompose`,
    allowed: "a model that predicts probabilities",
    remedy: "ask performance for ranking quality or accuracy",
  });
}

/** The base windows [from, to) against the reference; null where a side has no rows. */
export function decomposeWindow(
  outcomes: OutcomeWindows,
  reference: ReferenceOutcomes,
  from: number,
  to: number,
  alpha: number,
): DecomposedWindow | null {
  const current = scoredOutcomes(outcomes, from, to);
  const aligned = current && alignOutcomes(reference.outcomes, current);
  const parts = aligned && decomposeLoss(aligned.a, aligned.b);
  if (aligned === null || parts === null) return null;
  const designEffect = designEffectsOf(outcomes, from, to).loss;
  const interval = (part: LossPart): Interval => {
    const { low, high } = samplingIntervalOf(part, { alpha, designEffect })!;
    return { low, high };
  };
  return {
    parts,
    intervals: {
      total: interval(parts.total),
      scoreMix: interval(parts.scoreMix),
      outcomeGivenScore: interval(parts.outcomeGivenScore),
    },
    designEffect,
    auc: computeAuc(aligned.b)?.value ?? null,
    referenceAuc: computeAuc(aligned.a)?.value ?? null,
    n: aligned.b.positive.count + aligned.b.negative.count,
  };
}

function partFindings(
  query: Query,
  outcomes: OutcomeWindows,
  reference: ReferenceOutcomes | null,
  window: PlannedWindow,
): Finding[] {
  const { firstBase, endBase } = window;
  const { alpha, minimumCount } = query.guard;
  const split = reference && decomposeWindow(outcomes, reference, firstBase, endBase, alpha);
  const rows = scoredOutcomes(outcomes, firstBase, endBase);
  const n = rows === null ? 0 : rows.positive.count + rows.negative.count;
  const decision = decideDecomposition({
    n,
    minimumCount,
    hasReference: reference !== null,
    scoreMix: split?.intervals.scoreMix ?? null,
    outcomeGivenScore: split?.intervals.outcomeGivenScore ?? null,
  });
  const text = decomposeText(decision.code, { n, minimumCount, split });
  return Object.entries(PARTS).map(([statistic, part]) => {
    const interval = split?.intervals[part];
    const method = "delta method, design effect of days";
    return createFinding(frameOf(query), {
      target: "outcome",
      statistic,
      window,
      reference: reference && describeReferenceOutcomes(reference),
      value: split?.parts[part].value ?? null,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      sampling: interval ? { ...interval, level: 1 - alpha, sequential: false, method } : null,
      n,
      status: decision.status,
      reason: { code: decision.code, text },
      quality: outcomeQuality(outcomes, firstBase, endBase),
      details: split ? detailsOf(split) : {},
    });
  });
}

function detailsOf({ parts, designEffect, auc, referenceAuc }: DecomposedWindow): Finding["details"] {
  return {
    loss: "brier",
    referenceLoss: parts.referenceLoss,
    currentLoss: parts.currentLoss,
    scoreMix: parts.scoreMix.value,
    outcomeGivenScore: parts.outcomeGivenScore.value,
    cells: parts.cells,
    designEffect,
    auc,
    referenceAuc,
  };
}
