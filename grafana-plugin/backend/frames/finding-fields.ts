import { STATUS_NUMBERS, type Finding } from "@modelwatch/conventions/query";
import type { Field, FieldConfig, FieldLabels } from "@modelwatch/grafana-backend";

/** The instants of the findings' windows: a point stands at its window's start, as bars and bands are drawn from there. */
export function toTimeFields(findings: readonly Finding[]): readonly Field[] {
  return [
    {
      name: "time",
      type: "time",
      nullable: false,
      values: findings.map(({ window }) => Date.parse(window.from)),
    },
    {
      name: "windowEnd",
      type: "time",
      nullable: false,
      values: findings.map(({ window }) => Date.parse(window.to)),
    },
  ];
}

/** The findings' numbers, each null where it is not known; `state` is what an alert rule would see. */
export function toNumberFields(
  findings: readonly Finding[],
  labels?: FieldLabels,
  unit?: string,
): readonly Field[] {
  const inUnit: FieldConfig | undefined = unit ? { unit } : undefined;
  const number = (name: string, read: (finding: Finding) => number | null, config?: FieldConfig): Field => ({
    name,
    type: "float64",
    values: findings.map(read),
    ...(labels ? { labels } : {}),
    ...(config ? { config } : {}),
  });
  return [
    number("value", ({ value }) => value, inUnit),
    number("low", ({ low }) => low, inUnit),
    number("high", ({ high }) => high, inUnit),
    number("n", ({ n }) => n),
    number("evidence", ({ evidence }) => evidence?.value ?? null),
    number("threshold", ({ threshold }) => threshold),
    number("margin", ({ margin }) => margin),
    number("state", ({ status }) => STATUS_NUMBERS[status] ?? null),
  ];
}

/** What a person reads beside the numbers. */
export function toTextFields(findings: readonly Finding[]): readonly Field[] {
  return [
    { name: "status", type: "string", nullable: false, values: findings.map(({ status }) => status) },
    { name: "reason", type: "string", nullable: false, values: findings.map(({ reason }) => reason.code) },
    {
      name: "explanation",
      type: "string",
      nullable: false,
      values: findings.map(({ reason }) => reason.text),
    },
  ];
}
