import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from "vitest";
import { startOver } from "./connections.js";
import type { Lifecycle } from "./facts/fact.js";
import { LIFECYCLE_FACTS } from "./facts/lifecycle-facts.js";
import { HOST_VARIANTS } from "./host-variants.js";
import { checkFact } from "./known-failures.js";
import { startPluginHost } from "./plugin-host.js";
import {
  createPluginBuilder,
  PLUGIN_PROCESSES,
  type BuiltPlugins,
  type PluginCommand,
} from "./plugin-process.js";

let plugins: BuiltPlugins;
beforeAll(async () => {
  plugins = await createPluginBuilder();
});
afterAll(() => plugins.remove());

describe.each(PLUGIN_PROCESSES)("%s", (process) => {
  let command: PluginCommand;
  beforeAll(async () => {
    command = await (process === "modelwatch" ? plugins.modelwatch() : plugins.testPlugin(process));
  });

  describe.each(HOST_VARIANTS)("%s", (variant) => {
    let lifecycle: Lifecycle;
    beforeEach(async () => {
      const host = await startPluginHost(variant);
      const folder = await mkdtemp(join(plugins.folder, "sockets-"));
      lifecycle = { host, folder, start: (connection) => startOver(host, command, connection, folder) };
    });
    afterEach(() => lifecycle.host.stop());

    for (const { name, check } of LIFECYCLE_FACTS) {
      it(name, () => checkFact({ variant, process, fact: name }, () => check(lifecycle)));
    }
  });
});
