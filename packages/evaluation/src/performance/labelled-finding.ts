import type { Finding, Query } from "@modelwatch/conventions/query";
import type { LabelMaturity } from "@modelwatch/statistics";
import { decideLabelled, decideWindowLoss } from "../decide/index.js";
import { createFinding, frameOf } from "../finding/finding-builder.js";
import type { PlannedWindow } from "../windows/plan-windows.js";
import { wholeInterval, type Measured } from "./measures.js";
import { performanceText } from "./reason.js";

/** The labelled rows that a measure speaks of. */
export interface LabelledRows {
  readonly labels: Readonly<Record<string, string>>;
  readonly window: PlannedWindow;
  readonly maturity: LabelMaturity;
  readonly quality: Finding["quality"];
  readonly reference: Finding["reference"];
  /** Where a measure speaks of some of the labelled rows only: how many, and of which class. */
  readonly part?: { readonly n: number; readonly class: string };
}

/** One measure with labels; judged where `limit` says what is harmful, else a number to read. */
export function toLabelledFinding(
  query: Query,
  { labels, window, maturity, quality, reference, part }: LabelledRows,
  {
    id,
    measured,
    referenceValue,
    limit,
  }: {
    readonly id: string;
    readonly measured: Measured | null;
    readonly referenceValue: number | null;
    readonly limit: number | null;
  },
): Finding {
  const n = part?.n ?? maturity.outcomes;
  const { minimumCount, lossTolerance, alpha } = query.guard;
  const whole = measured ? wholeInterval(measured) : { low: null, high: null };
  const facts = { n, minimumCount, maturity: maturity.share };
  const decision =
    measured === null && n >= minimumCount
      ? ({ status: "undetermined", code: "too-few-rows" } as const)
      : limit === null
        ? decideLabelled(facts)
        : decideWindowLoss({ ...facts, low: whole.low, limit });
  const text = performanceText(id, decision.code, {
    ...facts,
    measured,
    referenceValue,
    tolerance: lossTolerance,
    ...(part && { class: part.class }),
  });
  return createFinding(frameOf(query), {
    target: "outcome",
    labels,
    statistic: id,
    window,
    reference,
    value: measured?.value ?? null,
    ...whole,
    resolution: measured?.resolution ?? null,
    sampling: measured?.sampling
      ? { ...measured.sampling, level: 1 - alpha, sequential: false, method: measured.method }
      : null,
    n,
    threshold: limit,
    margin: limit === null || whole.low === null ? null : whole.low - limit,
    status: decision.status,
    reason: { code: decision.code, text },
    quality,
    details: {
      ...measured?.details,
      ...(measured ? { designEffect: measured.designEffect } : {}),
      ...(referenceValue === null ? {} : { referenceValue }),
      maturity: { ...maturity, byAge: { ...maturity.byAge } },
    },
  });
}
