import { toModelwatchError } from "@modelwatch/conventions";
import { isRecord } from "./json.js";
import { parseStrings } from "./parse.js";
import { countsExactly } from "./server-abilities.js";
import type { SourceHealth } from "../source.js";
import type { PrometheusContext } from "./context.js";

/** Names that the conventions give, in both spellings. */
const OWN_METRICS = '{__name__=~"ml[._].+"}';

/** Walks the chain from the network to the metrics, and names the first link that is broken. */
export async function checkHealth(context: PrometheusContext, signal?: AbortSignal): Promise<SourceHealth> {
  const { url } = context.settings;
  try {
    const { increments } = await context.abilities(signal);
    const names = await context.client.get(
      "/api/v1/label/__name__/values",
      { "match[]": OWN_METRICS },
      signal,
    );
    const found = parseStrings(names).length;
    if (found === 0) {
      return {
        ok: false,
        message:
          `Prometheus at ${url} answers, but holds no metric whose name begins with ml: is its OTLP receiver enabled ` +
          `(--web.enable-otlp-receiver), and do the instrumented services export to it?`,
      };
    }
    const counts = countsExactly(increments)
      ? "counts are exact"
      : "counts are extrapolated (exact from Prometheus 3.16 on)";
    return {
      ok: true,
      message: `Prometheus${await readVersion(context, signal)} at ${url} holds ${found} metrics of models; ${counts}`,
    };
  } catch (error) {
    const failure = toModelwatchError(error);
    if (failure.code === "cancelled") throw failure;
    return { ok: false, message: [failure.text.problem, failure.text.remedy].filter(Boolean).join("; ") };
  }
}

async function readVersion(context: PrometheusContext, signal: AbortSignal | undefined): Promise<string> {
  try {
    const build = await context.client.get("/api/v1/status/buildinfo", {}, signal);
    const version = isRecord(build) ? build["version"] : undefined;
    return typeof version === "string" && version !== "" ? ` ${version}` : "";
  } catch (error) {
    // the version is a courtesy: stores without this page answer everything else
    if (toModelwatchError(error).code === "cancelled") throw error;
    return "";
  }
}
