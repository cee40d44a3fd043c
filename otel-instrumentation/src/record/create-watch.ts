import { checkJoin, type JoinOptions } from "../join/join-options.js";
import { PredictionMemory } from "../join/prediction-memory.js";
import type { ModelDefinition } from "../model/model-definition.js";
import { ActiveSpan } from "../span/active-span.js";
import { Cells } from "./cells.js";
import type { FaultLog } from "./fault-log.js";
import { modelAttributes } from "./model-attributes.js";
import type { Registry } from "./registry.js";
import type { SeriesLimit } from "./series-limit.js";
import { ModelWatch } from "./watch.js";

/** What the watches of a process share, and the faults of this one. */
export interface WatchServices {
  readonly registry: Registry;
  readonly limit: SeriesLimit;
  readonly faults: FaultLog;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

export interface WatchExtrasOptions {
  readonly join: JoinOptions | undefined;
  readonly spanAttributes: boolean;
}

/** A watch of a model with all that it counts into. Never throws: options that cannot be used are reported. */
export function createWatch(
  model: ModelDefinition,
  { registry, limit, faults, clock }: WatchServices,
  { join, spanAttributes }: WatchExtrasOptions,
): ModelWatch {
  const attributes = modelAttributes(model);
  const limits = join && checkJoin(join);
  if (limits === "invalid") faults.report("invalid-join", "maxEntries or maxAgeMs is out of range: no join");
  return new ModelWatch(
    { model, attributes, cells: new Cells(model, faults), registry, limit, faults },
    {
      memory: limits && limits !== "invalid" ? new PredictionMemory(limits, clock, faults) : undefined,
      span: spanAttributes ? new ActiveSpan(attributes) : undefined,
    },
  );
}
