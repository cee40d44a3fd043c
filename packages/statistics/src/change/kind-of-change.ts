import { requireArgument } from "../definition/require-argument.js";
import { alignDistributions } from "../distribution/align.js";
import type { Distribution, NumericDistribution } from "../distribution/distribution.js";
import type { Undetermined } from "../distribution/undetermined.js";
import { checkAlpha } from "../multiplicity/adjust.js";
import { categoryExplanations } from "./category-explanations.js";
import { bestExplanations, type ChangeKindName, type Explanation } from "./explanation.js";
import { linearExplanations, type LinearMapEstimate } from "./linear-explanations.js";
import { tailExplanation, thresholdExplanation } from "./part-explanations.js";

export interface KindOptions {
  /** A kind is rejected at this level; maps hold with 1 − alpha. */
  readonly alpha: number;
  /** How many times more windows vary than independent rows, ≥ 1; default 1. */
  readonly overdispersion?: number;
  /** Where the decision flips, between two values if it is not known better. */
  readonly threshold?: { readonly low: number; readonly high: number };
}

export interface ChangeKind {
  readonly kind: "value";
  /** The kind; null where several explain the change alike. */
  readonly change: ChangeKindName | null;
  /** The kinds that explain it alike; one where `change` is told. */
  readonly alike: readonly ChangeKindName[];
  /** Every kind that was tried, with its evidence. */
  readonly explanations: readonly Explanation[];
  /** The linear map between the two; null for categories and where there is none. */
  readonly map: LinearMapEstimate | null;
  /** Categories that are new, or lost. */
  readonly categories: readonly string[];
}

/**
 * What kind of change leads from `before` to `after`, given that there was one? Each kind is a model with few free numbers; those
 * that the counts reject are out, the simplest of the others is the answer, and where two explain the counts alike nothing is
 * claimed. `shape` where no kind explains them. Between the bounds of buckets values may lie anywhere that their neighbours make
 * plausible. Undetermined: an empty side, numbers beside categories, no common bound.
 * @throws ModelwatchError `invalid-argument`: alpha outside (0, 1), overdispersion < 1.
 */
export function kindOfChange(
  before: Distribution,
  after: Distribution,
  options: KindOptions,
): ChangeKind | Undetermined {
  const { alpha, overdispersion = 1, threshold } = options;
  checkAlpha(alpha);
  requireArgument(overdispersion >= 1, `overdispersion is ${overdispersion}`, "a number ≥ 1");
  const counts = { reference: before.count, current: after.count };
  if (before.count === 0) return { kind: "undetermined", reason: "empty-reference", counts };
  if (after.count === 0) return { kind: "undetermined", reason: "empty-current", counts };
  const settings = { alpha, overdispersion };
  const rows = (before.count * after.count) / (before.count + after.count) / overdispersion;
  if (before.kind === "categorical" && after.kind === "categorical") {
    const { explanations, categories } = categoryExplanations(before, after, settings);
    return toKind(bestExplanations(explanations, rows), { explanations, map: null, categories });
  }
  if (before.kind !== "numeric" || after.kind !== "numeric")
    return { kind: "undetermined", reason: "kind-mismatch", counts };
  const { explanations: linear, map } = linearExplanations(before, after, settings);
  const explanations = [...linear, ...partExplanations(before, after, { ...settings, threshold })];
  return toKind(bestOfNumeric(explanations, rows), { explanations, map, categories: [] });
}

/** A kind with as many free numbers as cells cannot be rejected: without a better one, nobody can tell it from any other shape. */
function bestOfNumeric(explanations: readonly Explanation[], rows: number): readonly ChangeKindName[] {
  const best = bestExplanations(
    explanations.filter(({ degrees }) => degrees > 0),
    rows,
  );
  const untested = explanations.filter(({ degrees }) => degrees === 0).map(({ kind }) => kind);
  return best[0] === "shape" ? [...untested, "shape"] : best;
}

function toKind(
  alike: readonly ChangeKindName[],
  rest: Pick<ChangeKind, "explanations" | "map" | "categories">,
): ChangeKind {
  return { kind: "value", change: alike.length === 1 ? alike[0]! : null, alike, ...rest };
}

interface PartSettings {
  readonly alpha: number;
  readonly overdispersion: number;
  readonly threshold: KindOptions["threshold"];
}

function partExplanations(
  before: NumericDistribution,
  after: NumericDistribution,
  options: PartSettings,
): Explanation[] {
  const aligned = alignDistributions(before, after);
  // a unit change may leave no common bound: then maps alone can explain it
  if (aligned.kind === "undetermined" || aligned.a.kind !== "numeric" || aligned.b.kind !== "numeric")
    return [];
  const { threshold } = options;
  return [
    tailExplanation(aligned.a, aligned.b, options),
    threshold === undefined ? null : thresholdExplanation(aligned.a, aligned.b, threshold, options),
  ].flatMap((explanation) => (explanation === null ? [] : [explanation]));
}
