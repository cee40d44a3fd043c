import { labelsKey } from "../labels.js";
import { endingAt, readEvidence } from "./read-evidence.js";
import type { Labels } from "../source.js";
import type { PrometheusContext } from "./context.js";
import type { Increments } from "./increments.js";
import type { EvidenceQuestion } from "./read-evidence.js";

/** Neighbouring windows [from, to). */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface EdgeFacts {
  /** By group and edge: values that were counted before the edge and exported after. */
  readonly moved: readonly { readonly labels: Labels; readonly values: Float64Array }[];
  /** Windows in which a series of some group may have begun, ended or restarted. */
  readonly suspects: Uint8Array;
}

/** Ages of a group's series, all together, that are beyond what its exports explain. */
const UNUSUAL_AGE = 1.5;
/** Sums of integers beyond 2^53, and of floating-point counters, round. */
const ROUNDING = 1e-9;

/**
 * What the values at the edges say. Where no series begins, ends or restarts, a group's values at two edges differ by what was
 * counted between them; a series that fell silent is old. `totals`: what was counted in each window, by the group's key.
 */
export async function readEdges(
  context: PrometheusContext,
  question: EvidenceQuestion & { readonly edges: readonly number[] },
  totals: ReadonlyMap<string, Float64Array>,
  signal: AbortSignal | undefined,
): Promise<EdgeFacts> {
  const edges = endingAt(question.edges);
  const [held, moved, age] = await Promise.all([
    readEvidence(context, question, "held", edges, signal),
    readEvidence(context, question, "moved", edges, signal),
    readEvidence(context, question, "age", edges, signal),
  ]);
  const keyOf = ({ labels }: Increments): string => labelsKey(question.grouping.groupOf(labels));
  const ageOf = new Map(age.map((row) => [keyOf(row), row.values]));
  const suspects = new Uint8Array(question.edges.length - 1);
  for (const row of held) {
    const [counted, ages] = [totals.get(keyOf(row)), ageOf.get(keyOf(row))];
    if (counted === undefined) continue;
    markUnexplained(suspects, row.values, counted);
    if (ages !== undefined) markOld(suspects, ages);
  }
  return { moved: moved.map(({ labels, values }) => ({ labels, values: values.map(known) })), suspects };
}

function markUnexplained(suspects: Uint8Array, held: Float64Array, counted: Float64Array): void {
  counted.forEach((count, window) => {
    const [before, after] = [known(held[window]), known(held[window + 1])];
    if (Math.abs(after - before - count) > ROUNDING * (before + after)) suspects[window] = 1;
  });
}

function markOld(suspects: Uint8Array, ages: Float64Array): void {
  const usual = medianOf(ages.filter((age) => !Number.isNaN(age)));
  ages.forEach((age, edge) => {
    if (edge > 0 && age > UNUSUAL_AGE * usual) suspects[edge - 1] = 1;
  });
}

function known(value: number | undefined): number {
  return value === undefined || Number.isNaN(value) ? 0 : value;
}

function medianOf(values: Float64Array): number {
  return values.toSorted()[values.length >> 1] ?? 0;
}

/** Suspects this close to each other are asked about together. */
const JOINED_WITHIN = 8;

/** The stretches that hold all suspects. */
export function toStretches(suspects: Uint8Array): readonly Stretch[] {
  const stretches: Stretch[] = [];
  suspects.forEach((suspect, window) => {
    if (suspect === 0) return;
    const last = stretches.at(-1);
    if (last !== undefined && window - last.to < JOINED_WITHIN)
      stretches[stretches.length - 1] = { from: last.from, to: window + 1 };
    else stretches.push({ from: window, to: window + 1 });
  });
  return stretches;
}
