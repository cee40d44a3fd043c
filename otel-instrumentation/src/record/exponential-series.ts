import type { Attributes } from "@opentelemetry/api";
import { ExponentialState } from "./exponential-state.js";

/** What all exponential series of one declared quantity share. */
export interface ExponentialLayout {
  readonly buckets: "exponential";
  /** Values are never negative: the histogram carries its own sum, and needs no `.positive` and `.negative`. */
  readonly neverNegative: boolean;
}

/** One series of an exponential histogram, counted since it was last taken. */
export class ExponentialSeries {
  readonly metric: string;
  readonly attributes: Attributes;
  readonly layout: ExponentialLayout;
  readonly state = new ExponentialState();

  constructor(metric: string, attributes: Attributes, layout: ExponentialLayout) {
    this.metric = metric;
    this.attributes = attributes;
    this.layout = layout;
  }

  record(value: number): void {
    this.state.record(value);
  }
}
