import type { DataTransformerConfig, DynamicConfigValue } from "@grafana/grafana-foundation-sdk/dashboard";

/**
 * Keeps only these fields of every frame, of time, value, low, high, n, evidence, threshold, margin and state. Grafana matches a
 * field's own name as well as its display name, which starts with the frame's name where there are several frames.
 */
export function keepFields(...names: readonly string[]): DataTransformerConfig {
  return { id: "filterFieldsByName", options: { include: { names: ["time", ...names] } } };
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
