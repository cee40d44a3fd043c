import { afterAll, beforeAll, expect, it } from "vitest";
import { startPluginHost, type PluginHost } from "./plugin-host.js";
import { createPluginBuilder, type BuiltPlugins } from "./plugin-process.js";
import { toQueryRequest } from "./query-request.js";

let plugins: BuiltPlugins;
let host: PluginHost;
beforeAll(async () => {
  plugins = await createPluginBuilder();
  host = await startPluginHost("newest");
});
afterAll(async () => {
  await host.stop();
  await plugins.remove();
});

it.each(["node-script", "bun-executable"] as const)("%s starts, answers and ends", async (process) => {
  const started = await host.start(await plugins.testPlugin(process));
  expect(started).toMatchObject({ protocol: 2, network: "tcp" });
  await host.ping();
  const answer = await host.queryData(toQueryRequest({ A: { rows: 3 } }));
  expect(answer["A"]?.frames[0]?.fields[2]?.values).toEqual(["-0", "-1", "-2"]);
  expect(await host.kill()).toEqual({ exitCode: 0 });
});
