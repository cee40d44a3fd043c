import { categoricalContrast, categoricalSignals } from "./categorical-signals.js";
import { poolReference, type MonitorReference } from "./monitor-reference.js";
import { numericContrast, numericSignals } from "./numeric-signals.js";
import { eachWindow, rowsOf, type MemberBlock, type WindowSignals } from "./window-signals.js";

/** A member's windows as signals in usual units, near 0 ± 1; NaN where a window takes no part. */
export class MemberSignals {
  readonly names: readonly string[];
  readonly values: Float64Array;
  /** Proportional to the sampling variance of each value, near 1 in a usual window. */
  readonly noise: Float64Array;
  private readonly reader: WindowSignals;
  private readonly leastRows: number;
  private readonly centres: Float64Array;
  private readonly scales: Float64Array;

  /** What the signals are, and their units, from the reference period. */
  constructor(
    reader: WindowSignals,
    leastRows: number,
    blocks: readonly MemberBlock[],
    counted: Float64Array,
  ) {
    this.reader = reader;
    this.leastRows = leastRows;
    this.names = reader.shape === undefined ? reader.names : [...reader.names, "shape"];
    this.values = new Float64Array(this.names.length);
    this.noise = new Float64Array(this.names.length);
    this.centres = new Float64Array(reader.names.length);
    this.scales = new Float64Array(reader.names.length);
    this.learnUnits(blocks, counted);
  }

  /** Sets `values` and `noise` to a window's. */
  observe(block: MemberBlock, row: number, window: number, isCounted: boolean): void {
    const { reader, values, noise } = this;
    if (!isCounted || rowsOf(block, row) < this.leastRows) {
      values.fill(Number.NaN);
      return;
    }
    reader.read(block, row, window);
    const plain = reader.values.length;
    for (let signal = 0; signal < plain; signal++) {
      values[signal] = (reader.values[signal]! - this.centres[signal]!) / this.scales[signal]!;
      noise[signal] = reader.noise[signal]!;
    }
    const { shape } = reader;
    if (shape === undefined) return;
    const spread = shape.spread === undefined ? 0 : values[shape.spread]!;
    const { counts, cells } = block.windows;
    values[plain] = shape.cells.next(counts, row * cells, values[shape.location]!, spread);
    noise[plain] = shape.cells.noise;
  }

  private learnUnits(blocks: readonly MemberBlock[], counted: Float64Array): void {
    const { reader, centres, scales } = this;
    let used = 0;
    eachWindow(blocks, counted.length, (block, row, window) => {
      if (counted[window] === 0 || rowsOf(block, row) < this.leastRows) return;
      reader.read(block, row, window);
      used++;
      for (let signal = 0; signal < centres.length; signal++) {
        const delta = reader.values[signal]! - centres[signal]!;
        centres[signal] = centres[signal]! + delta / used;
        scales[signal] = scales[signal]! + delta * (reader.values[signal]! - centres[signal]!);
      }
    });
    for (let signal = 0; signal < scales.length; signal++) {
      scales[signal] = Math.sqrt(scales[signal]! / used) || 1;
    }
  }
}

/** undefined where no window of the reference period has enough rows. */
export function createMemberSignals(
  leastRows: number,
  blocks: readonly MemberBlock[],
  counted: Float64Array,
): MemberSignals | undefined {
  const reference = poolReference(blocks, counted, leastRows);
  if (reference === undefined) return undefined;
  return new MemberSignals(readerFor(blocks[0]!, reference), leastRows, blocks, counted);
}

function readerFor(block: MemberBlock, reference: MonitorReference): WindowSignals {
  if (block.windows.layout.kind === "numeric") {
    return block.against === undefined ? numericSignals(reference) : numericContrast(reference);
  }
  return block.against === undefined ? categoricalSignals(reference) : categoricalContrast(reference);
}
