import type { EChartsCoreOption } from "echarts/core";
import { verticalBars, type Interval } from "./error-bars.js";
import { categoryAxis, COLOR, valueAxis } from "./theme.js";

export interface IntervalSeries {
  readonly points: readonly (Interval & { readonly value: number | null })[];
  readonly color: string;
  readonly dashed?: boolean;
}

export interface IntervalChart {
  readonly labels: readonly string[];
  readonly series: readonly IntervalSeries[];
  readonly format: (value: number) => string;
  /** A horizontal line to compare with. */
  readonly limit?: number;
  /** Whether 0 has to be in sight. */
  readonly fromZero?: boolean;
  /** Dots at the values, where there are few. */
  readonly dots?: boolean;
}

/** Series apart by this many pixels, so that their intervals do not hide each other. */
const SHIFT = 4;

/** Values over time as lines, each with its interval behind it. Gaps stay gaps. */
export function intervalOption(chart: IntervalChart): EChartsCoreOption {
  const { labels, series, format, limit, fromZero = false, dots = true } = chart;
  return {
    grid: { left: 48, right: 12, top: 16, bottom: 28 },
    xAxis: categoryAxis(labels),
    yAxis: valueAxis(format, { scale: !fromZero, splitNumber: 4, ...rangeOf(chart) }),
    series: series.flatMap(({ points, color, dashed = false }, index) => [
      verticalBars(points, color, { shift: (index - (series.length - 1) / 2) * SHIFT }),
      {
        type: "line",
        silent: true,
        z: 3,
        data: points.map(({ value }) => value ?? "-"),
        symbol: "circle",
        showSymbol: dots,
        symbolSize: 7,
        lineStyle: { color, width: 2, type: dashed ? "dashed" : "solid" },
        itemStyle: { color, borderColor: COLOR.paper, borderWidth: 1.5 },
        ...(index === 0 && limit !== undefined ? { markLine: limitLine(limit) } : {}),
      },
    ]),
  };
}

/** The whole of every interval is in sight: the library sees only the lines. */
function rangeOf({ series, limit, fromZero = false }: IntervalChart): { min?: number; max?: number } {
  const values = series.flatMap(({ points }) => points.flatMap(({ value, low, high }) => [value, low, high]));
  const known = [...values, limit].filter((value) => value !== null && value !== undefined);
  if (known.length === 0) return {};
  const max = Math.max(...known);
  const min = fromZero ? Math.min(0, ...known) : Math.min(...known);
  const step = niceStep((max - min) / 4);
  return { min: Math.floor(min / step) * step, max: Math.ceil(max / step) * step };
}

/** 1, 2 or 5 times a power of ten, at least `atLeast`. */
function niceStep(atLeast: number): number {
  if (!(atLeast > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(atLeast));
  return ([1, 2, 5, 10].find((digit) => digit * power >= atLeast) ?? 10) * power;
}

function limitLine(value: number) {
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color: COLOR.limit, type: "dotted", width: 1.5 },
    label: { show: false },
    data: [{ yAxis: value }],
  };
}
