import type { Distribution, Layout } from "./distribution.js";

/** How a distribution's cells are cut. */
export function layoutOf(distribution: Distribution): Layout {
  return distribution.kind === "numeric"
    ? { kind: "numeric", bounds: distribution.bounds }
    : { kind: "categorical", categories: distribution.categories };
}

/** Whether two distributions can be compared cell by cell: the same bounds, or the same categories in the same order. */
export function sameLayout(a: Layout | Distribution, b: Layout | Distribution): boolean {
  if (a.kind === "numeric" && b.kind === "numeric") return sameEntries(a.bounds, b.bounds);
  if (a.kind === "categorical" && b.kind === "categorical") return sameEntries(a.categories, b.categories);
  return false;
}

function sameEntries<T>(a: ArrayLike<T>, b: ArrayLike<T>): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}
