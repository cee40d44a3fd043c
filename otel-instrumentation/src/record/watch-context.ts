import type { Attributes } from "@opentelemetry/api";
import type { ModelDefinition } from "../model/model-definition.js";
import type { Cells } from "./cells.js";
import type { FaultLog } from "./fault-log.js";
import type { Registry } from "./registry.js";
import type { SeriesLimit } from "./series-limit.js";

/** What the recorders of one watched model share. */
export interface WatchContext {
  readonly model: ModelDefinition;
  /** `ml.model.name` and `ml.model.version`. */
  readonly attributes: Attributes;
  readonly cells: Cells;
  readonly registry: Registry;
  readonly limit: SeriesLimit;
  readonly faults: FaultLog;
}
