import type { ReferenceCategories, ReferenceFile, ReferenceHistogram } from "@modelwatch/conventions";
import type { ModelDeclaration } from "./declaration.js";
import type { FeatureDefinition, ModelDefinition } from "./model-definition.js";

/**
 * The model with the bounds and categories of a reference, so that production and reference share one layout and can be
 * compared bucket by bucket. What the reference does not hold, or holds as another kind, stays as declared.
 */
export function applyReference<D extends ModelDeclaration>(
  model: ModelDefinition<D>,
  reference: ReferenceFile,
): ModelDefinition<D> {
  const features = new Map<string, FeatureDefinition>();
  for (const [name, feature] of model.features)
    features.set(name, withReference(feature, reference.features[name]));
  const bounds = reference.prediction?.bounds;
  const prediction = bounds ? { ...model.prediction, bounds } : model.prediction;
  return Object.freeze({ ...model, prediction, features });
}

function withReference(
  feature: FeatureDefinition,
  reference: ReferenceHistogram | ReferenceCategories | undefined,
): FeatureDefinition {
  if (feature.kind === "numeric") {
    return reference?.kind === "numeric" ? { ...feature, bounds: reference.bounds } : feature;
  }
  return reference?.kind === "categorical" ? { ...feature, categories: reference.categories } : feature;
}
