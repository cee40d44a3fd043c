import { ModelwatchError } from "@modelwatch/conventions";
import type { Monitor } from "@modelwatch/conventions/query";
import { windowEdges } from "../windows/edges.js";

/** The closed windows of a monitor since its anchor, in order. */
export interface MonitorWindows {
  readonly edges: readonly number[];
  /** 1 where a window takes part in evidence: known episodes do not. */
  readonly counted: Uint8Array;
  /** Width in days, the budget's unit of time. */
  readonly unitDays: number;
}

const UNIT_DAYS = { "5m": 1 / 288, "1h": 1 / 24, "1d": 1, "1w": 7, "1mo": 30 } as const;

/**
 * Windows from the anchor to `nowMs` that are closed. Null where none is yet. They never depend on a panel's range, only on the
 * anchor, so two panels cannot disagree.
 * @throws ModelwatchError `invalid-argument` for a monitor whose window is `range`.
 */
export function monitorWindows(monitor: Monitor, nowMs: number): MonitorWindows | null {
  const { width, timeZone } = monitor.window;
  if (width === "range" || width === "adaptive") {
    throw new ModelwatchError("invalid-argument", {
      problem: `monitor "${monitor.id}" has the window "${width}"`,
      allowed: Object.keys(UNIT_DAYS).join(", "),
      remedy: "choose 1d unless the model has far more than a thousand predictions a day",
    });
  }
  const anchorMs = Date.parse(monitor.anchor);
  if (nowMs <= anchorMs) return null;
  const edges = windowEdges(anchorMs, nowMs, width, timeZone).filter(
    (edge) => edge >= anchorMs && edge <= nowMs,
  );
  if (edges.length < 2) return null;
  const counted = new Uint8Array(edges.length - 1).map((_, w) =>
    isExcluded(monitor, edges[w]!, edges[w + 1]!) ? 0 : 1,
  );
  return { edges, counted, unitDays: UNIT_DAYS[width] };
}

/** How many windows of a monitor `days` are, at least one. */
export function windowsIn(days: number, { unitDays }: MonitorWindows): number {
  return Math.max(1, Math.round(days / unitDays));
}

function isExcluded(monitor: Monitor, fromMs: number, toMs: number): boolean {
  return monitor.excluded.some(([from, to]) => Date.parse(from) < toMs && Date.parse(to) > fromMs);
}
