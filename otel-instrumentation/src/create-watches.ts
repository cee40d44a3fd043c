import type { ReferenceFile } from "@modelwatch/conventions";
import type { JoinOptions } from "./join/join-options.js";
import { applyReference } from "./model/apply-reference.js";
import { chooseReference, reportUnknownCategories } from "./model/choose-reference.js";
import type { ModelDeclaration } from "./model/declaration.js";
import type { ModelDefinition } from "./model/model-definition.js";
import { createWatch } from "./record/create-watch.js";
import { FaultLog } from "./record/fault-log.js";
import type { Registry } from "./record/registry.js";
import { SeriesLimit } from "./record/series-limit.js";
import type { Watch } from "./record/watch.js";

export interface ModelwatchOptions {
  /** Epoch milliseconds; `Date.now` by default. Every time stamp comes from it, so a replay runs in event time. */
  readonly clock?: () => number;
  /** Most series of this process; 5,000 by default. Beyond it strata are counted together, and that is counted. */
  readonly maxSeries?: number;
  /** Whether the active span gets the model and its prediction; true by default. */
  readonly spanAttributes?: boolean;
}

export interface WatchOptions {
  /** The training distribution: its bounds and categories are used, and it is exported as `ml.reference.*`. */
  readonly reference?: ReferenceFile | undefined;
  /** Remember predictions that are given an id, so that outcomes can be joined to them; by default none is. */
  readonly join?: JoinOptions | undefined;
}

/** Starts to count a model; the same name and version again gives the watch that exists. Never throws. */
export type WatchModel = <D extends ModelDeclaration>(
  model: ModelDefinition<D>,
  options?: WatchOptions,
) => Watch<D>;

const DEFAULT_MAX_SERIES = 5000;

/**
 * The watches of a process, whatever takes their counts out of it.
 * @param onReference told of each reference that a watch uses
 */
export function createWatches(
  registry: Registry,
  { clock = Date.now, maxSeries = DEFAULT_MAX_SERIES, spanAttributes = true }: ModelwatchOptions,
  onReference: (reference: ReferenceFile, model: ModelDefinition) => void,
): WatchModel {
  const limit = new SeriesLimit(maxSeries);
  const watches = new Map<string, Watch>();

  function start(model: ModelDefinition, { reference: given, join }: WatchOptions): Watch {
    const faults = new FaultLog(model);
    const reference = chooseReference(model, given, faults);
    const watched = reference ? applyReference(model, reference) : model;
    reportUnknownCategories(watched, faults);
    const watch = createWatch(watched, { registry, limit, faults, clock }, { join, spanAttributes });
    if (reference) onReference(reference, model);
    faults.inform(`up to ${watch.seriesEstimate} series declared, ${maxSeries} allowed in this process`);
    return watch;
  }

  return (model, options = {}) => {
    const key = JSON.stringify([model.name, model.version]);
    const watch = watches.get(key) ?? start(model, options);
    watches.set(key, watch);
    return watch;
  };
}
