import type { Query, ReasonCode } from "@modelwatch/conventions/query";
import { compareRates, shareDispersion, shareIntervals } from "@modelwatch/statistics";
import type { EventCounts } from "./count-beyond.js";
import { shareDistance, type OutlierRow } from "./outlier-row.js";
import type { WindowFacts } from "./window-facts.js";

/** A share of rows that earlier windows, not the reference, lead to expect. */
export interface EarlierShare {
  readonly target: string;
  readonly statistic: string;
  /** Events of each window that was read. */
  readonly events: EventCounts;
  /** `more`: only more events than expected are odd. */
  readonly side: "more" | "both";
  readonly beyond: ReasonCode;
  readonly within: ReasonCode;
}

/**
 * Missing values, or rare positives, of a window beside those of the windows before it: exact at any count. Null without rows.
 */
export function earlierShareRow(query: Query, facts: WindowFacts, share: EarlierShare): OutlierRow | null {
  const { guard } = query;
  const { from, to } = facts.window;
  const [events, rows] = [sumOf(share.events.counts, from, to), sumOf(share.events.rows, from, to)];
  if (rows === 0) return null;
  const before = Float64Array.from(facts.earlier, (w) => share.events.counts[w]!);
  const rowsBefore = Float64Array.from(facts.earlier, (w) => share.events.rows[w]!);
  const reference = { count: sumOf(before, 0, before.length), exposure: sumOf(rowsBefore, 0, before.length) };
  const overdispersion = shareDispersion(before, rowsBefore);
  const options = { alpha: guard.alpha, overdispersion: overdispersion ?? 1 };
  const intervals = shareIntervals(events, rows, options);
  const value = events / rows;
  const isKnown = reference.exposure > 0;
  const expected = isKnown ? reference.count / reference.exposure : null;
  const compared = isKnown ? compareRates({ count: events, exposure: rows }, reference, options) : null;
  return {
    target: share.target,
    statistic: share.statistic,
    window: facts.window,
    n: rows,
    value,
    ...(intervals && { interval: { ...intervals.fixed, method: "Clopper–Pearson, rows ÷ overdispersion" } }),
    reference: isKnown ? { kind: "earlier-windows", n: reference.exposure } : null,
    expected,
    test:
      overdispersion === null || compared === null || expected === null
        ? { kind: "untested", code: "learning" }
        : {
            kind: "tested",
            logPValue: share.side === "more" ? compared.logPValueMore : compared.logPValue,
            isMaterial:
              (share.side === "both" || value > expected) && shareDistance(value, expected) > guard.tolerance,
            beyond: share.beyond,
            within: share.within,
          },
    details: {
      count: events,
      expectedCount: compared?.expected ?? null,
      ratio: compared?.ratio ?? null,
      overdispersion,
      earlierWindows: facts.earlier.length,
      sequential: intervals && { ...intervals.sequential },
    },
  };
}

function sumOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  return sum;
}
