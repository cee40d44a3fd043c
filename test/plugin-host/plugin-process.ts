import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildExecutable } from "../../grafana-plugin/packaging/build-executable.js";
import { hostPlatform } from "../../grafana-plugin/packaging/platform.js";

const TEST_PLUGIN = fileURLToPath(new URL("test-plugin/main.ts", import.meta.url));
const BACKEND = fileURLToPath(new URL("../../grafana-plugin/backend/main.ts", import.meta.url));

/** The processes that a plugin in TypeScript can be: during development, and as it is released. */
export const TEST_PLUGIN_PROCESSES = ["node-script", "bun-executable"] as const;
export type TestPluginProcess = (typeof TEST_PLUGIN_PROCESSES)[number];
/** The same, and Modelwatch's own executable. */
export const PLUGIN_PROCESSES = [...TEST_PLUGIN_PROCESSES, "modelwatch"] as const;
export type PluginProcess = (typeof PLUGIN_PROCESSES)[number];

/** What a host starts. */
export interface PluginCommand {
  readonly executable: string;
  readonly args: readonly string[];
}

/** Plugins in a folder of their own, with no node_modules above it. */
export interface BuiltPlugins {
  readonly folder: string;
  testPlugin(process: TestPluginProcess): Promise<PluginCommand>;
  /** Modelwatch's own backend, compiled by the function that packages it. */
  modelwatch(): Promise<PluginCommand>;
  remove(): Promise<void>;
}

export async function createPluginBuilder(): Promise<BuiltPlugins> {
  const folder = await mkdtemp(join(tmpdir(), "modelwatch-host-"));
  return {
    folder,
    testPlugin: (process) =>
      process === "node-script" ? bundleScript(folder) : compile(TEST_PLUGIN, join(folder, "gpx_test")),
    modelwatch: () => compile(BACKEND, join(folder, "gpx_modelwatch")),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function compile(entry: string, executable: string): Promise<PluginCommand> {
  await buildExecutable(entry, executable, hostPlatform());
  return { executable, args: [] };
}

async function bundleScript(folder: string): Promise<PluginCommand> {
  const script = join(folder, "test-plugin.mjs");
  await build({
    entryPoints: [TEST_PLUGIN],
    outfile: script,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    conditions: ["modelwatch-source"],
    logLevel: "warning",
  });
  return { executable: process.execPath, args: [script] };
}
