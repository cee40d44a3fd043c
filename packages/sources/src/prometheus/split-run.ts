import { ModelwatchError } from "@modelwatch/conventions";
import { joinParts, partOfRun } from "./answered-windows.js";
import type { SeriesWindows } from "./matrix.js";
import type { WindowRun } from "./window-runs.js";

/** Asks for the windows of a run in one request. */
export type AskRun = (run: WindowRun, signal: AbortSignal) => Promise<readonly SeriesWindows[]>;

/** Points of one answer: 3 MB of JSON. A server works on several questions at a time, and on each with one processor. */
const POINTS_PER_REQUEST = 100_000;

/**
 * Asks for a run in parts that are small enough: by the number of series where it is known, and by halves where the server or
 * our own limit says that an answer is too large. The first failure of another kind stops all parts.
 *
 * @param series at most so many series answer; 1 where it is not known.
 */
export async function askInParts(
  run: WindowRun,
  series: number,
  ask: AskRun,
  signal: AbortSignal | undefined,
): Promise<readonly SeriesWindows[]> {
  const size = Math.max(1, Math.floor(POINTS_PER_REQUEST / Math.max(1, series)));
  const count = Math.ceil(run.windows / size);
  const parts = Array.from({ length: count }, (_, i) =>
    partOfRun(run, i * size, Math.min(size, run.windows - i * size)),
  );
  const failed = new AbortController();
  const either = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]);
  try {
    const answers = await Promise.all(parts.map((part) => askOrHalve(part, ask, either)));
    return joinParts(
      run,
      parts.map((part, i) => ({ run: part, series: answers[i] ?? [] })),
    );
  } catch (error) {
    failed.abort();
    throw error;
  }
}

async function askOrHalve(
  run: WindowRun,
  ask: AskRun,
  signal: AbortSignal,
): Promise<readonly SeriesWindows[]> {
  try {
    return await ask(run, signal);
  } catch (error) {
    const isTooMuch = error instanceof ModelwatchError && error.code === "limit-exceeded";
    if (!isTooMuch || run.windows === 1) throw error;
  }
  const half = Math.ceil(run.windows / 2);
  const parts = [partOfRun(run, 0, half), partOfRun(run, half, run.windows - half)];
  const answered = [];
  // one after the other: the server has just said that it has too much to do
  for (const part of parts) answered.push({ run: part, series: await askOrHalve(part, ask, signal) });
  return joinParts(run, answered);
}
