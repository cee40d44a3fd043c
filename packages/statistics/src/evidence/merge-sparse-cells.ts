/** Which group each cell belongs to. */
export interface CellGroups {
  readonly groupOf: Int32Array;
  readonly groups: number;
}

/**
 * A partition of the cells in which every group expects at least `least` reference values: cells that have enough stay
 * alone; the others are joined in their order, so that the sparse cells of the left tail do not meet those of the right one.
 * What is left over joins the last joined group, or else the smallest cell. Answers one group if the whole reference is smaller.
 */
export function mergeSparseCells(reference: Float64Array, least: number): CellGroups {
  const groupOf = new Int32Array(reference.length).fill(-1);
  let groups = 0;
  for (let cell = 0; cell < reference.length; cell++) {
    if (reference[cell]! >= least) groupOf[cell] = groups++;
  }
  const dense = groups;
  let open: number[] = [];
  let held = 0;
  for (let cell = 0; cell < reference.length; cell++) {
    if (groupOf[cell] !== -1) continue;
    open.push(cell);
    held += reference[cell]!;
    if (held < least) continue;
    for (const member of open) groupOf[member] = groups;
    groups++;
    open = [];
    held = 0;
  }
  if (open.length > 0) {
    const target = groups > dense ? groups - 1 : smallestGroup(reference, groupOf);
    for (const member of open) groupOf[member] = target;
    groups = Math.max(groups, 1);
  }
  return { groupOf, groups };
}

function smallestGroup(reference: Float64Array, groupOf: Int32Array): number {
  let smallest = 0;
  let count = Infinity;
  for (let cell = 0; cell < reference.length; cell++) {
    if (groupOf[cell]! >= 0 && reference[cell]! < count) {
      smallest = groupOf[cell]!;
      count = reference[cell]!;
    }
  }
  return smallest;
}
