/** Runs in which something happened. */
export function countRuns(runs: number, run: () => boolean): number {
  let count = 0;
  for (let index = 0; index < runs; index++) if (run()) count++;
  return count;
}
