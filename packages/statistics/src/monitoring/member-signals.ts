import { categoricalContrast, categoricalSignals } from "./categorical-signals.js";
import { poolReference, type MonitorReference } from "./monitor-reference.js";
import { numericContrast, numericSignals } from "./numeric-signals.js";
import type { Betting } from "./rank-bets.js";
import { createSignalMatrix, usualUnit, type SignalMatrix } from "./signal-matrix.js";
import type { WindowPlaces } from "./window-places.js";
import { eachWindow, rowsOf, type MemberBlock, type WindowSignals } from "./window-signals.js";

/** A member's windows as signals in the units of its reference period, near 0 ± 1. */
export class MemberSignals {
  readonly names: readonly string[];
  readonly betting: readonly Betting[];
  /** Which signal is the location. */
  readonly location: number;
  /** Of the reference period. */
  readonly reference: SignalMatrix;
  private readonly reader: WindowSignals;
  private readonly leastRows: number;
  private readonly units: { readonly centre: number; readonly scale: number }[] = [];

  constructor(
    reader: WindowSignals,
    leastRows: number,
    blocks: readonly MemberBlock[],
    places: WindowPlaces,
  ) {
    this.reader = reader;
    this.leastRows = leastRows;
    this.names = reader.shape === undefined ? reader.names : [...reader.names, "shape"];
    this.location = reader.location;
    // a distance rises, and slowly with all that its expectation has missed: small bets would be made on that
    this.betting = reader.shape === undefined ? reader.betting : [...reader.betting, "far-up"];
    this.reference = createSignalMatrix(this.names.length, places.windows);
    this.learnReference(blocks, places);
  }

  /** The block's windows from `from` on; `firstWindow` is the number of the block's first. */
  read(block: MemberBlock, places: WindowPlaces, from: number, firstWindow: number): SignalMatrix {
    const matrix = createSignalMatrix(this.names.length, places.windows);
    for (let row = from; row < places.windows; row++) {
      this.readPlain(block, row, places.counted[row] !== 0, firstWindow + row, matrix, row);
      for (let signal = 0; signal < this.reader.names.length; signal++) this.toUnit(matrix, signal, row);
      if (this.reader.shape === undefined) continue;
      this.readShape(block, row, matrix, row);
      this.toUnit(matrix, this.names.length - 1, row);
    }
    return matrix;
  }

  /** Units come from the whole period, and a shape is expected of location and spread in their units. */
  private learnReference(blocks: readonly MemberBlock[], { windows, counted }: WindowPlaces): void {
    const { reference } = this;
    eachWindow(blocks, windows, (block, row, window) =>
      this.readPlain(block, row, counted[window] !== 0, window, reference, window),
    );
    for (let signal = 0; signal < this.reader.names.length; signal++) this.learnUnit(signal);
    if (this.reader.shape === undefined) return;
    eachWindow(blocks, windows, (block, row, window) => this.readShape(block, row, reference, window));
    this.learnUnit(this.names.length - 1);
  }

  private learnUnit(signal: number): void {
    const values = this.reference.values[signal]!;
    this.units[signal] = usualUnit(values);
    for (let window = 0; window < values.length; window++) this.toUnit(this.reference, signal, window);
  }

  private toUnit({ values }: SignalMatrix, signal: number, at: number): void {
    const { centre, scale } = this.units[signal]!;
    values[signal]![at] = (values[signal]![at]! - centre) / scale;
  }

  private readPlain(
    block: MemberBlock,
    row: number,
    isCounted: boolean,
    window: number,
    { values, noise }: SignalMatrix,
    at: number,
  ): void {
    const { reader } = this;
    const takesPart = isCounted && rowsOf(block, row) >= this.leastRows;
    if (takesPart) reader.read(block, row, window);
    for (let signal = 0; signal < reader.names.length; signal++) {
      const value = takesPart ? reader.values[signal]! : Number.NaN;
      // sums beyond doubles say nothing
      values[signal]![at] = Number.isFinite(value) ? value : Number.NaN;
      noise[signal]![at] = reader.noise[signal]!;
    }
  }

  private readShape(block: MemberBlock, row: number, { values, noise }: SignalMatrix, at: number): void {
    const { cells, location, spread } = this.reader.shape!;
    const last = this.names.length - 1;
    const place = values[location]![at]!;
    if (Number.isNaN(place)) {
      values[last]![at] = Number.NaN;
      return;
    }
    const { windows } = block;
    values[last]![at] = cells.next(windows.counts, row * windows.cells, place, values[spread]![at]!);
    noise[last]![at] = cells.noise;
  }
}

/** undefined where no window of the reference period has enough rows. */
export function createMemberSignals(
  leastRows: number,
  blocks: readonly MemberBlock[],
  places: WindowPlaces,
): MemberSignals | undefined {
  const reference = poolReference(blocks, places.counted, leastRows);
  if (reference === undefined) return undefined;
  return new MemberSignals(readerFor(blocks[0]!, reference), leastRows, blocks, places);
}

function readerFor(block: MemberBlock, reference: MonitorReference): WindowSignals {
  if (block.windows.layout.kind === "numeric") {
    return block.against === undefined ? numericSignals(reference) : numericContrast(reference);
  }
  return block.against === undefined ? categoricalSignals(reference) : categoricalContrast(reference);
}
