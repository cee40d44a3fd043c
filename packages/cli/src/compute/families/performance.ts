import { aucOfCounts, brierOfRows, calibrationErrorOfRows, logLossOfRows } from "@modelwatch/statistics";
import { z } from "zod";
import { pooledSamples } from "../distributions.js";
import { defineFamily, undetermined } from "../family.js";
import { scoredRows } from "../inputs.js";

export const auc = defineFamily("auc", scoredRows, ({ y, score }) => {
  const positive = score.filter((_, row) => y[row] === 1);
  const negative = score.filter((_, row) => y[row] === 0);
  const { reference, current } = pooledSamples({ x: positive, y: negative });
  const area = aucOfCounts(reference.counts, current.counts);
  if (area === null) return undetermined(["auc"], "one class has no rows");
  return { result: { auc: area.value, se_delong: area.standardError } };
});

export const brier = defineFamily("brier", scoredRows, ({ y, score }) => {
  const logLoss = logLossOfRows(score, y);
  const result = { brier: brierOfRows(score, y), log_loss: Number.isFinite(logLoss) ? logLoss : null };
  if (result.log_loss !== null) return { result };
  return { result, undetermined: "log_loss is infinite: a score of 0 or 1 was wrong" };
});

export const ece = defineFamily(
  "ece",
  scoredRows.and(z.object({ bins: z.number().int().min(1).default(10) })),
  ({ y, score, bins }) => ({ result: { ece: calibrationErrorOfRows(score, y, bins) } }),
);
