import { createDirichletMixture } from "./dirichlet-mixture.js";
import { createHellingerPlausibleReferences, hellingerReach } from "./hellinger-plausible-references.js";
import { createKlPlausibleReferences } from "./kl-plausible-references.js";
import { mergeSparseCells } from "./merge-sparse-cells.js";
import { likelihoodRadius } from "./plausible-references.js";
import { checkReferenceRobustOptions, type ReferenceRobustOptions } from "./reference-robust-options.js";

/** Wilks' limit for the reference's likelihood ratio wants this many expected values in each cell. */
const LEAST_EXPECTED = 5;

export interface ReferenceRobustModel {
  readonly kind: "value";
  /** Cells after merging. */
  readonly cells: number;
  readonly windows: number;
  /** Windows × cells after merging and division by the overdispersion. */
  readonly counts: Float64Array;
  readonly totals: Float64Array;
  /** ln m(s) − max over C of ln Π θ^s, for counts in merged cells. `start`: which running sum this is. */
  readonly logEvidence: (counts: Float64Array, total: number, start: number) => number;
}

export interface UnusableReference {
  readonly kind: "undetermined";
  readonly reason: "empty-reference" | "too-few" | "one-cell";
}

/** Everything that evidence and detector share. `starts`: how many running sums will be asked about. */
export function createReferenceRobustModel(
  options: ReferenceRobustOptions,
  starts: (windows: number) => number,
): ReferenceRobustModel | UnusableReference {
  checkReferenceRobustOptions(options);
  const { reference, overdispersion, delta, hellingerTolerance } = options;
  const n0 = reference.reduce((sum, count) => sum + count, 0) / overdispersion;
  if (n0 === 0) return { kind: "undetermined", reason: "empty-reference" };
  const { groupOf, groups } = mergeSparseCells(reference, LEAST_EXPECTED * overdispersion);
  if (groups < 2) {
    const spread = reference.filter((count) => count > 0).length > 1;
    return { kind: "undetermined", reason: spread || n0 < 2 * LEAST_EXPECTED ? "too-few" : "one-cell" };
  }
  const windows = options.counts.length / options.cells;
  const r = gather(reference, groupOf, groups, overdispersion);
  const counts = gather(options.counts, groupOf, groups, overdispersion);
  const mixture = createDirichletMixture(r);
  const radius = likelihoodRadius(groups, delta);
  const reach = hellingerReach(Math.min(...r) / n0, radius / n0);
  const plausible =
    hellingerTolerance === 0
      ? createKlPlausibleReferences(r, radius, starts(windows))
      : createHellingerPlausibleReferences(r, Math.min(1, hellingerTolerance + reach), starts(windows));
  return {
    kind: "value",
    cells: groups,
    windows,
    counts,
    totals: rowTotals(counts, groups),
    logEvidence: (s, total, start) =>
      total === 0 ? 0 : mixture(s, total) - plausible.logLikelihood(s, total, start),
  };
}

function gather(
  counts: Float64Array,
  groupOf: Int32Array,
  groups: number,
  overdispersion: number,
): Float64Array {
  const cells = groupOf.length;
  const rows = counts.length / cells;
  const gathered = new Float64Array(rows * groups);
  for (let row = 0; row < rows; row++) {
    for (let cell = 0; cell < cells; cell++) {
      const target = row * groups + groupOf[cell]!;
      gathered[target] = gathered[target]! + counts[row * cells + cell]! / overdispersion;
    }
  }
  return gathered;
}

function rowTotals(counts: Float64Array, cells: number): Float64Array {
  const totals = new Float64Array(counts.length / cells);
  for (let index = 0; index < counts.length; index++) {
    const row = Math.floor(index / cells);
    totals[row] = totals[row]! + counts[index]!;
  }
  return totals;
}
