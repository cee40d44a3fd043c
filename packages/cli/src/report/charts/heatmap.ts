import type { EChartsCoreOption } from "echarts/core";
import { categoryAxis, COLOR } from "./theme.js";

export interface HeatCell {
  readonly row: number;
  readonly column: number;
  /** In [0, 1]; null: not known, drawn as an empty cell with a rim. */
  readonly strength: number | null;
  /** Marked with a dot. */
  readonly marked: boolean;
}

export interface Heatmap {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly cells: readonly HeatCell[];
}

const FAINTEST = 0.06;
const GAP = 1.5;

/** Strength by row and column as shades of one colour. */
export function heatmapOption({ rows, columns, cells }: Heatmap): EChartsCoreOption {
  return {
    grid: { left: 92, right: 4, top: 6, bottom: 28 },
    xAxis: categoryAxis(columns, { splitLine: { show: false }, axisLine: { show: false } }),
    yAxis: categoryAxis(rows, {
      inverse: true,
      axisLine: { show: false },
      axisLabel: { color: COLOR.ink, fontSize: 12, interval: 0 },
    }),
    series: [
      {
        type: "custom",
        silent: true,
        data: cells.map(({ row, column, strength, marked }) => [column, row, strength ?? -1, marked ? 1 : 0]),
        renderItem: (_params: unknown, api: CellApi) => drawCell(api),
      },
    ],
  };
}

interface CellApi {
  value(dimension: number): number;
  coord(point: readonly number[]): readonly number[];
  size(extent: readonly number[]): readonly number[];
}

function drawCell(api: CellApi) {
  const [x = 0, y = 0] = api.coord([api.value(0), api.value(1)]);
  const [width = 0, height = 0] = api.size([1, 1]);
  const strength = api.value(2);
  const known = strength >= 0;
  const cell = {
    type: "rect",
    shape: {
      x: x - width / 2 + GAP / 2,
      y: y - height / 2 + GAP / 2,
      width: width - GAP,
      height: height - GAP,
      r: 1.5,
    },
    style: known
      ? { fill: COLOR.heat, opacity: FAINTEST + (1 - FAINTEST) * strength }
      : { fill: "none", stroke: COLOR.rule, lineWidth: 1 },
  };
  const dot = {
    type: "circle",
    shape: { cx: x, cy: y, r: Math.min(2, width / 5) },
    style: { fill: COLOR.ink },
  };
  return { type: "group", children: api.value(3) === 1 ? [cell, dot] : [cell] };
}
