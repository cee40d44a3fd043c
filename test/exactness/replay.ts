import { InstrumentedProcess } from "./instrumented-process.js";
import type { Target } from "./instrumented-process.js";
import { MINUTE } from "./life.js";
import { WARM_UP_MS } from "./scenarios.js";
import type { Range, Scenario } from "./scenarios.js";
import { Truth } from "./truth.js";

/** How far processes may run apart: well within the hour that Prometheus takes samples late. */
const STRIDE_MS = 10 * MINUTE;

export interface ReplayOptions {
  readonly range: Range;
  readonly targets: readonly Target[];
  readonly onProgress?: (share: number) => void;
}

/**
 * Runs all processes of all scenarios in event time into the targets, and returns what happened by scenario. Each process
 * exports in its own order; several are at work at once.
 */
export async function replay(
  scenarios: readonly Scenario[],
  { range, targets, onProgress = () => {} }: ReplayOptions,
): Promise<ReadonlyMap<Scenario, Truth>> {
  const truths = new Map(scenarios.map((scenario) => [scenario, new Truth(range)] as const));
  const waiting = scenarios
    .flatMap((scenario) =>
      scenario.lives(range).map((life) => ({ scenario, life, truth: truths.get(scenario)! })),
    )
    .sort((a, b) => a.life.fromMs - b.life.fromMs);
  let alive: InstrumentedProcess[] = [];
  const endMs = Math.max(...waiting.map(({ life }) => life.toMs));
  const firstMs = range.startMs - WARM_UP_MS;
  for (let time = firstMs; time < endMs; time += STRIDE_MS) {
    while (waiting[0] !== undefined && waiting[0].life.fromMs < time + STRIDE_MS) {
      const { scenario, life, truth } = waiting.shift()!;
      alive.push(new InstrumentedProcess(scenario.name, life, truth, targets, scenario.foreign === true));
    }
    await runInOrder(alive, time + STRIDE_MS);
    alive = alive.filter((process) => !process.ended);
    onProgress((time - firstMs) / (endMs - firstMs));
  }
  return truths;
}

/** Lives of one identity follow each other; all others run side by side. */
async function runInOrder(processes: readonly InstrumentedProcess[], untilMs: number): Promise<void> {
  const chains = new Map<string, InstrumentedProcess[]>();
  for (const process of processes) {
    const chain = chains.get(process.identity);
    if (chain === undefined) chains.set(process.identity, [process]);
    else chain.push(process);
  }
  await Promise.all(
    [...chains.values()].map(async (chain) => {
      for (const process of chain) await process.runTo(untilMs);
    }),
  );
}
