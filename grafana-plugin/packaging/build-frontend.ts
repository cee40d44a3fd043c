import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import webpack from "webpack";
import { PLUGIN_ROOT, SOURCE_ROOT } from "./paths.js";
import { createWebpackConfig } from "./webpack-config.js";

export interface FrontendBuild {
  readonly moduleBytes: number;
  readonly moduleGzipBytes: number;
  /** Absolute paths of the files that were read for it. */
  readonly files: readonly string[];
}

/** Writes everything that Grafana loads except the backend: module.js, plugin.json, the logo, README, CHANGELOG and LICENSE. */
export async function buildFrontend(outDir: string): Promise<FrontendBuild> {
  await mkdir(outDir, { recursive: true });
  const files = await bundle(outDir);
  await writeFile(join(outDir, "plugin.json"), await stampPluginJson());
  await cp(join(SOURCE_ROOT, "img"), join(outDir, "img"), { recursive: true });
  await cp(join(SOURCE_ROOT, "README.md"), join(outDir, "README.md"));
  await cp(join(PLUGIN_ROOT, "CHANGELOG.md"), join(outDir, "CHANGELOG.md"));
  await cp(join(PLUGIN_ROOT, "..", "LICENSE"), join(outDir, "LICENSE"));
  const module = await readFile(join(outDir, "module.js"));
  return { moduleBytes: module.length, moduleGzipBytes: gzipSync(module).length, files };
}

/** Bundles the module; returns the files that are in it. */
async function bundle(outDir: string): Promise<readonly string[]> {
  const compiler = webpack(createWebpackConfig(outDir));
  const stats = await new Promise<webpack.Stats>((resolve, reject) => {
    compiler.run((error, result) =>
      result === undefined ? reject(error ?? new Error("webpack gave no result")) : resolve(result),
    );
  });
  await new Promise<void>((resolve, reject) => {
    compiler.close((error) => (error ? reject(error) : resolve()));
  });
  if (stats.hasErrors())
    throw new Error(`the frontend does not build:\n${stats.toString({ preset: "errors-only" })}`);
  const all = {
    all: false,
    modules: true,
    nestedModules: true,
    modulesSpace: Infinity,
    nestedModulesSpace: Infinity,
  };
  return listFiles(stats.toJson(all).modules ?? []);
}

/** A module is a file, or several that were put together. */
function listFiles(modules: readonly webpack.StatsModule[]): string[] {
  return modules.flatMap(({ nameForCondition, modules: nested }) => [
    ...(nameForCondition ? [nameForCondition] : []),
    ...listFiles(nested ?? []),
  ]);
}

/** The version comes from package.json, the date from the changelog: the same sources give the same bytes. */
async function stampPluginJson(): Promise<string> {
  const version = await readVersion();
  const changelog = await readFile(join(PLUGIN_ROOT, "CHANGELOG.md"), "utf8");
  const heading = changelog.split("\n").find((line) => line.startsWith(`## ${version} `));
  const date = /\((\d{4}-\d{2}-\d{2})\)$/u.exec(heading ?? "")?.[1];
  if (date === undefined) {
    throw new Error(
      `CHANGELOG.md has no heading "## ${version} (YYYY-MM-DD)"; say there what this version brings`,
    );
  }
  const template = await readFile(join(SOURCE_ROOT, "plugin.json"), "utf8");
  return template.replace("%VERSION%", version).replace("%TODAY%", date);
}

export async function readVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(PLUGIN_ROOT, "package.json"), "utf8"));
  if (
    typeof manifest !== "object" ||
    manifest === null ||
    !("version" in manifest) ||
    typeof manifest.version !== "string"
  ) {
    throw new Error("grafana-plugin/package.json has no version");
  }
  return manifest.version;
}
