import { ModelwatchError } from "@modelwatch/conventions";
import { isRecord } from "./json.js";
import type { PrometheusClient } from "./http-client.js";
import type { Spelling } from "./names.js";
import type { PrometheusSettings } from "./settings.js";

export interface ServerAbilities {
  /** `increase(x[w] anchored)`: differences of stored values, integers (Prometheus ≥ 3.16). */
  readonly anchored: boolean;
  /** The spellings of names that are looked for. */
  readonly spellings: readonly Spelling[];
}

/** What the server can do, from /api/v1/features; a server without that page (before 3.8, others' stores) has none of it. */
export async function readAbilities(
  client: PrometheusClient,
  settings: PrometheusSettings,
): Promise<ServerAbilities> {
  const features = await readFeatures(client);
  const promql = features?.["promql"];
  return {
    anchored: settings.increments === "auto" && isRecord(promql) && promql["anchored"] === true,
    spellings: toSpellings(settings.names, features !== undefined),
  };
}

async function readFeatures(
  client: PrometheusClient,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const features = await client.get("/api/v1/features", {});
    return isRecord(features) ? features : undefined;
  } catch (error) {
    // "no such page" is the answer of a store without these features; every other failure is the caller's to hear
    if (error instanceof ModelwatchError && error.code === "bad-response") return undefined;
    throw error;
  }
}

function toSpellings(names: PrometheusSettings["names"], knowsUtf8: boolean): readonly Spelling[] {
  if (names !== "auto") return [names];
  return knowsUtf8 ? ["underscores", "utf-8"] : ["underscores"];
}
