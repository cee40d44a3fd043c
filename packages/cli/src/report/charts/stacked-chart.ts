import type { EChartsCoreOption } from "echarts/core";
import { verticalBars, type Interval } from "./error-bars.js";
import { categoryAxis, COLOR, valueAxis } from "./theme.js";

export interface StackedChart {
  readonly labels: readonly string[];
  readonly parts: readonly { readonly values: readonly (number | null)[]; readonly color: string }[];
  /** The sum of the parts, with its interval. */
  readonly totals: readonly (Interval & { readonly value: number | null })[];
  readonly format: (value: number) => string;
}

/** Parts of a change as stacked bars, rising ones up and falling ones down, with their sum as a dot. */
export function stackedOption({ labels, parts, totals, format }: StackedChart): EChartsCoreOption {
  return {
    grid: { left: 56, right: 12, top: 16, bottom: 28 },
    xAxis: categoryAxis(labels, { axisLine: { onZero: false, lineStyle: { color: COLOR.rule } } }),
    yAxis: valueAxis(format, { splitNumber: 4 }),
    series: [
      ...parts.map(({ values, color }) => ({
        type: "bar",
        stack: "parts",
        silent: true,
        barWidth: "52%",
        data: values.map((value) => value ?? "-"),
        itemStyle: { color },
      })),
      { ...verticalBars(totals, COLOR.ink, { width: 1.5, opacity: 0.9 }), z: 4 },
      {
        type: "line",
        silent: true,
        z: 5,
        data: totals.map(({ value }) => value ?? "-"),
        lineStyle: { width: 0 },
        symbol: "circle",
        symbolSize: 8,
        itemStyle: { color: COLOR.ink, borderColor: COLOR.paper, borderWidth: 2 },
      },
    ],
  };
}
