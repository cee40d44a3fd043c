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
  readonly #positions: ReadonlyMap<string, number>;
  readonly #faults: FaultLog;
  /** Lent to one call at a time. */
  #spare: Uint8Array | undefined;

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
    this.#positions = new Map(this.#recorders.map(({ name }, position) => [name, position]));
  }

  /**
   * Callers usually give all features in the declared order: then a call needs no look-up and no note of what it counted. What a
   * call knows is its own: a getter of the caller may predict in the middle of it.
   */
  record(features: unknown): void {
    const recorders = this.#recorders;
    let inOrder = 0;
    let seen: Uint8Array | undefined;
    try {
      if (typeof features === "object" && features !== null) {
        const given = features as Record<string, unknown>;
        for (const name in given) {
          const next = recorders[inOrder];
          if (seen === undefined && next !== undefined && next.name === name) {
            const value = given[name];
            inOrder++;
            next.record(value);
          } else {
            seen ??= this.#noteSeen(inOrder);
            this.#recordByName(given, name, seen);
          }
        }
      }
    } catch {
      // a getter or proxy of the caller threw: what it did not give is counted as missing below
    }
    if (seen === undefined && inOrder === recorders.length) return;
    this.#countMissing(seen ?? this.#noteSeen(inOrder));
  }

  #recordByName(given: Record<string, unknown>, name: string, seen: Uint8Array): void {
    const position = this.#positions.get(name);
    if (position === undefined) {
      this.#faults.count("undeclared-feature");
      return;
    }
    const value = given[name];
    seen[position] = 1;
    this.#recorders[position]!.record(value);
  }

  /** Which features a call has counted, from now on noted one by one: so far the first `inOrder`. */
  #noteSeen(inOrder: number): Uint8Array {
    const seen = this.#spare ?? new Uint8Array(this.#recorders.length);
    this.#spare = undefined;
    return seen.fill(1, 0, inOrder).fill(0, inOrder);
  }

  #countMissing(seen: Uint8Array): void {
    for (let position = 0; position < seen.length; position++)
      if (seen[position] === 0) this.#recorders[position]!.invalid.count(MISSING);
    this.#spare = seen;
  }
}

function seriesOf(recorder: NumericRecorder | CategoricalRecorder): number {
  const counted =
    recorder instanceof NumericRecorder
      ? seriesPerHistogram(recorder.series.layout)
      : recorder.categories.attributes.length;
  return INVALID_REASONS.length + counted;
}
