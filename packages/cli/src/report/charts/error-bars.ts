import type { CustomSeriesOption } from "echarts/charts";

export interface Interval {
  readonly low: number | null;
  readonly high: number | null;
}

/** A thin line from low to high at each position of a category axis; nothing where an end is not known. */
export function verticalBars(
  intervals: readonly Interval[],
  color: string,
  { shift = 0, width = 5, opacity = 0.3 } = {},
): CustomSeriesOption {
  return {
    type: "custom",
    silent: true,
    z: 1,
    data: intervals.flatMap(({ low, high }, index) =>
      low === null || high === null ? [] : [[index, low, high]],
    ),
    renderItem: (_params, api) => {
      const [x = 0, y1 = 0] = api.coord([api.value(0), api.value(1)]);
      const y2 = api.coord([api.value(0), api.value(2)])[1] ?? 0;
      return {
        type: "line",
        shape: { x1: x + shift, y1, x2: x + shift, y2 },
        style: { stroke: color, lineWidth: width, opacity, lineCap: "round" },
      };
    },
  };
}

/** A line with a dot at its value, for each position of a category axis that runs downwards. */
export function forestRows(
  rows: readonly (Interval & { readonly value: number | null })[],
  color: string,
): CustomSeriesOption {
  return {
    type: "custom",
    silent: true,
    data: rows.flatMap(({ low, high, value }, index) =>
      low === null || high === null || value === null ? [] : [[index, low, high, value]],
    ),
    renderItem: (_params, api) => {
      const at = (dimension: number): readonly number[] => api.coord([api.value(dimension), api.value(0)]);
      const [x1 = 0, y = 0] = at(1);
      const [x2 = 0] = at(2);
      const [cx = 0] = at(3);
      return {
        type: "group",
        children: [
          {
            type: "line",
            shape: { x1, y1: y, x2, y2: y },
            style: { stroke: color, lineWidth: 6, opacity: 0.3, lineCap: "round" },
          },
          { type: "circle", shape: { cx, cy: y, r: 5 }, style: { fill: color } },
        ],
      };
    },
    encode: { x: [1, 2, 3], y: 0 },
  };
}
