import {
  averagePrecisionOfCounts,
  estimateAuc,
  estimateBusinessValue,
  estimatePerformance,
  type ScoreMoments,
} from "@modelwatch/statistics";
import { z } from "zod";
import { defineFamily } from "../family.js";
import { probability } from "../inputs.js";

const decision = z.union([z.literal(0), z.literal(1)]);
const valuesOfDecision = z.tuple([z.number(), z.number()]);

const input = z
  .object({
    score: z.array(z.number().min(0).max(1)).min(1),
    y_pred: z.array(decision).optional(),
    threshold: probability.default(0.5),
    /** [[true negative, false positive], [false negative, true positive]]. */
    matrix_tn_fp_fn_tp: z.tuple([valuesOfDecision, valuesOfDecision]).optional(),
  })
  .refine(
    ({ score, y_pred }) => y_pred === undefined || y_pred.length === score.length,
    "score and y_pred must be equally long",
  );

/** Decisions are `y_pred`; without it, the scores at or above the threshold. */
export const cbpe = defineFamily("cbpe", input, (given) => {
  const { score, threshold, matrix_tn_fp_fn_tp: matrix } = given;
  const decisions = given.y_pred ?? score.map((value) => (value >= threshold ? 1 : 0));
  const momentsOf = (wanted: 0 | 1) => scoreMoments(score.filter((_, row) => decisions[row] === wanted));
  const estimate = estimatePerformance({ positive: momentsOf(1), negative: momentsOf(0) });
  const expected = expectedCounts(score);
  const result = {
    roc_auc: estimateAuc(expected.rows, expected.scores)?.value ?? null,
    average_precision: averagePrecisionOfCounts(expected.positive, expected.negative)?.value ?? null,
    accuracy: estimate.accuracy?.value ?? null,
    f1: estimate.f1?.value ?? null,
    precision: estimate.precision?.value ?? null,
    recall: estimate.recall?.value ?? null,
    specificity: estimate.specificity?.value ?? null,
    ...(matrix === undefined ? {} : businessValues(estimate.confusion, matrix)),
  };
  if (!Object.values(result).includes(null)) return { result };
  return { result, undetermined: "a null has no decision or no expected truth of its class to divide by" };
});

function businessValues(
  confusion: Parameters<typeof estimateBusinessValue>[0],
  [[trueNegative, falsePositive], [falseNegative, truePositive]]: readonly [
    readonly [number, number],
    readonly [number, number],
  ],
) {
  const value = estimateBusinessValue(confusion, {
    trueNegative,
    falsePositive,
    falseNegative,
    truePositive,
  });
  return { business_value: value.total, per_prediction: value.perDecision };
}

function scoreMoments(scores: readonly number[]): ScoreMoments {
  const sum = scores.reduce((total, score) => total + score, 0);
  const sumOfSquares = scores.reduce((total, score) => total + score * score, 0);
  return { count: scores.length, sum, sumOfSquares };
}

/** Rows and expected truths by distinct score, ascending. */
function expectedCounts(score: readonly number[]) {
  const scores = Float64Array.from(new Set(score)).sort();
  const rows = scores.map((each) => score.reduce((count, value) => count + (value === each ? 1 : 0), 0));
  return {
    scores,
    rows,
    positive: rows.map((count, index) => count * scores[index]!),
    negative: rows.map((count, index) => count * (1 - scores[index]!)),
  };
}
