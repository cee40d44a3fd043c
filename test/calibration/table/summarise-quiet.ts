import { chiSquareUpperQuantile } from "@modelwatch/statistics";
import { BUDGET_DAYS, type Width } from "../engine/monitor-plan.js";
import { TRAFFICS } from "../traffic/traffics.js";
import type { QuietRun } from "../engine/run-quiet.js";

/** What runs of one traffic, width and length show. */
export interface QuietSummary {
  readonly traffic: string;
  readonly width: Width;
  readonly days: number;
  readonly monitors: number;
  readonly alarms: number;
  /** Alarms of the whole model in 90 days, and the exact Poisson limits of that rate, each at 95 % on its side. */
  readonly rate: number;
  readonly lowerLimit: number;
  readonly upperLimit: number;
  /** Share of monitors with more than one alarm for every 90 days. */
  readonly overspending: number;
  /** Share of members refused, by reason. */
  readonly refused: Readonly<Record<string, number>>;
  /** Of the monitors' furthest residual autocorrelations, the median of their size; null where all members were refused. */
  readonly residualAutocorrelation: number | null;
}

export function summariseQuiet(runs: readonly QuietRun[]): readonly QuietSummary[] {
  const groups = new Map<string, QuietRun[]>();
  for (const run of runs) {
    const key = JSON.stringify([run.traffic, run.width, run.days]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [run]);
    else group.push(run);
  }
  const order = new Map(TRAFFICS.map(({ id }, at) => [id, at]));
  const rank = ({ traffic, width, days }: QuietSummary): readonly number[] => [
    days,
    width,
    order.get(traffic) ?? 0,
  ];
  return [...groups.values()].map(summariseGroup).sort((a, b) => compare(rank(a), rank(b)));
}

function compare(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((value, at) => value !== b[at]);
  return differing === -1 ? 0 : a[differing]! - b[differing]!;
}

function summariseGroup(runs: readonly QuietRun[]): QuietSummary {
  const { traffic, width, days } = runs[0]!;
  const alarms = runs.reduce((sum, { alarmDays }) => sum + alarmDays.length, 0);
  const budgets = runs.reduce((sum, { watchedDays }) => sum + watchedDays, 0) / BUDGET_DAYS;
  return {
    traffic,
    width,
    days,
    monitors: runs.length,
    alarms,
    rate: alarms / budgets,
    lowerLimit: poissonLowerLimit(alarms) / budgets,
    upperLimit: poissonUpperLimit(alarms) / budgets,
    overspending:
      runs.filter((run) => run.alarmDays.length > run.watchedDays / BUDGET_DAYS).length / runs.length,
    refused: shareRefused(runs),
    residualAutocorrelation: medianAutocorrelation(runs),
  };
}

/** The mean of which so few events, or fewer, have probability .05 (Garwood 1936). */
function poissonUpperLimit(events: number): number {
  return chiSquareUpperQuantile(0.05, 2 * (events + 1)) / 2;
}

/** The mean of which so many events, or more, have probability .05. */
function poissonLowerLimit(events: number): number {
  return events === 0 ? 0 : chiSquareUpperQuantile(0.95, 2 * events) / 2;
}

function shareRefused(runs: readonly QuietRun[]): Readonly<Record<string, number>> {
  const members = runs.reduce((sum, run) => sum + run.members, 0);
  const shares: Record<string, number> = {};
  for (const { refused } of runs) {
    for (const [reason, count] of Object.entries(refused)) {
      shares[reason] = (shares[reason] ?? 0) + count / members;
    }
  }
  return shares;
}

function medianAutocorrelation(runs: readonly QuietRun[]): number | null {
  const known = runs.flatMap(({ residualAutocorrelation: r }) => (r === null ? [] : [Math.abs(r)]));
  return known.sort((a, b) => a - b)[Math.floor(known.length / 2)] ?? null;
}
