import type { Labels } from "../source.js";
import { badShape, isRecord, parseNumber } from "./json.js";
import { parseNativeHistogram } from "./native-histogram.js";
import type { NativeHistogram } from "./native-histogram.js";

/** One series of an instant query's answer: a number or a native histogram. */
export interface VectorSeries {
  /** In the store's spelling, without `__name__`. */
  readonly labels: Labels;
  readonly value?: number;
  readonly histogram?: NativeHistogram;
}

/** The result of /api/v1/query. */
export function parseVector(data: unknown): readonly VectorSeries[] {
  return parseRows(data, "vector").map((row) => ({
    labels: parseLabels(row["metric"]).labels,
    ...(row["value"] !== undefined && { value: parseNumber(parseSample(row["value"]).value) }),
    ...(row["histogram"] !== undefined && {
      histogram: parseNativeHistogram(parseSample(row["histogram"]).value),
    }),
  }));
}

/** The series of an answer of the given type, each still to be parsed. */
export function parseRows(
  data: unknown,
  type: "matrix" | "vector",
): readonly Readonly<Record<string, unknown>>[] {
  if (!isRecord(data) || !Array.isArray(data["result"])) throw badShape("a query result", data);
  if (data["resultType"] !== type) throw badShape(`a ${type}`, data["resultType"]);
  return data["result"].map((row: unknown) => {
    if (!isRecord(row)) throw badShape("a series", row);
    return row;
  });
}

/** `[seconds, value]`. */
export function parseSample(sample: unknown): { readonly seconds: number; readonly value: unknown } {
  if (!Array.isArray(sample) || typeof sample[0] !== "number") throw badShape("a sample", sample);
  return { seconds: sample[0], value: sample[1] };
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

export function parseLabels(metric: unknown): { readonly name: string; readonly labels: Labels } {
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
