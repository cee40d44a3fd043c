import { toModelwatchError } from "@modelwatch/conventions";
import type { ModelwatchError } from "@modelwatch/conventions";
import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import type { PrometheusSourceOptions } from "@modelwatch/sources/prometheus";

/** One small question, through the whole source. */
export async function askForModels(options: PrometheusSourceOptions): Promise<readonly string[]> {
  const source = createPrometheusSource(options);
  try {
    const range = { fromMs: 0, toMs: 1 };
    return await source.labelValues({ attribute: "ml.model.name", matchers: [], range });
  } finally {
    await source.close();
  }
}

/** Why it failed; throws where it did not. */
export async function failureOf(options: PrometheusSourceOptions): Promise<ModelwatchError> {
  const models = await askForModels(options).catch(toModelwatchError);
  if (models instanceof Error) return models;
  throw new Error(`answered ${JSON.stringify(models)}`);
}
