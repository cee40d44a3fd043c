import type { MonitorMember, MonitorSeason } from "@modelwatch/statistics";
import { simulateArms, simulateModel, type SimulationOptions } from "../traffic/simulate-traffic.js";
import type { Traffic } from "../traffic/traffics.js";
import { widenWindows } from "../traffic/widen-windows.js";

/** A simulated model as a monitor sees it: one member a feature, or a feature's contrast between two arms. */
export interface SimulatedMembers {
  readonly members: readonly MonitorMember[];
  readonly season: MonitorSeason;
}

export function simulateMembers(traffic: Traffic, options: SimulationOptions): SimulatedMembers {
  if (traffic.arms !== undefined) {
    const arms = simulateArms(traffic, options);
    const members = arms.features.map(({ name }, index) => {
      const { a, b } = arms.draw(index);
      return { name, windows: a, against: b };
    });
    return { members, season: arms.season };
  }
  const model = simulateModel(traffic, options);
  const members = model.features.map(({ name }, index) => ({ name, windows: model.draw(index) }));
  return { members, season: model.season };
}

/** The same members in windows that are `factor` times as wide. */
export function widenMember({ name, windows, against }: MonitorMember, factor: number): MonitorMember {
  const wide = { name, windows: widenWindows(windows, factor) };
  return against === undefined ? wide : { ...wide, against: widenWindows(against, factor) };
}
