export { createPrometheusSource } from "./source.js";
export { PROMETHEUS_DEFAULTS } from "./settings.js";
export type { PrometheusSourceOptions } from "./settings.js";
