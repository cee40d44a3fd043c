// For users: declare a model, watch it, hand its metrics to a reader.
export { categorical, numeric } from "./model/declaration.js";
export type {
  BusinessOptions,
  CategoricalDeclaration,
  CategoricalOptions,
  CovariateOptions,
  FeatureDeclaration,
  ModelDeclaration,
  NumericDeclaration,
  NumericOptions,
} from "./model/declaration.js";
export { classes, number, probability, score } from "./model/prediction-declaration.js";
export type {
  ClassesDeclaration,
  NumberDeclaration,
  PredictionDeclaration,
  ProbabilityDeclaration,
  ScoreDeclaration,
} from "./model/prediction-declaration.js";
export { defineModel } from "./model/define-model.js";
export type {
  BusinessPlacement,
  FeatureValues,
  JoinedOutcome,
  Outcome,
  Placement,
  Prediction,
  PredictionId,
  Truth,
  ValuedOutcome,
} from "./model/input.js";
export type { ModelDefinition } from "./model/model-definition.js";
export type { JoinOptions } from "./join/join-options.js";
export { createModelwatch } from "./modelwatch.js";
export type { Modelwatch } from "./modelwatch.js";
export type { ModelwatchOptions, WatchModel, WatchOptions } from "./create-watches.js";
export type { ProducerOptions } from "./producer/producer.js";
export type { Temporality } from "./producer/metric-set.js";
export type { Watch } from "./record/watch.js";

export { createPlainModelwatch } from "./plain/create-plain-modelwatch.js";
export type { PlainModelwatch, PlainOptions } from "./plain/create-plain-modelwatch.js";
export { startModelwatch } from "./start/start-modelwatch.js";
export type { FlushResult, StartOptions, StartedModelwatch } from "./start/start-modelwatch.js";
// For users: the reference, read at start; `@modelwatch/instrumentation/fit` makes it.
export { applyReference } from "./model/apply-reference.js";
export { parseReferenceFile } from "./reference/check-reference.js";
export type { ReferenceResult } from "./reference/check-reference.js";
