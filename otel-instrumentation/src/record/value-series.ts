import type { Attributes } from "@opentelemetry/api";
import { ExponentialSeries, type ExponentialLayout } from "./exponential-series.js";
import { HistogramSeries, type HistogramLayout } from "./histogram-series.js";
import type { Registry } from "./registry.js";

/** How the values of a declared quantity are counted. */
export type ValueLayout = HistogramLayout | ExponentialLayout;

/** One series of counted values. */
export type ValueSeries = HistogramSeries | ExponentialSeries;

/** A new series that the registry takes over from now on. */
export function createValueSeries(
  metric: string,
  attributes: Attributes,
  layout: ValueLayout,
  registry: Registry,
): ValueSeries {
  if ("boundaries" in layout) {
    const series = new HistogramSeries(metric, attributes, layout);
    registry.addHistogram(series);
    return series;
  }
  const series = new ExponentialSeries(metric, attributes, layout);
  registry.addExponential(series);
  return series;
}
