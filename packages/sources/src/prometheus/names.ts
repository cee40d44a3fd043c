import { STRATUM_PREFIX, SUFFIX_NEGATIVE, SUFFIX_POSITIVE, SUFFIX_SQUARES } from "@modelwatch/conventions";
import type { Labels } from "../source.js";

/** How OpenTelemetry's names are stored. */
export interface Spelling {
  /** Translated to `[a-zA-Z0-9_:]`, or as they are (UTF-8 names). */
  readonly names: "underscores" | "utf-8";
  /** Whether `service.name` and `service.instance.id` become `job` and `instance` (Prometheus) or keep their names. */
  readonly process: "job-instance" | "kept";
}

/** The series that together hold one histogram metric. `native` is the histogram itself as one sample. */
export type HistogramPart = "bucket" | "native" | "sum" | "squares" | "positive" | "negative";

/**
 * Suffixes that the translation adds for a metric's unit; the wire's name does not tell the unit, so all are looked for.
 * From Prometheus' otlptranslator (`unitMap`).
 */
const UNIT_SUFFIXES: readonly string[] = (
  "days hours minutes seconds milliseconds microseconds nanoseconds bytes kibibytes mebibytes gibibytes tibibytes " +
  "kilobytes megabytes gigabytes terabytes meters volts amperes joules watts grams celsius hertz percent"
).split(" ");

/** Resource attributes that Prometheus' OTLP endpoint stores under names of its own. */
const PROCESS_LABELS: Readonly<Record<string, string>> = {
  "service.name": "job",
  "service.instance.id": "instance",
};

/** The stored label of an attribute: `ml.feature.name` → `ml_feature_name`. */
export function toLabel(attribute: string, spelling: Spelling): string {
  const known = PROCESS_LABELS[attribute];
  if (known !== undefined && spelling.process === "job-instance") return known;
  if (spelling.names === "utf-8") return attribute;
  const label = attribute.replace(/[^a-zA-Z0-9_]/gu, "_");
  if (/^[0-9]/.test(label)) return `key_${label}`;
  return label.startsWith("_") && !label.startsWith("__") ? `key${label}` : label;
}

/**
 * The attribute that a stored label is asked for by: the reverse of {@link toLabel}. Which dots a translated name had is known
 * of our own attributes only; the others are asked for as they are stored.
 */
export function fromLabel(label: string): string {
  const process = Object.keys(PROCESS_LABELS).find(
    (attribute) => PROCESS_LABELS[attribute] === label || attribute.replaceAll(".", "_") === label,
  );
  if (process !== undefined) return process;
  const stratum = STRATUM_PREFIX.replaceAll(".", "_");
  if (label.startsWith(stratum)) return STRATUM_PREFIX + label.slice(stratum.length);
  return label.startsWith("ml_") ? label.replaceAll("_", ".") : label;
}

/** Whether a stored label set names its process by the attributes' own names. */
export function keepsProcess(stored: Labels): boolean {
  return Object.keys(PROCESS_LABELS).some(
    (attribute) => attribute in stored || attribute.replaceAll(".", "_") in stored,
  );
}

/** A metric's name in the store, before the store's suffixes: `ml.feature.value` → `ml_feature_value`. */
export function toStoredName(metric: string, spelling: Spelling): string {
  if (spelling.names === "utf-8") return metric;
  const name = metric.replace(/[^a-zA-Z0-9_:]/gu, "_");
  return /^[0-9]/.test(name) ? `_${name}` : name;
}

/** Every name under which a counter may be stored, with and without the suffixes of its type and unit. */
export function counterNames(metric: string, spelling: Spelling): readonly string[] {
  const name = toStoredName(metric, spelling);
  if (name.endsWith("_total")) return [name];
  return [`${name}_total`, name, ...UNIT_SUFFIXES.map((unit) => `${name}_${unit}_total`)];
}

/** Every name under which a part of a histogram may be stored → that part. */
export function histogramNames(metric: string, spelling: Spelling): ReadonlyMap<string, HistogramPart> {
  const name = toStoredName(metric, spelling);
  const parts = new Map<string, HistogramPart>();
  for (const base of [name, ...UNIT_SUFFIXES.map((unit) => `${name}_${unit}`)]) {
    parts.set(base, "native").set(`${base}_bucket`, "bucket").set(`${base}_sum`, "sum");
  }
  const counters = [
    [SUFFIX_SQUARES, "squares"],
    [SUFFIX_POSITIVE, "positive"],
    [SUFFIX_NEGATIVE, "negative"],
  ] as const;
  for (const [suffix, part] of counters) {
    for (const counter of counterNames(metric + suffix, spelling)) parts.set(counter, part);
  }
  return parts;
}

/** A label name as it stands in a path of the HTTP API: UTF-8 names are escaped with `U__` and hexadecimal code points. */
export function toPathLabel(label: string): string {
  if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label)) return label;
  const escaped = Array.from(label, (character) => {
    if (character === "_") return "__";
    if (/[a-zA-Z0-9]/.test(character)) return character;
    return `_${(character.codePointAt(0) ?? 0).toString(16)}_`;
  });
  return `U__${escaped.join("")}`;
}
