import type { Attributes } from "@opentelemetry/api";
import { ATTR_INVALID_REASON, INVALID_REASONS, METRIC_FEATURE_INVALID } from "@modelwatch/conventions";
import { CounterBlock } from "./counter-block.js";
import type { FaultLog } from "./fault-log.js";

/** Counts the invalid values of one feature by reason, and reports each reason once. */
export class InvalidCounter {
  readonly block: CounterBlock;
  readonly #feature: string;
  readonly #faults: FaultLog;
  readonly #isReported = new Uint8Array(INVALID_REASONS.length);

  constructor(feature: string, attributes: Attributes, faults: FaultLog) {
    this.block = new CounterBlock(METRIC_FEATURE_INVALID, attributes, ATTR_INVALID_REASON, INVALID_REASONS);
    this.#feature = feature;
    this.#faults = faults;
  }

  /** @param reason an index in `INVALID_REASONS`. */
  count(reason: number): void {
    this.block.count(reason);
    if (this.#isReported[reason] === 1) return;
    this.#isReported[reason] = 1;
    this.#faults.report(`feature-${INVALID_REASONS[reason]!}`, this.#feature);
  }
}
