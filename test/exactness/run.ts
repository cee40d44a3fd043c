import { DAY, HOUR, MINUTE } from "./life.js";
import { measureWindows } from "./measure.js";
import type { MeasuredWindow } from "./measure.js";
import { replay } from "./replay.js";
import type { Range, Scenario } from "./scenarios.js";
import type { Store } from "./stores.js";

export const WIDTHS_MS: readonly number[] = [5 * MINUTE, HOUR, DAY];

/** What one way of asking one store answered to one scenario at one width. */
export interface Measurement {
  readonly source: string;
  readonly scenario: Scenario;
  readonly widthMs: number;
  readonly windows: readonly MeasuredWindow[];
}

/** Replays the scenarios into the stores, and asks each in each of its ways. */
export async function measureStores(
  stores: readonly Store[],
  scenarios: readonly Scenario[],
  range: Range,
  onProgress: (share: number) => void = () => {},
): Promise<readonly Measurement[]> {
  const truths = await replay(scenarios, { range, targets: stores.map(({ target }) => target), onProgress });
  for (const store of stores) await store.settle();
  const measured: Measurement[] = [];
  for (const { name, source, only } of stores.flatMap(({ sources }) => sources)) {
    for (const scenario of scenarios) {
      if (only !== undefined && only !== scenario.name) continue;
      for (const widthMs of WIDTHS_MS) {
        if (range.endMs - range.startMs < widthMs) continue;
        const windows = await measureWindows(source, scenario, truths.get(scenario)!, range, widthMs);
        measured.push({ source: name, scenario, widthMs, windows });
      }
    }
  }
  return measured;
}
