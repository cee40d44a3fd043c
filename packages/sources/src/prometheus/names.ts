import { SUFFIX_NEGATIVE, SUFFIX_POSITIVE, SUFFIX_SQUARES } from "@modelwatch/conventions";

/** How OpenTelemetry's names are stored: translated to `[a-zA-Z0-9_:]`, or as they are (Prometheus 3's UTF-8 names). */
export type Spelling = "underscores" | "utf-8";

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
const RESOURCE_LABELS: Readonly<Record<string, string>> = {
  "service.name": "job",
  "service.instance.id": "instance",
};

/** The stored label of an attribute: `ml.feature.name` → `ml_feature_name`. */
export function toLabel(attribute: string, spelling: Spelling): string {
  const known = RESOURCE_LABELS[attribute];
  if (known !== undefined) return known;
  if (spelling === "utf-8") return attribute;
  const label = attribute.replace(/[^a-zA-Z0-9_]/gu, "_");
  if (/^[0-9]/.test(label)) return `key_${label}`;
  return label.startsWith("_") && !label.startsWith("__") ? `key${label}` : label;
}

/** A metric's name in the store, before the store's suffixes: `ml.feature.value` → `ml_feature_value`. */
export function toStoredName(metric: string, spelling: Spelling): string {
  if (spelling === "utf-8") return metric;
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
