import { chmod, mkdir, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleBackend } from "./bundle-backend.js";

/** The name that `plugin.json` gives, with the platforms on which a launcher for a plain Node works. */
const EXECUTABLE = "gpx_modelwatch";
const PLATFORMS = ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"] as const;
/** Beside this file, in its own form: `main.ts` from the sources, `main.js` from the build. */
const MAIN = fileURLToPath(new URL(`main${extname(import.meta.url)}`, import.meta.url));

/**
 * Bundles the backend into `outDir`: `backend.mjs` with its chunks, and for each platform a launcher that Grafana starts.
 * DuckDB's native library stays outside. Returns the written bundle's size in bytes.
 */
export async function buildBackend(outDir: string): Promise<{ readonly bytes: number }> {
  await mkdir(outDir, { recursive: true });
  const { metafile } = await bundleBackend(MAIN, outDir, "from node_modules");
  for (const platform of PLATFORMS) await writeLauncher(join(outDir, `${EXECUTABLE}_${platform}`));
  return { bytes: Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0) };
}

/**
 * A POSIX launcher. Grafana passes no PATH, so the usual places are tried by name. `exec` keeps the process id that Grafana
 * watches.
 */
async function writeLauncher(path: string): Promise<void> {
  const script = [
    "#!/bin/sh",
    "# Starts Modelwatch's backend with the first Node.js (20 or later) found.",
    'directory="${0%/*}"',
    'for node in "$MODELWATCH_NODE" /usr/local/bin/node /usr/bin/node /opt/node/bin/node /opt/homebrew/bin/node "$(command -v node)"; do',
    '  if [ -n "$node" ] && [ -x "$node" ]; then exec "$node" "$directory/backend.mjs"; fi',
    "done",
    'echo "Modelwatch needs Node.js 20 or later in /usr/local/bin, /usr/bin or where MODELWATCH_NODE points" >&2',
    "exit 1",
    "",
  ];
  await writeFile(path, script.join("\n"));
  await chmod(path, 0o755);
}
