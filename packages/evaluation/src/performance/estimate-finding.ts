import type { Finding, Query, ReasonCode } from "@modelwatch/conventions/query";
import type { WindowedSeries } from "@modelwatch/sources";
import { samplingIntervalOf, type Estimate } from "@modelwatch/statistics";
import { createFinding, frameOf } from "../finding/finding-builder.js";
import { qualityOf } from "../read/series-matrix.js";
import type { PlannedWindow } from "../windows/plan-windows.js";

/** The unlabelled rows that an estimate speaks of. */
export interface UnlabelledRows {
  readonly query: Query;
  readonly scores: readonly WindowedSeries[];
  readonly labels: Readonly<Record<string, string>>;
  readonly window: PlannedWindow;
  readonly n: number;
}

/** A number without labels: its assumption stands in the reason and in the details. */
export function toEstimateFinding(
  { query, scores, labels, window, n }: UnlabelledRows,
  estimated: {
    readonly id: string;
    readonly estimate: Estimate;
    readonly code: ReasonCode;
    readonly text: string;
    readonly assumption: string;
  },
): Finding {
  const { id, estimate, code, text, assumption } = estimated;
  const { alpha, minimumCount } = query.guard;
  const enough = n >= minimumCount;
  const sampling = samplingIntervalOf(estimate, { alpha, designEffect: 1 });
  const method = "independent truths, delta method";
  return createFinding(frameOf(query), {
    target: "prediction",
    labels,
    statistic: id,
    window,
    value: estimate.value,
    low: sampling?.low ?? estimate.resolution?.low ?? null,
    high: sampling?.high ?? estimate.resolution?.high ?? null,
    resolution: estimate.resolution,
    sampling: sampling && { ...sampling, level: 1 - alpha, sequential: false, method },
    n,
    status: enough && code !== "label-shift-refuted" ? "info" : "undetermined",
    reason: { code: enough ? code : "too-few-rows", text },
    quality: qualityOf(scores, window.firstBase, window.endBase),
    details: { assumption },
  });
}
