import type { EChartsCoreOption } from "echarts/core";
import { forestRows, type Interval } from "./error-bars.js";
import { categoryAxis, COLOR, valueAxis } from "./theme.js";

export interface ForestChart {
  readonly rows: readonly (Interval & { readonly label: string; readonly value: number | null })[];
  readonly format: (value: number) => string;
  /** Vertical lines: no effect, and what is known beforehand. */
  readonly lines: readonly { readonly value: number; readonly label: string; readonly color: string }[];
}

/** Effects with their intervals, one row each. */
export function forestOption({ rows, format, lines }: ForestChart): EChartsCoreOption {
  const ends = rows.flatMap(({ low, high }) => [low, high]).filter((end) => end !== null);
  const marks = lines.map(({ value }) => value);
  const reach = Math.max(...ends, ...marks) - Math.min(...ends, ...marks);
  return {
    grid: { left: 92, right: 16, top: 30, bottom: 28 },
    xAxis: valueAxis(format, {
      min: Math.floor((Math.min(...ends, ...marks) - reach * 0.05) * 2) / 2,
      max: Math.ceil((Math.max(...ends, ...marks) + reach * 0.05) * 2) / 2,
    }),
    yAxis: categoryAxis(
      rows.map(({ label }) => label),
      {
        inverse: true,
        axisLine: { show: false },
        axisLabel: { color: COLOR.ink, fontSize: 13 },
      },
    ),
    series: [
      forestRows(rows, COLOR.first),
      {
        type: "line",
        data: [],
        markLine: {
          silent: true,
          symbol: "none",
          data: lines.map(({ value, label, color }) => ({
            xAxis: value,
            lineStyle: { color, type: "dotted", width: 1.5 },
            label: { formatter: label, position: "start", color, fontSize: 12 },
          })),
        },
      },
    ],
  };
}
