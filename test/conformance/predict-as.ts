import { defineModel, numeric, probability, startModelwatch } from "@modelwatch/instrumentation";
import { fitReference } from "@modelwatch/instrumentation/fit";

/** Rows of the reference that every thread and process brings along. */
export const REFERENCE_ROWS = 1000;

/** Counts some predictions, as one of several threads or processes of a service. */
export async function predictAs(predictions: number): Promise<void> {
  const model = defineModel({
    name: "churn",
    version: "7",
    prediction: probability({ threshold: 0.5 }),
    features: { age: numeric({ min: 0 }) },
  });
  const rows = Array.from({ length: REFERENCE_ROWS }, (_, row) => ({
    score: row / REFERENCE_ROWS,
    features: { age: row % 90 },
  }));
  const reference = await fitReference({ declaration: model, description: "a test", rows });
  const modelwatch = await startModelwatch();
  const watch = modelwatch.watch(model, { reference });
  for (let i = 0; i < predictions; i++) watch.predict({ score: 0.3, features: { age: i % 90 } });
}
