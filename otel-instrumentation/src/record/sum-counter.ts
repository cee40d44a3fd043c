import { ValueType, type Attributes } from "@opentelemetry/api";
import type { Counters } from "./counter-block.js";

/** A monotonic counter of a measured quantity, in doubles: Σy, Σxy. */
export class SumCounter implements Counters {
  readonly metric: string;
  readonly attributes: readonly Attributes[];
  readonly state = new Float64Array(1);
  readonly valueType = ValueType.DOUBLE;

  constructor(metric: string, attributes: Attributes) {
    this.metric = metric;
    this.attributes = [attributes];
  }

  /** @param magnitude finite and never negative. */
  add(magnitude: number): void {
    this.state[0]! += magnitude;
  }
}
