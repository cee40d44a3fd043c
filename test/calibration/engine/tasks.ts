import { findTraffic, TRAFFICS } from "../traffic/traffics.js";
import type { Width } from "./monitor-plan.js";
import { runChanges, type ChangesRun } from "./run-changes.js";
import { runQuiet, type QuietRun } from "./run-quiet.js";

/** A kind of simulation; each has a file of results for every traffic. */
export type Job =
  | { readonly kind: "quiet"; readonly days: number; readonly widths: readonly Width[] }
  | { readonly kind: "changes" };

/** One simulated model. */
export interface Task {
  readonly job: Job;
  readonly traffic: string;
  readonly seed: number;
}

export type RunRecord = QuietRun | ChangesRun;

export function jobName(job: Job): string {
  return job.kind === "changes" ? "changes" : `quiet-${job.days}-${job.widths.join("+")}`;
}

/** Traffics without a past to compare with (arms, training) or without the features that change have no row for changes. */
export function trafficsOf(job: Job): readonly string[] {
  const { kind } = job;
  return TRAFFICS.filter(
    ({ arms, trainingRows, hasRareCategory }) =>
      kind === "quiet" || (arms ?? trainingRows ?? hasRareCategory) === undefined,
  ).map(({ id }) => id);
}

export function runTask({ job, traffic, seed }: Task): readonly RunRecord[] {
  if (job.kind === "changes") return [runChanges(findTraffic(traffic), seed)];
  return runQuiet(findTraffic(traffic), seed, job.days, job.widths);
}
