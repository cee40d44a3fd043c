import type { DataTransformerConfig, DynamicConfigValue } from "@grafana/grafana-foundation-sdk/dashboard";

// The backend's series frames hold time, value, low, high, n, evidence, threshold, margin and state; Grafana's display names
// put the frame's name before and the labels after them.

/** Keeps only these fields of every frame. */
export function keepFields(...names: readonly string[]): DataTransformerConfig {
  return { id: "filterFieldsByName", options: { include: { pattern: fieldPattern(["time", ...names]) } } };
}

/** A regular expression, as Grafana's matchers take it, for fields of these names in any frame. */
export function fieldPattern(names: readonly string[]): string {
  return `/(^|\\s)(${names.join("|")})(\\s|$)/`;
}

/** `low` and `high` as a band around `value`; for panels with one series. */
export const INTERVAL_BAND: readonly { readonly field: string; readonly properties: DynamicConfigValue[] }[] =
  [
    {
      field: "low",
      properties: [
        { id: "displayName", value: "low" },
        { id: "custom.lineWidth", value: 0 },
        { id: "custom.hideFrom", value: { legend: true, tooltip: false, viz: false } },
      ],
    },
    {
      field: "high",
      properties: [
        { id: "displayName", value: "high" },
        { id: "custom.lineWidth", value: 0 },
        { id: "custom.fillBelowTo", value: "low" },
        { id: "custom.fillOpacity", value: 20 },
        { id: "custom.hideFrom", value: { legend: true, tooltip: false, viz: false } },
      ],
    },
  ];
