import { parseMonitor, type MonitorInput } from "@modelwatch/conventions/query";
import { createNumericDistribution } from "@modelwatch/statistics";
import { describe, expect, it } from "vitest";
import { coarsenWindows } from "./coarse-windows.js";
import { monitorWindows, sliceWindows } from "./monitor-windows.js";

const HOUR_MS = 3_600_000;

function windowsOf(more: Partial<MonitorInput>, to: string) {
  const monitor = parseMonitor({ id: "m", model: "m", anchor: "2024-03-30T00:00:00+01:00", ...more });
  return monitorWindows(monitor, Date.parse(to));
}

describe("a monitor's windows", () => {
  const window = { width: "1h", timeZone: "Europe/Berlin" } as const;
  const windows = windowsOf({ window, historyDays: 2 }, "2024-04-01T05:30:00+02:00")!;

  it("are closed ones: history first, then those since the anchor", () => {
    expect(windows.first).toBe(48);
    expect(windows.edges[windows.first]).toBe(Date.parse("2024-03-30T00:00:00+01:00"));
    expect(windows.edges.at(-1)).toBe(Date.parse("2024-04-01T05:00:00+02:00"));
    expect(windows.counted).toHaveLength(windows.edges.length - 1);
  });

  it("know their local hour and weekday, also after the clocks went forward", () => {
    const at = windows.edges.indexOf(Date.parse("2024-03-31T03:00:00+02:00"));
    expect([windows.season!.hourOfDay[at - 1], windows.season!.hourOfDay[at]]).toEqual([2, 3.5]);
    expect([windows.season!.dayOfWeek[at], windows.season!.dayOfWeek[0]]).toEqual([0, 4]);
  });

  it("join to whole local days, of 23 hours where the clocks went forward", () => {
    const days = coarsenWindows(windows, 1);
    expect(days.ends.map((end) => windows.edges[end]! / HOUR_MS)).toEqual(
      ["2024-03-29", "2024-03-30", "2024-03-31"]
        .map((day) => Date.parse(`${day}T00:00:00+01:00`) / HOUR_MS)
        .concat(Date.parse("2024-04-01T00:00:00+02:00") / HOUR_MS),
    );
    const counts = new Float64Array(windows.counted.length).fill(1);
    const matrix = {
      reference: createNumericDistribution({ bounds: [], counts: [1] }),
      cells: 1,
      windows: counts.length,
      counts,
    };
    expect([...days.sum(matrix)]).toEqual([24, 24, 24, 23]);
  });

  it("keep their places when they are cut", () => {
    const part = sliceWindows(windows, 40, 60);
    expect(part.first).toBe(8);
    expect(part.edges[part.first]).toBe(windows.edges[windows.first]);
    expect(part.season!.hourOfDay[0]).toBe(windows.season!.hourOfDay[40]);
    expect(sliceWindows(windows, 50, 60).first).toBe(0);
  });

  it("leave out known episodes that they touch", () => {
    const excluded: MonitorInput["excluded"] = [["2024-03-30T01:30:00+01:00", "2024-03-30T02:00:00+01:00"]];
    const { counted, first } = windowsOf({ window, excluded }, "2024-03-30T06:00:00+01:00")!;
    expect(counted.slice(first)).toEqual(Uint8Array.of(1, 0, 1, 1, 1, 1));
  });

  it("are none before one has closed", () => {
    expect(windowsOf({ window }, "2024-03-30T00:59:00+01:00")).toBeNull();
    expect(windowsOf({ window }, "2024-03-01T00:00:00+01:00")).toBeNull();
  });
});
