import { join } from "node:path";
import { createPluginBuilder, type PluginCommand } from "../plugin-host/plugin-process.js";
import { peersFolder } from "../stack/peer-binaries.js";

/** What is measured: a plugin as the host starts it. */
export interface Contestant {
  readonly name: string;
  readonly command: PluginCommand;
}

export interface Contestants {
  /** A minimal plugin on Grafana's Go SDK, `test/plugin-host/go-plugin`. */
  readonly go: Contestant;
  /** The test plugin on our SDK, which answers with the same frames. */
  readonly executable: Contestant;
  readonly script: Contestant;
  /** The data source's own backend, as it is packaged. */
  readonly modelwatch: Contestant;
  remove(): Promise<void>;
}

/** Builds the plugins; the one in Go is built by `.ci/install-peers`. */
export async function createContestants(): Promise<Contestants> {
  const builder = await createPluginBuilder();
  const goPlugin = join(peersFolder(), "bin", "go-plugin");
  return {
    go: { name: "Go SDK", command: { executable: goPlugin, args: [] } },
    executable: { name: "Bun executable", command: await builder.testPlugin("bun-executable") },
    script: { name: "Node script", command: await builder.testPlugin("node-script") },
    modelwatch: { name: "Modelwatch", command: await builder.modelwatch() },
    remove: () => builder.remove(),
  };
}
