import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Monitor, Query } from "@modelwatch/conventions/query";
import { z } from "zod";
import { buildBackend } from "../../grafana-plugin/backend/build-backend.js";
import { tableOf, type WireQueryDataResponse } from "../conformance/grafana-client.js";
import { startPlugin } from "../conformance/grafana-process.js";
import { toWireContext, toWireQuery } from "../conformance/grafana-settings.js";
import { ROOT } from "../docs/snippets.js";

const metaSchema = z.object({ custom: z.object({ findings: z.array(z.unknown()) }) });

/**
 * What the data source's backend answers over Grafana's plugin protocol: the built process is started as Grafana does, on a
 * stored file, and asked every query at once. Findings by query, in their order.
 */
export async function askBackend(
  duckdbPath: string,
  monitors: readonly Monitor[],
  queries: readonly Query[],
): Promise<readonly unknown[][]> {
  const builds = join(ROOT, "grafana-plugin/backend/dist");
  await mkdir(builds, { recursive: true });
  const folder = await mkdtemp(join(builds, "demo-"));
  try {
    await buildBackend(folder);
    const plugin = await startPlugin(join(folder, "gpx_modelwatch_linux_amd64"));
    try {
      const { responses } = await plugin.client.call<WireQueryDataResponse>("pluginv2.Data/QueryData", {
        pluginContext: toWireContext({ jsonData: { store: "duckdb", duckdbPath, monitors } }),
        headers: {},
        queries: queries.map(toTableQuery),
      });
      return queries.map((_, index) => {
        const response = responses[String(index)];
        if (response?.error) throw new Error(response.error);
        const meta: unknown = JSON.parse(tableOf(response).schema.metadata.get("meta") ?? "{}");
        return metaSchema.parse(meta).custom.findings;
      });
    } finally {
      await plugin.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The range travels beside the query, as a dashboard's does. */
function toTableQuery({ range, ...model }: Query, index: number): object {
  const times = { fromMs: Date.parse(range.from), toMs: Date.parse(range.to) };
  return toWireQuery(String(index), model, times, "table");
}
