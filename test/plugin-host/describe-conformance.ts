import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { CONNECTIONS, startOver } from "./connections.js";
import type { Peer } from "./facts/fact.js";
import { FACTS } from "./facts/facts.js";
import { HOST_VARIANTS } from "./host-variants.js";
import { checkFact } from "./known-failures.js";
import { startPluginHost } from "./plugin-host.js";
import {
  createPluginBuilder,
  type BuiltPlugins,
  type PluginCommand,
  type TestPluginProcess,
} from "./plugin-process.js";

/** Asks every fact of the test plugin as one kind of process, by every host over every connection. */
export function describeConformance(process: TestPluginProcess): void {
  let plugins: BuiltPlugins;
  let command: PluginCommand;
  beforeAll(async () => {
    plugins = await createPluginBuilder();
    command = await plugins.testPlugin(process);
  });
  afterAll(() => plugins.remove());

  describe.each(HOST_VARIANTS)("%s", (variant) => {
    describe.each(CONNECTIONS.map((connection) => [connection.name, connection] as const))(
      "%s",
      (_, connection) => {
        let peer: Peer;
        beforeAll(async () => {
          const host = await startPluginHost(variant);
          const folder = await mkdtemp(join(plugins.folder, "sockets-"));
          const started = await startOver(host, command, connection, folder);
          peer = { variant, process, connection, host, folder, started };
        });
        afterAll(() => peer.host.stop());

        for (const { area, name, over, check } of FACTS) {
          if (over?.includes(connection.name) === false) continue;
          it(`${area}: ${name}`, () => checkFact({ variant, process, fact: name }, () => check(peer)));
        }
      },
    );
  });
}
