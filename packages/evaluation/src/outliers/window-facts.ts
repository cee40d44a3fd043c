import type { Finding } from "@modelwatch/conventions/query";
import { POLICY } from "../decide/index.js";
import type { MemberReferences } from "../read/member-references.js";
import { earlierWindows, type TestedWindow, type WindowHistory } from "./window-history.js";

/** One window of one member among its history. */
export interface WindowFacts {
  readonly history: WindowHistory;
  readonly window: TestedWindow;
  /** Rows of the member in each window that was read. */
  readonly rows: Float64Array;
  /** Earlier windows that say what is expected. */
  readonly earlier: readonly number[];
}

export function factsOf(history: WindowHistory, window: TestedWindow, rows: Float64Array): WindowFacts {
  return { history, window, rows, earlier: earlierWindows(history, window, rows) };
}

/**
 * The windows that teach how much a share varies: the earlier ones; inside one long window its first ones, because later ones may
 * have changed.
 */
export function learnFrom({ window, earlier, rows }: WindowFacts): readonly number[] {
  if (window.to - window.from === 1) return earlier;
  const inside = Array.from({ length: window.to - window.from }, (_, i) => window.from + i);
  return inside.filter((w) => rows[w]! > 0).slice(0, POLICY.learningWindows);
}

export function describeReference({ kind, id }: MemberReferences, n: number): Finding["reference"] {
  return { kind, n, ...(id === undefined ? {} : { id }) };
}
