export type {
  CategoryWindowsRequest,
  HealthLink,
  HistogramWindowsRequest,
  LabelNamesRequest,
  LabelValuesRequest,
  Labels,
  Matcher,
  ReferenceRequest,
  ReferenceSeries,
  Source,
  SourceCapabilities,
  SourceHealth,
  TimeRange,
  WindowedSeries,
  WindowedSums,
  WindowsRequest,
} from "./source.js";
export type {
  ExponentialPoint,
  GaugePoint,
  HistogramPoint,
  MetricBatch,
  MetricSink,
  SumPoint,
  Temporality,
} from "./metric-batch.js";
// For our packages: what a sink refuses, for those who hand batches to one.
export { exponentialFault, gaugeFault, histogramFault, sumFault } from "./check-batch.js";
