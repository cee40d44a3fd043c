import type { Labels } from "@modelwatch/sources";
import type { AnyValue, KeyValue, Resource } from "../generated/otlp-metrics.js";

/** Resource attributes that tell processes apart: kept as labels, or two processes' counters would be one series. */
const PROCESS_ATTRIBUTES: ReadonlySet<string> = new Set([
  "service.name",
  "service.instance.id",
  "host.name",
  "process.pid",
]);

/** The labels that a resource gives to all of its points. */
export function toProcessLabels(resource: Resource | undefined): Labels {
  const kept = resource?.attributes.filter(({ key }) => PROCESS_ATTRIBUTES.has(key)) ?? [];
  return Object.fromEntries(kept.flatMap(({ key, value }) => toPair(key, toText(value))));
}

/** A point's labels: its attributes over those of its process. A string is the reason why they cannot be labels. */
export function toLabels(process: Labels, attributes: readonly KeyValue[]): Labels | string {
  // plain assignments in one order keep V8's fast object layout; a spread of `process` costs five times as much
  const labels: Record<string, string> = {};
  for (const key in process) labels[key] = process[key] ?? "";
  for (const { key, value } of attributes) {
    const text = toText(value);
    if (text === undefined) return `attribute ${key} is neither text, number nor boolean`;
    if (key === "__proto__") return "attribute __proto__ cannot be stored";
    labels[key] = text;
  }
  return labels;
}

function toText(value: AnyValue | undefined): string | undefined {
  if (value === undefined) return "";
  if (value.stringValue !== undefined) return value.stringValue;
  const scalar = value.intValue ?? value.boolValue ?? value.doubleValue;
  if (scalar !== undefined) return String(scalar);
  const compound = value.arrayValue ?? value.kvlistValue ?? value.bytesValue;
  return compound === undefined ? "" : undefined;
}

function toPair(key: string, text: string | undefined): readonly (readonly [string, string])[] {
  return text === undefined || text === "" ? [] : [[key, text]];
}
