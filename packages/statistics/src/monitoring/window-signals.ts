import type { ExpectedCells } from "./expected-cells.js";
import type { Betting } from "./rank-bets.js";
import type { DistributionWindows } from "../distribution/distribution.js";

/** What a member's windows are turned into: a few numbers each, with how their sampling noise depends on the rows. */
export interface WindowSignals {
  readonly names: readonly string[];
  /** Which of them is the location, that others are functions of where it wanders. */
  readonly location: number;
  /** What is bet on each. */
  readonly betting: readonly Betting[];
  /** Of the window last read, by signal. */
  readonly values: Float64Array;
  /** Proportional to the sampling variance of each value, near 1 in a usual window. */
  readonly noise: Float64Array;
  /** Sets `values` and `noise` to a window's; `window` counts from the monitor's first window, `row` within the block. */
  read(block: MemberBlock, row: number, window: number): void;
  /** How the cells' distance is followed, once `values` are in usual units; absent where too few cells are filled. */
  readonly shape?: WindowShape | undefined;
}

export interface WindowShape {
  readonly cells: ExpectedCells;
  /** The signals that the cells follow. */
  readonly location: number;
  readonly spread: number;
}

/** Some consecutive windows of one member. */
export interface MemberBlock {
  readonly windows: DistributionWindows;
  readonly against?: DistributionWindows | undefined;
}

/** Rows of a window; of a contrast, the number that would give one sample's mean the same noise. */
export function rowsOf(block: MemberBlock, row: number): number {
  const rows = block.windows.totals[row]!;
  if (block.against === undefined) return rows;
  const others = block.against.totals[row]!;
  return rows + others === 0 ? 0 : (rows * others) / (rows + others);
}

/** The first `windows` windows of the blocks, in order. */
export function eachWindow(
  blocks: readonly MemberBlock[],
  windows: number,
  visit: (block: MemberBlock, row: number, window: number) => void,
): void {
  let window = 0;
  for (const block of blocks) {
    for (let row = 0; row < block.windows.windows && window < windows; row++, window++)
      visit(block, row, window);
  }
}
