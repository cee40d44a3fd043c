import { ModelwatchError } from "@modelwatch/conventions";
import type { Query } from "@modelwatch/conventions/query";
import { localTimes, windowEdges } from "../windows/edges.js";

/** Windows before and after a change, of one width, each whole. */
export interface ChangeWindows {
  readonly width: "1d" | "1h";
  /** Edges of consecutive windows; the last edge ends the last window. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Each window's place in the season: day of the week of days, hour of the day of hours. */
  season(startsMs: readonly number[]): Uint8Array;
}

const DAY_MS = 86_400_000;
/** Windows below which hours are taken instead of days: so few placebos could not bound an effect. */
const LEAST_DAYS = 40;

/**
 * The windows of a comparison in time: those of the reference range, and those of the query's range after it.
 * @throws ModelwatchError `invalid-argument` where the reference range does not end before the query's range begins.
 */
export function planChange(
  query: Query,
  reference: { readonly from: string; readonly to: string },
): ChangeWindows {
  const { timeZone } = query.window;
  const [fromMs, endMs] = [Date.parse(reference.from), Date.parse(reference.to)];
  const [afterMs, toMs] = [Date.parse(query.range.from), Date.parse(query.range.to)];
  if (!(fromMs < endMs && endMs <= afterMs)) {
    throw new ModelwatchError("invalid-argument", {
      problem: `the reference range ${reference.from} to ${reference.to} does not lie before ${query.range.from}`,
      allowed: "a reference range that ends before the change",
    });
  }
  const days = (endMs - fromMs + toMs - afterMs) / DAY_MS;
  const width = days >= LEAST_DAYS ? "1d" : "1h";
  const whole = (from: number, to: number) =>
    windowEdges(from, to, width, timeZone).filter((edge) => edge >= from && edge <= to);
  return {
    width,
    before: whole(fromMs, endMs),
    after: whole(afterMs, toMs),
    season: (startsMs) =>
      Uint8Array.from(localTimes(startsMs, timeZone), (time) =>
        width === "1d" ? Math.floor(time / DAY_MS) % 7 : Math.floor((time / DAY_MS) * 24) % 24,
      ),
  };
}
