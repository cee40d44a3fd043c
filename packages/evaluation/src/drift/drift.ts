import type { Finding, Query } from "@modelwatch/conventions/query";
import type { WindowedSums } from "@modelwatch/sources";
import { decideDrift, deltaOfRow, POLICY } from "../decide/index.js";
import {
  createFinding,
  frameOf,
  fromLog,
  toEvidence,
  type FindingFrame,
} from "../finding/finding-builder.js";
import type { MemberReferences } from "../read/member-references.js";
import type { ReadContext } from "../read/model-matchers.js";
import { qualityOf } from "../read/series-matrix.js";
import { planWindows, type PlannedWindow } from "../windows/plan-windows.js";
import { adaptWindow } from "./adaptive-window.js";
import { compareWindow, type ComparedWindow } from "./compare-window.js";
import { readDriftRows, type DriftRow } from "./drift-rows.js";
import { jointLogThreshold } from "./joint-evidence.js";
import { driftText } from "./reason.js";

/**
 * Have the scores or features moved? One finding per member and window, overall and by the strata asked for: the Hellinger
 * distance (or the first statistic asked for), evidence against "no more than the tolerance", and what moved. All rows of one
 * window are controlled together. A member that the reference knows and that did not report is there as `missing`. Overlapping
 * windows and windows chosen by their own data are for looking at: they carry no evidence.
 */
export async function evaluateDrift(query: Query, context: ReadContext): Promise<readonly Finding[]> {
  const plan = planWindows(query, query.reference, POLICY.learningDays);
  const rows = await readDriftRows(query, context, plan);
  const frame = frameOf(query);
  const isAdaptive = query.window.width === "adaptive";
  const isEvidence = !isAdaptive && !plan.sliding;
  const delta = isEvidence ? deltaOfRow(query.guard.alpha, rows.length) : null;
  const compared = rows.map(({ member, references }) => {
    const windows = isAdaptive ? [adaptWindow(member.series, plan)] : plan.windows;
    return windows.map((window) => ({
      window,
      ...compareWindow(query, member, window, references.of(member.name, window), delta),
    }));
  });
  const thresholds = plan.windows.map((_, w) =>
    jointLogThreshold(
      compared.flatMap((own) => own[w]!.evidence?.logEvidence ?? []),
      query.guard,
    ),
  );
  return rows.flatMap((row, r) =>
    compared[r]!.map((own, w) => describeRow(query, frame, row, own, isEvidence ? thresholds[w]! : null)),
  );
}

function describeRow(
  query: Query,
  frame: FindingFrame,
  { labels, member, references }: DriftRow,
  compared: ComparedWindow & { readonly window: PlannedWindow },
  logThreshold: number | null,
): Finding {
  const { window, evidence, main, statistic } = compared;
  const facts = {
    n: compared.n,
    minimumCount: query.guard.minimumCount,
    reference: compared.state,
    hellinger: compared.distances["hellinger"]?.value ?? null,
    noiseFloor: compared.distances["hellinger"]?.noiseFloor ?? 0,
    tolerance: query.guard.tolerance,
    excessEvidence: evidence === null || logThreshold === null ? null : evidence.logEvidence - logThreshold,
    displayOnly: logThreshold === null,
    layoutChange: compared.layoutChange,
  };
  const decision = decideDrift(facts);
  const top = compared.contributions[0];
  return createFinding(frame, {
    target: member.name,
    labels,
    statistic,
    window,
    reference: describeReference(references, compared.referenceCount),
    value: main?.value ?? null,
    low: main?.low ?? null,
    high: main?.high ?? null,
    resolution: main !== undefined && main.high !== null ? { low: main.low, high: main.high } : null,
    n: compared.n,
    evidence: evidence === null ? null : toEvidence("e-value", evidence.logEvidence),
    threshold: evidence === null || logThreshold === null ? null : fromLog(logThreshold),
    margin: facts.excessEvidence === null ? null : facts.excessEvidence / Math.LN10,
    status: decision.status,
    reason: {
      code: decision.code,
      text: driftText(decision.code, { ...facts, member: member.name, top, missing: references.missing }),
    },
    quality: qualityOf(member.series, window.firstBase, window.endBase),
    details: {
      ...invalidDetails(member.invalid, window, compared.n),
      distances: compared.distances,
      contributions: compared.contributions,
      smallestRevealable: evidence?.smallestRevealable ?? null,
      overdispersion: evidence?.overdispersion ?? null,
      tolerance: query.guard.tolerance,
      layoutChange: compared.layoutChange,
    },
  });
}

function describeReference({ kind, id }: MemberReferences, n: number | null): Finding["reference"] {
  return n === null ? null : { kind, n, ...(id === undefined ? {} : { id }) };
}

function invalidDetails(invalid: readonly WindowedSums[], window: PlannedWindow, n: number) {
  let invalidCount = 0;
  for (const { sums } of invalid)
    for (let w = window.firstBase; w < window.endBase; w++) invalidCount += sums[w]!;
  return { invalidCount, invalidShare: n + invalidCount > 0 ? invalidCount / (n + invalidCount) : null };
}
