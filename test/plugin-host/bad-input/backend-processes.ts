import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildBackend } from "../../../grafana-plugin/backend/build-backend.js";
import { startPlugin, type PluginProcess } from "../../conformance/grafana-process.js";
import { createPluginBuilder } from "../plugin-process.js";

/** What Grafana may start: the executable that is packaged, and the script of development. */
export const BACKEND_KINDS = ["the executable", "the script on Node.js"] as const;
export type BackendKind = (typeof BACKEND_KINDS)[number];

/** Our backend as a process of its own; `stop` removes what was built too. */
export async function startBackend(kind: BackendKind): Promise<PluginProcess> {
  const built = kind === "the executable" ? await buildExecutable() : await buildScript();
  const plugin = await startPlugin(built.executable);
  const stop = async (): Promise<void> => {
    await plugin.stop();
    await built.remove();
  };
  return { ...plugin, stop };
}

interface Built {
  readonly executable: string;
  remove(): Promise<void>;
}

async function buildExecutable(): Promise<Built> {
  const plugins = await createPluginBuilder();
  const { executable } = await plugins.modelwatch();
  return { executable, remove: () => plugins.remove() };
}

async function buildScript(): Promise<Built> {
  const folder = await mkdtemp(join(tmpdir(), "modelwatch-script-"));
  await buildBackend(folder);
  return {
    executable: join(folder, `gpx_modelwatch_linux_${process.arch === "x64" ? "amd64" : "arm64"}`),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
