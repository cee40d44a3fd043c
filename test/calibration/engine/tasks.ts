import { findTraffic, TRAFFICS } from "../traffic/traffics.js";
import type { Width } from "./monitor-plan.js";
import { runChanges, type ChangesRun } from "./run-changes.js";
import { runQuiet, type QuietRun } from "./run-quiet.js";

/** A kind of simulation; each has a file of results for every traffic. */
export type Job =
  { readonly kind: "quiet"; readonly days: number; readonly width: Width } | { readonly kind: "changes" };

/** One simulated model. */
export interface Task {
  readonly job: Job;
  readonly traffic: string;
  readonly seed: number;
}

export type RunRecord = QuietRun | ChangesRun;

export function jobName(job: Job): string {
  return job.kind === "changes" ? "changes" : `quiet-${job.days}-${job.width}`;
}

/** Where changes are timed: without, with short and long memory, and with a season. */
const CHANGED_TRAFFICS: readonly string[] = ["independent", "ar-19m", "ar-100m", "ar-8h", "season"];

export function trafficsOf(job: Job): readonly string[] {
  return job.kind === "changes" ? CHANGED_TRAFFICS : TRAFFICS.map(({ id }) => id);
}

export function runTask({ job, traffic, seed }: Task): RunRecord {
  if (job.kind === "changes") return runChanges(findTraffic(traffic), seed);
  return runQuiet(findTraffic(traffic), seed, job.days, job.width);
}
