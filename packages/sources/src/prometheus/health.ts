import { toModelwatchError } from "@modelwatch/conventions";
import { toHealthFailure } from "../http/index.js";
import { isRecord } from "./json.js";
import { readModelMetrics } from "./model-metrics.js";
import { describeFreshness } from "./newest-sample.js";
import { countsExactly } from "./server-abilities.js";
import type { SourceHealth } from "../source.js";
import type { PrometheusContext } from "./context.js";
import type { ModelMetrics } from "./model-metrics.js";

/**
 * Walks the chain and names the first link that is broken: the server answers, it holds metrics of models, they have their
 * buckets. Of a whole chain it says what was found, and when the newest sample came: a store of the past is in order too.
 */
export async function checkHealth(context: PrometheusContext, signal?: AbortSignal): Promise<SourceHealth> {
  try {
    const { increments, metricsQl } = await context.abilities(signal);
    const name = metricsQl ? "VictoriaMetrics" : await readServer(context, signal);
    const server = `${name} at ${context.settings.url}`;
    const metrics = await readModelMetrics(context, signal);
    const broken = toBrokenLink(metrics);
    if (broken !== undefined) return { ok: false, message: `${server} ${broken}`, broken: "metrics" };
    const counts = countsExactly(increments)
      ? "counts are exact"
      : "counts are extrapolated (exact from Prometheus 3.16 on, and in VictoriaMetrics)";
    const freshness = await describeFreshness(context, metrics.distributions, signal);
    return {
      ok: true,
      message: `${server} holds ${metrics.names.length} metrics of models; ${counts}; ${freshness}`,
    };
  } catch (error) {
    return toHealthFailure(error);
  }
}

function toBrokenLink({ names, distributions, withoutBuckets }: ModelMetrics): string | undefined {
  if (names.length === 0) {
    return (
      "answers, but holds no metric whose name begins with ml: is its OTLP receiver enabled " +
      "(Prometheus: --web.enable-otlp-receiver), and do the instrumented services export to it?"
    );
  }
  if (withoutBuckets.length > 0) {
    return (
      `holds ${withoutBuckets.join(", ")} without buckets (neither _bucket series nor native histograms): ` +
      "does a relabelling rule or an exporter on the way drop them?"
    );
  }
  if (distributions.length === 0) {
    return (
      `holds metrics of models (${names.slice(0, 3).join(", ")}), but no distribution, such as ml_prediction_value_bucket: ` +
      "do the instrumented services record predictions?"
    );
  }
  return undefined;
}

/** What the server calls itself, as far as it tells (VictoriaMetrics tells Prometheus' name and an old version). */
async function readServer(context: PrometheusContext, signal: AbortSignal | undefined): Promise<string> {
  try {
    const build = await context.client.get("/api/v1/status/buildinfo", {}, signal);
    const text = (key: string): string =>
      isRecord(build) && typeof build[key] === "string" ? build[key] : "";
    return `${text("application") || "Prometheus"} ${text("version")}`.trimEnd();
  } catch (error) {
    // the version is a courtesy: stores without this page answer everything else
    if (toModelwatchError(error).code === "cancelled") throw error;
    return "Prometheus";
  }
}
