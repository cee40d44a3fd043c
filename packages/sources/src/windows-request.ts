import { ModelwatchError } from "@modelwatch/conventions";

/** Most windows in one request: a year of 5-minute windows is 105,120. */
export const MAX_WINDOWS = 200_000;
/** Most numbers in one answer (windows × cells over all groups): 400 MB. */
export const MAX_ANSWER_CELLS = 50_000_000;

/**
 * Refuses edges that do not make windows.
 *
 * @throws ModelwatchError `invalid-argument` or `limit-exceeded`.
 */
export function checkEdges(edges: readonly number[]): void {
  if (edges.length < 2) {
    throw new ModelwatchError("invalid-argument", {
      problem: `${edges.length} window edge(s) make no window`,
      allowed: "two or more ascending instants are needed",
    });
  }
  if (edges.length - 1 > MAX_WINDOWS) {
    throw new ModelwatchError("limit-exceeded", {
      problem: `the range holds ${edges.length - 1} windows`,
      allowed: `at most ${MAX_WINDOWS} are read at once`,
      remedy: "widen the window or shorten the range",
    });
  }
  edges.forEach((edge, i) => {
    const previous = edges[i - 1] ?? Number.NEGATIVE_INFINITY;
    if (Number.isSafeInteger(edge) && edge > previous) return;
    throw new ModelwatchError("invalid-argument", {
      problem: `window edge ${i} is ${edge} after ${previous}`,
      allowed: "edges are whole milliseconds, strictly ascending",
    });
  });
}

/** @throws ModelwatchError `limit-exceeded` where an answer would need more than {@link MAX_ANSWER_CELLS}. */
export function checkAnswerSize(cells: number): void {
  if (cells <= MAX_ANSWER_CELLS) return;
  throw new ModelwatchError("limit-exceeded", {
    problem: `the answer would hold ${cells} counts`,
    allowed: `at most ${MAX_ANSWER_CELLS} are read at once`,
    remedy: "group by fewer attributes, widen the window or shorten the range",
  });
}
