import { joinParts, offsetIn, partOfRun, type AnsweredPart } from "./answered-windows.js";
import type { SeriesWindows } from "./matrix.js";
import type { WindowRun } from "./window-runs.js";

export interface ClosedWindowsOptions {
  /** Most values that are kept, 8 bytes each; 0 keeps nothing. */
  readonly maxValues: number;
  /** How long after its end a window can still change: late samples and out-of-order ones. */
  readonly closedAfterMs: number;
  /** After so long everything is read anew: what was deleted or filled in by hand shows by then. */
  readonly keptForMs: number;
  readonly clock: () => number;
  /** Told of every reading how many of its windows were answered from memory, and how many were asked of the store. */
  readonly onRead: (windows: WindowsRead) => void;
}

export interface WindowsRead {
  readonly kept: number;
  readonly asked: number;
}

interface Kept extends AnsweredPart {
  readonly readMs: number;
  readonly size: number;
}

/**
 * Remembers the answers for windows that cannot change any more, so that a refresh asks the store for the open ones alone. One
 * question keeps one stretch of neighbouring windows; what was not used for longest goes first.
 */
export class ClosedWindows {
  readonly #options: ClosedWindowsOptions;
  /** In the order of last use. */
  readonly #kept = new Map<string, Kept>();
  readonly #turns = new Map<string, Promise<unknown>>();
  #size = 0;

  constructor(options: ClosedWindowsOptions) {
    this.#options = options;
  }

  /**
   * The answer to a question for a run. Callers with the same question take turns, so that the second finds what the first
   * has read.
   *
   * @param question everything that the answer depends on, except the run.
   */
  read(
    question: string,
    run: WindowRun,
    ask: (part: WindowRun) => Promise<readonly SeriesWindows[]>,
  ): Promise<readonly SeriesWindows[]> {
    if (this.#options.maxValues === 0) {
      this.#options.onRead({ kept: 0, asked: run.windows });
      return ask(run);
    }
    const key = JSON.stringify([question, run.widthMs, run.firstEndMs % run.widthMs]);
    const before = this.#turns.get(key) ?? Promise.resolve();
    const turn = before.then(() => this.#readInTurn(key, run, ask));
    const settled = turn.then(ignore, ignore).finally(() => {
      if (this.#turns.get(key) === settled) this.#turns.delete(key);
    });
    this.#turns.set(key, settled);
    return turn;
  }

  async #readInTurn(
    key: string,
    run: WindowRun,
    ask: (part: WindowRun) => Promise<readonly SeriesWindows[]>,
  ): Promise<readonly SeriesWindows[]> {
    const kept = this.#find(key, run);
    const missing = missingParts(run, kept?.run);
    const missingCount = missing.reduce((total, { windows }) => total + windows, 0);
    this.#options.onRead({ kept: run.windows - missingCount, asked: missingCount });
    const asked = await Promise.all(missing.map(async (part) => ({ run: part, series: await ask(part) })));
    const parts = kept === undefined ? asked : [kept, ...asked];
    const answer = joinParts(run, parts);
    this.#keep(key, kept, [...(kept === undefined ? [] : [kept]), { run, series: answer }]);
    return answer;
  }

  /** What is kept of a question, where it is young enough and touches the run. */
  #find(key: string, run: WindowRun): Kept | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    const offset = offsetIn(run, kept.run);
    const touches = offset <= run.windows && offset + kept.run.windows >= 0;
    const isYoung = this.#options.clock() - kept.readMs < this.#options.keptForMs;
    if (touches && isYoung) return kept;
    this.#forget(key);
    return undefined;
  }

  #keep(key: string, before: Kept | undefined, parts: readonly AnsweredPart[]): void {
    const closed = this.#closedPart(spanOf(parts));
    this.#forget(key);
    if (closed === undefined) return;
    const series = joinParts(closed, parts);
    const size = series.reduce((total, each) => total + sizeOf(each), 0);
    if (size > this.#options.maxValues) return;
    this.#kept.set(key, { run: closed, series, size, readMs: before?.readMs ?? this.#options.clock() });
    this.#size += size;
    for (const oldest of this.#kept.keys()) {
      if (this.#size <= this.#options.maxValues) break;
      this.#forget(oldest);
    }
  }

  #closedPart(run: WindowRun): WindowRun | undefined {
    const closedMs = this.#options.clock() - this.#options.closedAfterMs;
    const windows = Math.min(run.windows, Math.floor((closedMs - run.firstEndMs) / run.widthMs) + 1);
    return windows > 0 ? partOfRun(run, 0, windows) : undefined;
  }

  #forget(key: string): void {
    this.#size -= this.#kept.get(key)?.size ?? 0;
    this.#kept.delete(key);
  }
}

/** The windows of a run before and after those that are kept. */
function missingParts(run: WindowRun, kept: WindowRun | undefined): readonly WindowRun[] {
  if (kept === undefined) return [run];
  const from = offsetIn(run, kept);
  const to = from + kept.windows;
  return [
    ...(from > 0 ? [partOfRun(run, 0, Math.min(from, run.windows))] : []),
    ...(to < run.windows ? [partOfRun(run, Math.max(0, to), run.windows - Math.max(0, to))] : []),
  ];
}

/** From the first window of the parts to the last; the parts touch. */
function spanOf(parts: readonly AnsweredPart[]): WindowRun {
  const runs = parts.map(({ run }) => run).sort((a, b) => a.firstEndMs - b.firstEndMs);
  const [first] = runs;
  if (first === undefined) throw new TypeError("no parts");
  const windows = Math.max(...runs.map((run) => offsetIn(first, run) + run.windows));
  return partOfRun(first, 0, windows);
}

function sizeOf({ values, histograms }: SeriesWindows): number {
  let size = values.length;
  for (const { buckets } of histograms.values()) size += 4 * buckets.length;
  return size;
}

function ignore(): void {}
