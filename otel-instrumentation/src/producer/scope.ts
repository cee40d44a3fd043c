import type { ScopeMetrics } from "@opentelemetry/sdk-metrics";

/** The instrumentation scope of all our metrics; the version is the package's. */
export const SCOPE: ScopeMetrics["scope"] = { name: "@modelwatch/instrumentation", version: "0.1.0" };
