import type { Attributes } from "@opentelemetry/api";

/** Counters of one metric that differ in one attribute: the categories of a feature, the reasons of a fault. */
export class CounterBlock {
  readonly metric: string;
  /** One element for each counter. A counter becomes a series with its first count. */
  readonly attributes: readonly Attributes[];
  /** Counts since last taken. */
  readonly state: Float64Array;

  constructor(metric: string, common: Attributes, attribute: string, values: readonly string[]) {
    this.metric = metric;
    this.attributes = values.map((value) => Object.assign({}, common, { [attribute]: value }));
    this.state = new Float64Array(values.length);
  }

  count(index: number): void {
    this.state[index]! += 1;
  }
}
