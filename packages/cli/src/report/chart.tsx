import type { EChartsCoreOption } from "echarts/core";
import { drawSvg } from "./charts/draw.js";
import { CHART_WIDTHS, type ChartWidth } from "./charts/theme.js";

export interface ChartProps {
  readonly id: string;
  readonly title: string;
  /** What the chart shows, with its main numbers: read out instead of the drawing. */
  readonly summary: string;
  readonly height: number;
  readonly option: (width: ChartWidth) => EChartsCoreOption;
  readonly legend?: readonly LegendItem[];
}

export interface LegendItem {
  readonly label: string;
  readonly color: string;
  /** How the chart draws it; a line by default. */
  readonly mark?: "line" | "dashed" | "dotted" | "block" | "dot";
}

/** A chart with its title, legend and description, drawn once for wide and once for narrow pages. */
export function Chart({ id, title, summary, height, option, legend = [] }: ChartProps) {
  return (
    <figure class="chart" role="group" aria-labelledby={`${id}-title`} aria-describedby={`${id}-summary`}>
      <figcaption id={`${id}-title`}>{title}</figcaption>
      {legend.length > 0 && <Legend items={legend} />}
      {Object.entries(CHART_WIDTHS).map(([size, width]) => (
        <Drawing
          key={size}
          size={size}
          svg={drawSvg({ width, height, id: `${id}-${size}`, option: option(width) })}
        />
      ))}
      <p id={`${id}-summary`} class="visually-hidden">
        {summary}
      </p>
    </figure>
  );
}

function Drawing({ size, svg }: { readonly size: string; readonly svg: string }) {
  // the one place where markup is not made by JSX: an SVG from the chart library, which escapes its texts
  return <div class={`drawing ${size}`} dangerouslySetInnerHTML={{ __html: svg }} />;
}

function Legend({ items }: { readonly items: readonly LegendItem[] }) {
  return (
    <ul class="legend">
      {items.map(({ label, color, mark = "line" }) => (
        <li key={label}>
          <span class={`swatch ${mark}`} style={{ color }} />
          {label}
        </li>
      ))}
    </ul>
  );
}
