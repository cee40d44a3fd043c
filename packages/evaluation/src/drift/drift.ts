import type { Finding, Query } from "@modelwatch/conventions/query";
import type { WindowedSums } from "@modelwatch/sources";
import type { Distribution } from "@modelwatch/statistics";
import { alphaOfMember, decideDrift } from "../decide.js";
import {
  createFinding,
  frameOf,
  fromLog,
  toEvidence,
  type FindingFrame,
} from "../finding/finding-builder.js";
import { memberMetrics, readInvalid, readMembers } from "../read/members.js";
import { readMemberReferences, type MemberReferences } from "../read/member-references.js";
import { modelMatchers, type ReadContext } from "../read/model-matchers.js";
import { compareText, qualityOf } from "../read/series-matrix.js";
import { planWindows, type PlannedWindow, type WindowPlan } from "../windows/plan-windows.js";
import { compareWindow, createSpread, type DriftMember } from "./compare-window.js";
import { driftText } from "./reason.js";

/**
 * Have the scores or features moved? One finding per member and window: the Hellinger distance (or the first statistic asked
 * for), evidence against "no more than the tolerance", and what moved. A member that the reference knows and that did not
 * report is there as `missing`.
 */
export async function evaluateDrift(query: Query, context: ReadContext): Promise<readonly Finding[]> {
  const plan = planWindows(query);
  const metrics = memberMetrics(query.subject.target);
  const matchers = modelMatchers(query.subject);
  const current = await readMembers(context, metrics, matchers, plan.baseEdges);
  const references = await readMemberReferences(context, query.reference, metrics, plan, current);
  const invalid = await readInvalid(context, query.subject.target, matchers, plan.baseEdges);
  const names = [...new Set([...current.keys(), ...references.members])].sort(membersInOrder);
  const frame = frameOf(query);
  const alpha = alphaOfMember(query.guard.alpha, names.length);
  const findings: Finding[] = [];
  for (const name of names) {
    const series = current.get(name) ?? [];
    const member = {
      name,
      series,
      invalid: invalid.get(name) ?? [],
      alpha,
      spreadFrom: createSpread(series),
    };
    plan.windows.forEach((_, index) =>
      findings.push(describeWindow(query, frame, plan, references, member, index)),
    );
  }
  return findings;
}

/** The score first, then features by name. */
export function membersInOrder(a: string, b: string): number {
  return Number(b === "prediction") - Number(a === "prediction") || compareText(a, b);
}

function describeWindow(
  query: Query,
  frame: FindingFrame,
  plan: WindowPlan,
  references: MemberReferences,
  member: DriftMember,
  index: number,
): Finding {
  const window = plan.windows[index]!;
  const reference = references.of(member.name, index);
  const compared = compareWindow(query, member, window, reference);
  const { evidence, main, statistic } = compared;
  const facts = {
    n: compared.n,
    minimumCount: query.guard.minimumCount,
    reference: compared.state,
    hellinger: compared.distances["hellinger"]?.value ?? null,
    noiseFloor: compared.distances["hellinger"]?.noiseFloor ?? 0,
    tolerance: query.guard.tolerance,
    excessEvidence: evidence === null ? null : evidence.logEvidence - evidence.logThreshold,
  };
  const decision = decideDrift(facts);
  const top = compared.contributions[0];
  return createFinding(frame, {
    target: member.name,
    statistic,
    window,
    reference: describeReference(references, reference),
    value: main?.value ?? null,
    low: main?.low ?? null,
    high: main?.high ?? null,
    resolution: main !== undefined && main.high !== null ? { low: main.low, high: main.high } : null,
    n: compared.n,
    evidence: evidence === null ? null : toEvidence("e-value", evidence.logEvidence),
    threshold: evidence === null ? null : fromLog(evidence.logThreshold),
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
    },
  });
}

function describeReference(references: MemberReferences, reference: Distribution | "layout-changed" | null) {
  if (reference === null || reference === "layout-changed") return null;
  const id = references.id === undefined ? {} : { id: references.id };
  return { kind: references.kind, n: reference.count, ...id };
}

function invalidDetails(invalid: readonly WindowedSums[], window: PlannedWindow, n: number) {
  let invalidCount = 0;
  for (const { sums } of invalid)
    for (let w = window.firstBase; w < window.endBase; w++) invalidCount += sums[w]!;
  return { invalidCount, invalidShare: n + invalidCount > 0 ? invalidCount / (n + invalidCount) : null };
}
