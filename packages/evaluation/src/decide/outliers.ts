import type { ReasonCode } from "@modelwatch/conventions/query";
import { type Decision, POLICY } from "./policy.js";

/** What one row of `outliers` is judged by. */
interface OutlierFacts {
  readonly n: number;
  readonly statistic: string;
  readonly value: number | null;
  readonly test:
    | { readonly kind: "untested"; readonly code: ReasonCode }
    | {
        readonly kind: "tested";
        /** Whether the number is further from what is expected than the tolerance. */
        readonly isMaterial: boolean;
        readonly beyond: ReasonCode;
        readonly within: ReasonCode;
      };
}

/**
 * A tail, a category, a missing value or a volume beside what is expected of it. `excess`: ln p − its threshold after the correction;
 * null where windows overlap, which are for looking at.
 */
export function decideOutlier(
  { n, statistic, value, test }: OutlierFacts,
  minimumCount: number,
  excess: number | null,
): Decision {
  if (test.kind === "untested") {
    if (test.code === "no-data") return { status: "missing", code: "no-data" };
    return { status: test.code === "descriptive" ? "info" : "undetermined", code: test.code };
  }
  if (excess === null) return { status: "info", code: "display-only" };
  const isFound = excess <= 0 && test.isMaterial;
  if (statistic === "staleness") {
    const isSilent = isFound && (value ?? 0) >= POLICY.missingAfterWindows;
    return isSilent ? { status: "missing", code: "stale" } : { status: "ok", code: test.within };
  }
  if (isFound) return { status: test.beyond === "no-data" ? "missing" : "watch", code: test.beyond };
  // few rows cannot acquit a share, but a volume is what it is
  if (n < minimumCount && statistic !== "volume") return { status: "undetermined", code: "too-few-rows" };
  return { status: "ok", code: test.within };
}
