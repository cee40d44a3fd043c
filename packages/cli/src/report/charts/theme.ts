/** Colours are the page's CSS variables, so that one drawing serves light, dark and paper. */
export const COLOR = {
  ink: "var(--ink)",
  muted: "var(--muted)",
  rule: "var(--rule)",
  paper: "var(--paper)",
  first: "var(--first)",
  second: "var(--second)",
  heat: "var(--heat)",
  limit: "var(--act)",
} as const;

/** Widths for which a chart is drawn: the page shows the one that fits, so that text keeps its size. */
export const CHART_WIDTHS = { wide: 760, narrow: 344 } as const;
export type ChartWidth = (typeof CHART_WIDTHS)[keyof typeof CHART_WIDTHS];

const AXIS_LABEL = { color: COLOR.muted, fontSize: 12 } as const;

export function categoryAxis(labels: readonly string[], options: object = {}) {
  return {
    type: "category" as const,
    data: [...labels],
    axisLine: { lineStyle: { color: COLOR.rule } },
    axisTick: { show: false },
    axisLabel: { ...AXIS_LABEL, hideOverlap: true },
    ...options,
  };
}

export function valueAxis(format: (value: number) => string, options: object = {}) {
  return {
    type: "value" as const,
    axisLabel: { ...AXIS_LABEL, formatter: format },
    splitLine: { lineStyle: { color: COLOR.rule } },
    ...options,
  };
}
