// For users: declare a model, watch it, hand its metrics to a reader.
export { categorical, number, numeric, probability } from "./model/declaration.js";
export type {
  CategoricalDeclaration,
  CategoricalOptions,
  FeatureDeclaration,
  ModelDeclaration,
  NumberDeclaration,
  NumericDeclaration,
  NumericOptions,
  PredictionDeclaration,
  ProbabilityDeclaration,
} from "./model/declaration.js";
export { defineModel } from "./model/define-model.js";
export type { FeatureValues, Outcome, Placement, Prediction, Truth } from "./model/input.js";
export type { ModelDefinition } from "./model/model-definition.js";
export { createModelwatch } from "./modelwatch.js";
export type { Modelwatch, ModelwatchOptions, WatchOptions } from "./modelwatch.js";
export type { ProducerOptions } from "./producer/producer.js";
export type { Temporality } from "./producer/metric-set.js";
export type { Watch } from "./record/watch.js";

// For users: the reference, fitted once and read at start.
export { applyReference } from "./model/apply-reference.js";
export { parseReferenceFile } from "./reference/check-reference.js";
export type { ReferenceResult } from "./reference/check-reference.js";
export { fitReference } from "./reference/fit-reference.js";
export type { FitOptions, ReferenceRow } from "./reference/fit-reference.js";
