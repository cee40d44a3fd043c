import { createReferenceProfile, type ReferenceProfile } from "../../distances/reference-profile.js";
import type { Distribution, DistributionWindows } from "../../distribution/distribution.js";

/** Many windows beside one reference, with what every statistic asks of each window counted once. */
export interface WindowBatch {
  readonly windows: DistributionWindows;
  readonly reference: Distribution;
  readonly profile: ReferenceProfile;
  /** A new column of zeros, one entry per window. */
  readonly createColumn: () => Float64Array;
  /** 1 where the window holds values. */
  readonly filled: Uint8Array;
  /** Cells that either side uses; 0 for an empty window. */
  readonly cells: Uint32Array;
  /** Of these, cells that only one side uses. */
  readonly oneSidedCells: Uint32Array;
}

/** The reference is not empty and has the windows' layout. */
export function createWindowBatch(windows: DistributionWindows, reference: Distribution): WindowBatch {
  const filled = new Uint8Array(windows.windows);
  const cells = new Uint32Array(windows.windows);
  const oneSidedCells = new Uint32Array(windows.windows);
  for (let window = 0; window < windows.windows; window++) {
    if (windows.totals[window] === 0) continue;
    filled[window] = 1;
    const offset = window * windows.cells;
    let used = 0;
    let oneSided = 0;
    for (let k = 0; k < windows.cells; k++) {
      const r = reference.counts[k]! > 0;
      const s = windows.counts[offset + k]! > 0;
      if (r || s) used++;
      if (r !== s) oneSided++;
    }
    cells[window] = used;
    oneSidedCells[window] = oneSided;
  }
  return {
    windows,
    reference,
    profile: createReferenceProfile(reference),
    createColumn: createAllocator(windows.windows),
    filled,
    cells,
    oneSidedCells,
  };
}

const COLUMNS_AT_ONCE = 16;

/** Columns cut from larger blocks: many small buffers would keep the collector busy. */
function createAllocator(length: number): () => Float64Array {
  let block = new Float64Array(0);
  return () => {
    if (block.length < length) block = new Float64Array(length * COLUMNS_AT_ONCE);
    const column = block.subarray(0, length);
    block = block.subarray(length);
    return column;
  };
}

/** 1 where a window holds values and the two sides use at least two cells. */
export function usesSeveralCells({ filled, cells }: WindowBatch): Uint8Array {
  return filled.map((isFilled, window) => (isFilled === 1 && cells[window]! > 1 ? 1 : 0));
}

/** Where buckets can tell the sides apart: everywhere for categories, whose names say enough. */
export function isComparable(batch: WindowBatch): Uint8Array {
  return batch.reference.kind === "numeric" ? usesSeveralCells(batch) : batch.filled;
}

/** 1/n + 1/n0 of a window. */
export function noiseOf({ windows, reference }: WindowBatch, window: number): number {
  return 1 / windows.totals[window]! + 1 / reference.count;
}
