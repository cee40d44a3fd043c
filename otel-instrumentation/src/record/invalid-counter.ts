import type { Attributes } from "@opentelemetry/api";
import { ATTR_INVALID_REASON, INVALID_REASONS, METRIC_FEATURE_INVALID } from "@modelwatch/conventions";
import { CounterBlock } from "./counter-block.js";
import type { FaultLog } from "./fault-log.js";
import type { Registry } from "./registry.js";

/** Counts the invalid values of one feature by reason, and reports each reason once. Clean features keep no counters. */
export class InvalidCounter {
  readonly #feature: string;
  readonly #attributes: Attributes;
  readonly #registry: Registry;
  readonly #faults: FaultLog;
  #block: CounterBlock | undefined;
  /** One bit for each reason. */
  #reported = 0;

  constructor(feature: string, attributes: Attributes, registry: Registry, faults: FaultLog) {
    this.#feature = feature;
    this.#attributes = attributes;
    this.#registry = registry;
    this.#faults = faults;
  }

  /** @param reason an index in `INVALID_REASONS`. */
  count(reason: number): void {
    (this.#block ?? this.#createBlock()).count(reason);
    if ((this.#reported & (1 << reason)) !== 0) return;
    this.#reported |= 1 << reason;
    this.#faults.report(`feature-${INVALID_REASONS[reason]!}`, this.#feature);
  }

  #createBlock(): CounterBlock {
    const block = new CounterBlock(
      METRIC_FEATURE_INVALID,
      this.#attributes,
      ATTR_INVALID_REASON,
      INVALID_REASONS,
    );
    this.#registry.addCounters(block);
    this.#block = block;
    return block;
  }
}
