import type { Attributes } from "@opentelemetry/api";
import { INVALID_REASONS } from "@modelwatch/conventions";
import type { ModelDefinition } from "../model/model-definition.js";
import type { FaultLog } from "./fault-log.js";
import { CategoricalRecorder, NumericRecorder, type FeatureRecorder } from "./feature-recorder.js";
import type { Registry } from "./registry.js";
import { seriesPerHistogram, type SeriesLimit } from "./series-limit.js";
import { MISSING } from "./valid-number.js";

/** Counts the features of a prediction: every declared feature exactly once in each call, whatever the call holds. */
export class Features {
  readonly #recorders: readonly FeatureRecorder[];
  readonly #byName: ReadonlyMap<string, FeatureRecorder>;
  readonly #faults: FaultLog;
  /** Features counted in the declared order by the present call. */
  #counted = 0;
  #isInOrder = true;
  #call = 0;

  constructor(
    model: ModelDefinition,
    attributes: Attributes,
    registry: Registry,
    limit: SeriesLimit,
    faults: FaultLog,
  ) {
    this.#faults = faults;
    this.#recorders = [...model.features].map(([name, feature]) => {
      const recorder =
        feature.kind === "numeric"
          ? new NumericRecorder(name, feature, attributes, registry, faults)
          : new CategoricalRecorder(name, feature, attributes, registry, faults);
      limit.take(seriesOf(recorder));
      return recorder;
    });
    this.#byName = new Map(this.#recorders.map((recorder) => [recorder.name, recorder]));
  }

  /** Callers usually give all features in the declared order: then a call needs no look-up and no note of what it counted. */
  record(features: unknown): void {
    this.#counted = 0;
    this.#isInOrder = true;
    try {
      if (typeof features === "object" && features !== null)
        this.#recordGiven(features as Record<string, unknown>);
    } catch {
      // a getter or proxy of the caller threw: what it did not give is counted as missing below
    }
    if (this.#isInOrder && this.#counted === this.#recorders.length) return;
    this.#countMissing();
  }

  #recordGiven(features: Record<string, unknown>): void {
    for (const name in features) {
      const next = this.#recorders[this.#counted];
      if (this.#isInOrder && next !== undefined && next.name === name) {
        const value = features[name];
        this.#counted++;
        next.record(value);
      } else {
        if (this.#isInOrder) this.#leaveOrder();
        this.#recordByName(features, name);
      }
    }
  }

  #recordByName(features: Record<string, unknown>, name: string): void {
    const recorder = this.#byName.get(name);
    if (recorder === undefined) {
      this.#faults.count("undeclared-feature", name);
      return;
    }
    const value = features[name];
    recorder.lastCall = this.#call;
    recorder.record(value);
  }

  /** From here on each feature that is counted notes the call, those so far included. */
  #leaveOrder(): void {
    this.#isInOrder = false;
    // wraps around: only equality with the last call matters
    this.#call = (this.#call + 1) | 0;
    for (let position = 0; position < this.#counted; position++)
      this.#recorders[position]!.lastCall = this.#call;
  }

  #countMissing(): void {
    if (this.#isInOrder) this.#leaveOrder();
    for (const recorder of this.#recorders)
      if (recorder.lastCall !== this.#call) recorder.invalid.count(MISSING);
  }
}

function seriesOf(recorder: NumericRecorder | CategoricalRecorder): number {
  const counted =
    recorder instanceof NumericRecorder
      ? seriesPerHistogram(recorder.series.layout)
      : recorder.categories.attributes.length;
  return INVALID_REASONS.length + counted;
}
