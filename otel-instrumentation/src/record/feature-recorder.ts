import type { Attributes } from "@opentelemetry/api";
import {
  ATTR_FEATURE_CATEGORY,
  ATTR_FEATURE_NAME,
  ATTR_UNIT,
  CATEGORY_OTHER,
  METRIC_FEATURE_CATEGORY,
  METRIC_FEATURE_VALUE,
} from "@modelwatch/conventions";
import { toLayout } from "../model/default-bounds.js";
import type { CategoricalFeatureDefinition, NumericFeatureDefinition } from "../model/model-definition.js";
import { CounterBlock } from "./counter-block.js";
import type { FaultLog } from "./fault-log.js";
import { InvalidCounter } from "./invalid-counter.js";
import type { Registry } from "./registry.js";
import { VALID, checkNumber, toCategory } from "./valid-number.js";
import { createValueSeries, type ValueSeries } from "./value-series.js";

/** Counts the values of one feature: each value once, in its distribution or as invalid. */
export interface FeatureRecorder {
  readonly name: string;
  readonly invalid: InvalidCounter;
  record(value: unknown): void;
}

export class NumericRecorder implements FeatureRecorder {
  readonly name: string;
  readonly invalid: InvalidCounter;
  readonly series: ValueSeries;
  readonly #min: number;
  readonly #max: number;

  constructor(
    name: string,
    feature: NumericFeatureDefinition,
    model: Attributes,
    registry: Registry,
    faults: FaultLog,
  ) {
    const attributes = { ...model, [ATTR_FEATURE_NAME]: name };
    this.name = name;
    this.invalid = new InvalidCounter(name, attributes, registry, faults);
    const unit = feature.unit === undefined ? {} : { [ATTR_UNIT]: feature.unit };
    this.series = createValueSeries(
      METRIC_FEATURE_VALUE,
      { ...attributes, ...unit },
      toLayout(feature),
      registry,
    );
    this.#min = feature.min;
    this.#max = feature.max;
  }

  record(value: unknown): void {
    const reason = checkNumber(value, this.#min, this.#max);
    if (reason === VALID) this.series.record(value as number);
    else this.invalid.count(reason);
  }
}

export class CategoricalRecorder implements FeatureRecorder {
  readonly name: string;
  readonly invalid: InvalidCounter;
  readonly categories: CounterBlock;
  readonly #indices: ReadonlyMap<string, number>;
  readonly #other: number;

  constructor(
    name: string,
    feature: CategoricalFeatureDefinition,
    model: Attributes,
    registry: Registry,
    faults: FaultLog,
  ) {
    const attributes = { ...model, [ATTR_FEATURE_NAME]: name };
    const known = feature.categories ?? [];
    this.name = name;
    this.invalid = new InvalidCounter(name, attributes, registry, faults);
    this.categories = new CounterBlock(METRIC_FEATURE_CATEGORY, attributes, ATTR_FEATURE_CATEGORY, [
      ...known,
      CATEGORY_OTHER,
    ]);
    registry.addCounters(this.categories);
    this.#indices = new Map(known.map((category, index) => [category, index]));
    this.#other = known.length;
  }

  record(value: unknown): void {
    const category = toCategory(value);
    if (typeof category === "number") this.invalid.count(category);
    else this.categories.count(this.#indices.get(category) ?? this.#other);
  }
}
