import type { ReferenceFile } from "@modelwatch/conventions";
import type { FaultLog } from "../record/fault-log.js";
import { checkReference } from "../reference/check-reference.js";
import type { ModelDefinition } from "./model-definition.js";

/** A given reference where it can be used; everything else about it is counted or reported, never thrown. */
export function chooseReference(
  model: ModelDefinition,
  given: ReferenceFile | undefined,
  faults: FaultLog,
): ReferenceFile | undefined {
  if (given === undefined) {
    faults.count("no-reference");
    return undefined;
  }
  const checked = checkReference(given);
  if (checked.kind === "invalid") {
    faults.count("invalid-reference", checked.reason);
    return undefined;
  }
  const { reference } = checked;
  if (reference.model.name !== model.name) faults.report("reference-of-another-model", reference.model.name);
  for (const [name, feature] of model.features) {
    if (reference.features[name]?.kind !== feature.kind) faults.report("feature-without-reference", name);
  }
  return reference;
}

/** Reports categorical features of which no category is known: all their values count as `__other__`. */
export function reportUnknownCategories(model: ModelDefinition, faults: FaultLog): void {
  for (const [name, feature] of model.features) {
    if (feature.kind === "categorical" && feature.categories === undefined)
      faults.report("no-known-categories", name);
  }
}
