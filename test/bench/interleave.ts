/**
 * Median processor time of one operation of each contestant, in nanoseconds. Contestants take turns within each round, so
 * that a busy machine slows all of them alike, and time in which other processes ran is not counted; the first rounds warm
 * up. A contestant should run for some milliseconds: the processor's clock counts microseconds.
 *
 * @param contestants each runs its operation `operations` times.
 */
export function interleave<Name extends string>(
  contestants: Readonly<Record<Name, () => void>>,
  operations: number,
  rounds = 31,
): Record<Name, number> {
  const names = Object.keys(contestants) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  const warmUps = 5;
  for (let round = -warmUps; round < rounds; round++) {
    for (const name of names) {
      const start = process.cpuUsage();
      contestants[name]();
      const { user, system } = process.cpuUsage(start);
      if (round >= 0) times.get(name)?.push(((user + system) * 1000) / operations);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times.get(name) ?? [])])) as Record<
    Name,
    number
  >;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
