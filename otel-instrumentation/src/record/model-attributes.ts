import type { Attributes } from "@opentelemetry/api";
import { ATTR_MODEL_NAME, ATTR_MODEL_VERSION } from "@modelwatch/conventions";
import type { ModelDefinition } from "../model/model-definition.js";

/** The attributes on every series of a model. */
export function modelAttributes({ name, version }: Pick<ModelDefinition, "name" | "version">): Attributes {
  return { [ATTR_MODEL_NAME]: name, [ATTR_MODEL_VERSION]: version };
}
