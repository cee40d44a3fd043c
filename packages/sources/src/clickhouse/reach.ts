/** What an answer says about points whose process started before the reach, and whose predecessor may lie before it. */
export interface Reached<Answer> {
  readonly answer: Answer;
  /** The earliest start among them; undefined where there are none. */
  readonly earliestStartMs: number | undefined;
}

/**
 * Reads from a look-back before the range, and once more from further back where that was too short. The predecessor of a
 * cumulative point is not older than their common start, so the second reading reaches all.
 */
export async function withReach<Answer>(
  fromMs: number,
  lookBackMs: number,
  read: (reachMs: number) => Promise<Reached<Answer>>,
): Promise<Answer> {
  const first = await read(Math.max(0, fromMs - lookBackMs));
  if (first.earliestStartMs === undefined) return first.answer;
  return (await read(first.earliestStartMs)).answer;
}

/** The earlier of both, where there are any. */
export function earliest(starts: readonly (number | undefined)[]): number | undefined {
  const known = starts.filter((start) => start !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
