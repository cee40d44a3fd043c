import type { Finding, Query } from "@modelwatch/conventions/query";
import { createFinding, frameOf, targetLabel, toEvidence } from "../finding/finding-builder.js";
import { readGroups, type ComparedGroups } from "../read/groups.js";
import type { ReadContext } from "../read/model-matchers.js";
import { planWindows, type PlannedWindow, type WindowPlan } from "../windows/plan-windows.js";
import { associationFinding } from "./association-finding.js";
import { associationWithinStrata } from "./associations.js";
import { confounderFindings } from "./confounder-findings.js";
import { covariateFinding, effectFinding, stratifiedFinding } from "./effect-findings.js";
import { pairEffects, stratifiedEffects } from "./effects.js";
import type { LiftWindow } from "./lift-window.js";
import { readMaturity, type MaturityOf } from "./maturity.js";
import { splitText } from "./reason.js";
import { sliceGroups } from "./slice-groups.js";
import { checkSplit, type SplitCheck } from "./split-check.js";
import { valueFindings } from "./value-findings.js";
import { evaluateWeakerDesign } from "./weaker-designs.js";

/**
 * What does the one group gain over the other? Difference and ratio of means with always-valid intervals whose variance comes from
 * days, overall and by stratum, and what they are worth. With a designed share the split is checked first, and a broken split voids the
 * effects. With strata the effect within them stands beside the pooled one, with a warning where pooling misleads and what each stratum
 * moves. With a covariate from before, the effect without what it explains. Groups that nobody assigned, or a series without groups, are
 * also compared with a reference range before the change, labelled as weaker.
 */
export async function evaluateLift(query: Query, context: ReadContext): Promise<readonly Finding[]> {
  const before = query.reference.kind === "range" && query.compare?.treatedShare === undefined;
  const weaker =
    before && query.reference.kind === "range"
      ? await evaluateWeakerDesign(query, context, query.reference)
      : [];
  if (query.compare === undefined && before) return weaker;
  const plan = planWindows(query);
  const groups = await readGroups(query, context, plan.baseEdges);
  const maturityOf = await readMaturity(query, context, plan, groups);
  const findings = plan.windows.flatMap((window) =>
    describeWindow(compareGroups(query, window, groups, maturityOf), plan),
  );
  return [...findings, ...weaker];
}

function compareGroups(
  query: Query,
  window: PlannedWindow,
  groups: ComparedGroups,
  maturityOf: MaturityOf,
): LiftWindow {
  const sliced = sliceGroups(groups, window.firstBase, window.endBase);
  const { alpha } = query.guard;
  const share = query.compare?.treatedShare;
  const exact = groups.treated.exactSums && groups.control.exactSums;
  const pooled = pairEffects(sliced.overall, alpha, exact);
  return {
    query,
    window,
    groups,
    sliced,
    split: share === undefined ? null : checkSplit(sliced.overall, share, alpha),
    pooled,
    stratified: query.strata.length === 0 ? null : stratifiedEffects(query, pooled.difference, sliced.strata),
    association: query.strata.length === 0 ? null : associationWithinStrata(query, sliced.strata),
    maturity: maturityOf(window),
  };
}

function describeWindow(lift: LiftWindow, plan: WindowPlan): readonly Finding[] {
  const { query, split, pooled, stratified, sliced } = lift;
  const hasStrata = query.strata.length > 0;
  const exact = lift.groups.treated.exactSums && lift.groups.control.exactSums;
  const covariate = covariateFinding(lift);
  const association = associationFinding(lift);
  // sliding windows overlap: adding them up would count rows twice
  const valued = query.subject.target.kind === "business" && !plan.sliding;
  return [
    ...(split === null ? [] : [splitFinding(lift, split)]),
    effectFinding(lift, sliced.overall, "mean-difference", pooled),
    effectFinding(lift, sliced.overall, "mean-ratio", pooled),
    ...(covariate === null ? [] : [covariate]),
    ...(valued ? valueFindings(lift, plan.windows[0]!.firstBase) : []),
    ...(stratified === null ? [] : [stratifiedFinding(lift, stratified)]),
    ...(association === null ? [] : [association]),
    ...(hasStrata ? confounderFindings(lift) : []),
    ...(hasStrata ? sliced.strata : []).map((stratum) =>
      effectFinding(lift, stratum, "mean-difference", pairEffects(stratum, query.guard.alpha, exact)),
    ),
  ];
}

function splitFinding({ query, window }: LiftWindow, split: SplitCheck): Finding {
  return createFinding(frameOf(query), {
    target: targetLabel(query.subject.target),
    statistic: "sample-ratio",
    window,
    value: split.observedShare,
    n: split.treatedCount + split.controlCount,
    evidence: toEvidence("e-value", split.logEvidence),
    threshold: Math.exp(split.logThreshold),
    margin: (split.logEvidence - split.logThreshold) / Math.LN10,
    status: split.broken ? "watch" : "ok",
    reason: { code: split.broken ? "broken-split" : "descriptive", text: splitText(split) },
    details: {
      treatedCount: split.treatedCount,
      controlCount: split.controlCount,
      designedShare: split.designedShare,
    },
  });
}
