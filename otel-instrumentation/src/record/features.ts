import type { Attributes } from "@opentelemetry/api";
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
          ? new NumericRecorder(name, feature, attributes, faults)
          : new CategoricalRecorder(name, feature, attributes, faults);
      register(recorder, registry, limit);
      return recorder;
    });
    this.#byName = new Map(this.#recorders.map((recorder) => [recorder.name, recorder]));
  }

  /** Callers usually give the features in the declared order: then a call needs no look-up by name. */
  record(features: unknown): void {
    // wraps around: only equality with the last call matters
    const call = (this.#call = (this.#call + 1) | 0);
    try {
      if (typeof features === "object" && features !== null)
        this.#recordGiven(features as Record<string, unknown>, call);
    } catch {
      // a getter or proxy of the caller threw: what it did not give is counted as missing below
    }
    for (const recorder of this.#recorders) {
      if (recorder.lastCall === call) continue;
      recorder.lastCall = call;
      recorder.invalid.count(MISSING);
    }
  }

  #recordGiven(features: Record<string, unknown>, call: number): void {
    let position = 0;
    for (const name in features) {
      let recorder = this.#recorders[position++];
      if (recorder === undefined || recorder.name !== name) recorder = this.#byName.get(name);
      if (recorder === undefined) {
        this.#faults.count("undeclared-feature", name);
        continue;
      }
      const value = features[name];
      recorder.lastCall = call;
      recorder.record(value);
    }
  }
}

function register(
  recorder: NumericRecorder | CategoricalRecorder,
  registry: Registry,
  limit: SeriesLimit,
): void {
  registry.addCounters(recorder.invalid.block);
  limit.take(recorder.invalid.block.attributes.length);
  if (recorder instanceof NumericRecorder) {
    registry.addHistogram(recorder.series);
    limit.take(seriesPerHistogram(recorder.series.layout));
  } else {
    registry.addCounters(recorder.categories);
    limit.take(recorder.categories.attributes.length);
  }
}
