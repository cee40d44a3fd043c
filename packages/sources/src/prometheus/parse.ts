import type { Labels } from "../source.js";
import { badShape, isRecord, parseNumber } from "./json.js";
import { parseNativeHistogram } from "./native-histogram.js";
import type { NativeHistogram } from "./native-histogram.js";

export interface StoredSample<T> {
  readonly timeMs: number;
  readonly value: T;
}

/** One series of an answer. Vectors come as series of one sample, so that instant and range queries read alike. */
export interface StoredSeries {
  /** In the store's spelling, without `__name__`. */
  readonly labels: Labels;
  readonly floats: readonly StoredSample<number>[];
  readonly histograms: readonly StoredSample<NativeHistogram>[];
}

/** The result of /api/v1/query and /api/v1/query_range. */
export function parseQueryResult(data: unknown): readonly StoredSeries[] {
  if (!isRecord(data) || !Array.isArray(data["result"])) throw badShape("a query result", data);
  const { resultType } = data;
  if (resultType !== "matrix" && resultType !== "vector") throw badShape("a matrix or vector", resultType);
  return data["result"].map((row: unknown) => {
    if (!isRecord(row)) throw badShape("a series", row);
    const floats = resultType === "matrix" ? row["values"] : wrap(row["value"]);
    const histograms = resultType === "matrix" ? row["histograms"] : wrap(row["histogram"]);
    return {
      labels: parseLabels(row["metric"]).labels,
      floats: parseSamples(floats, parseNumber),
      histograms: parseSamples(histograms, parseNativeHistogram),
    };
  });
}

/** The result of /api/v1/series: name and labels of each. */
export function parseSeries(data: unknown): readonly { readonly name: string; readonly labels: Labels }[] {
  if (!Array.isArray(data)) throw badShape("a list of series", data);
  return data.map(parseLabels);
}

/** The result of /api/v1/label/…/values. */
export function parseStrings(data: unknown): readonly string[] {
  if (!Array.isArray(data)) throw badShape("a list of strings", data);
  return data.map((value: unknown) => {
    if (typeof value !== "string") throw badShape("a string", value);
    return value;
  });
}

function wrap(sample: unknown): readonly unknown[] {
  return sample === undefined ? [] : [sample];
}

function parseSamples<T>(samples: unknown, parse: (value: unknown) => T): readonly StoredSample<T>[] {
  if (samples === undefined) return [];
  if (!Array.isArray(samples)) throw badShape("a list of samples", samples);
  return samples.map((sample: unknown) => {
    if (!Array.isArray(sample) || typeof sample[0] !== "number") throw badShape("a sample", sample);
    return { timeMs: Math.round(sample[0] * 1000), value: parse(sample[1]) };
  });
}

function parseLabels(metric: unknown): { readonly name: string; readonly labels: Labels } {
  if (!isRecord(metric)) throw badShape("labels", metric);
  let name = "";
  const labels: Record<string, string> = {};
  for (const [label, value] of Object.entries(metric)) {
    if (typeof value !== "string") throw badShape("a label's value", value);
    if (label === "__name__") name = value;
    else labels[label] = value;
  }
  return { name, labels };
}
