import { ValueType, type Attributes } from "@opentelemetry/api";

/** Monotonic counters of one metric, as a collection takes them over. */
export interface Counters {
  readonly metric: string;
  /** One element for each counter. A counter becomes a series with its first count. */
  readonly attributes: readonly Attributes[];
  /** What was added since last taken. */
  readonly state: Float64Array;
  /** Counts are integers; sums of measured values are doubles. */
  readonly valueType: ValueType;
}

/** Counters of one metric that differ in one attribute: the categories of a feature, the reasons of a fault. */
export class CounterBlock implements Counters {
  readonly metric: string;
  readonly attributes: readonly Attributes[];
  readonly state: Float64Array;
  readonly valueType = ValueType.INT;

  constructor(metric: string, common: Attributes, attribute: string, values: readonly string[]) {
    this.metric = metric;
    this.attributes = values.map((value) => Object.assign({}, common, { [attribute]: value }));
    this.state = new Float64Array(values.length);
  }

  count(index: number): void {
    this.state[index]! += 1;
  }
}
