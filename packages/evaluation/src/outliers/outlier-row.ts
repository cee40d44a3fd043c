import type { Finding, ReasonCode } from "@modelwatch/conventions/query";
import type { PlannedWindow } from "../windows/plan-windows.js";

/** A number beside what is expected of it. */
export interface OutlierRow {
  readonly target: string;
  /** `tail-mass-low`, `volume`, … */
  readonly statistic: string;
  readonly unit?: string;
  readonly window: Pick<PlannedWindow, "fromMs" | "toMs">;
  /** Rows in the window. */
  readonly n: number;
  readonly value: number | null;
  /** What samples hide, for one look; absent: the number is counted. */
  readonly interval?: { readonly low: number; readonly high: number; readonly method: string };
  /** What buckets hide. */
  readonly resolution?: { readonly low: number; readonly high: number };
  /** What leads to expect otherwise; null: nothing yet. */
  readonly reference: Finding["reference"];
  readonly expected: number | null;
  readonly test: OutlierTest;
  readonly details: Finding["details"];
}

export type OutlierTest =
  | {
      readonly kind: "tested";
      /** ln of the p-value for "as expected". */
      readonly logPValue: number;
      /** Whether the number is further from what is expected than the tolerance. */
      readonly isMaterial: boolean;
      readonly beyond: ReasonCode;
      readonly within: ReasonCode;
    }
  /** Not tested, and why. */
  | {
      readonly kind: "untested";
      readonly code:
        | "no-data"
        | "no-reference"
        | "layout-changed"
        | "too-few-rows"
        | "learning"
        | "descriptive"
        | "display-only"
        | "reference-overlaps";
    };

/** Hellinger distance between two shares, each with its rest: the guard's tolerance is one. */
export function shareDistance(a: number, b: number): number {
  const squares = (Math.sqrt(a) - Math.sqrt(b)) ** 2 + (Math.sqrt(1 - a) - Math.sqrt(1 - b)) ** 2;
  return Math.sqrt(squares / 2);
}
