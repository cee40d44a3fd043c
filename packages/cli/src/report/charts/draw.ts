import { BarChart, CustomChart, LineChart } from "echarts/charts";
import { GridComponent, MarkLineComponent } from "echarts/components";
import { init, use, type EChartsCoreOption } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, CustomChart, LineChart, GridComponent, MarkLineComponent, SVGRenderer]);

export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** Names the parts inside the SVG; unique on the page. */
  readonly id: string;
  readonly option: EChartsCoreOption;
}

/** The outermost tag as the library writes it, with a fixed size. */
const ROOT_TAG = /^<svg width="\d+" height="\d+"/;

/**
 * What the library adds for scripts and for a mouse. Its class names are numbered by process: without them the same drawing
 * is the same text.
 */
const INTERACTIVE_PARTS = /<style >.*?<\/style>\n?| class="zr[^"]*"| ecmeta_\w+="[^"]*"/gs;

/** Ids are numbered by process too. */
const LIBRARY_IDS = /zr\d+-/g;

/**
 * An option as an SVG that scales with its place. Text in it is escaped by the library; nothing in it loads or runs.
 * Hidden from screen readers: the figure around it has a text of its own.
 */
export function drawSvg({ width, height, id, option }: Drawing): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily: "inherit" }, ...option });
    return chart
      .renderToSVGString()
      .replace(ROOT_TAG, `<svg aria-hidden="true" focusable="false"`)
      .replaceAll(INTERACTIVE_PARTS, "")
      .replaceAll(LIBRARY_IDS, `${id}-`);
  } finally {
    // an instance that is not disposed of keeps the process alive
    chart.dispose();
  }
}
