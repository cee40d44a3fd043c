import type { Guard } from "@modelwatch/conventions/query";
import { criticalLogPValue } from "@modelwatch/statistics";
import { alphaOfEvidence, correctionOf } from "../decide/index.js";

/**
 * ln of the evidence from which on the rows of one window count, all of them controlled together. The reciprocal of an e-value
 * is a p-value: with e-BH (and every other correction of reciprocals) under any dependence between the rows.
 */
export function jointLogThreshold(logEvidence: readonly number[], guard: Guard): number {
  const logPValues = logEvidence.map((log) => -log);
  return -criticalLogPValue(logPValues, correctionOf(guard.multiplicity), alphaOfEvidence(guard.alpha));
}
