import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bundleBackend } from "../backend/bundle-backend.js";
import { compileExecutable } from "./build-executable.js";
import { buildFrontend, readVersion } from "./build-frontend.js";
import { DIST_ROOT, PLUGIN_ID, ZIP_ROOT } from "./paths.js";
import { describeLicenses } from "./third-party-licenses.js";
import { executableName, nameOf, PLATFORMS, type Platform } from "./platform.js";
import { writeZip } from "./write-zip.js";

// `npm run package`: the frontend and every platform's executable in one folder, and for each platform a zip with its own, which
// Grafana's administrators unpack. `--platform linux-amd64`, as often as wanted, builds these only.
const MAIN = fileURLToPath(new URL("../backend/main.ts", import.meta.url));
const EXECUTABLE_PREFIX = "gpx_";

const { values } = parseArgs({ options: { platform: { type: "string", multiple: true } } });
await packagePlugin((values.platform ?? PLATFORMS.map(nameOf)).map(toPlatform));

function toPlatform(name: string): Platform {
  const platform = PLATFORMS.find((candidate) => nameOf(candidate) === name);
  if (platform === undefined) {
    throw new Error(`--platform ${name} is none of ${PLATFORMS.map(nameOf).join(", ")}`);
  }
  return platform;
}

async function packagePlugin(platforms: readonly Platform[]): Promise<void> {
  await rm(DIST_ROOT, { recursive: true, force: true });
  const { moduleBytes, moduleGzipBytes, files } = await buildFrontend(DIST_ROOT);
  process.stdout.write(`module.js  ${moduleBytes} bytes, ${moduleGzipBytes} gzip\n`);
  const version = await readVersion();
  const folder = await mkdtemp(join(tmpdir(), "modelwatch-bundle-"));
  try {
    const bundle = await bundleBackend(MAIN, folder, "left out");
    const bundled = [...files, ...Object.keys(bundle.metafile.inputs).map((path) => resolve(path))];
    await writeFile(join(DIST_ROOT, "THIRD_PARTY_LICENSES"), await describeLicenses(bundled));
    for (const platform of platforms) {
      const executable = executableName(platform);
      const { bytes } = await compileExecutable(bundle, join(DIST_ROOT, executable), platform);
      process.stdout.write(`${executable}  ${bytes} bytes\n`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  await Promise.all(platforms.map((platform) => zipFor(platform, version)));
}

async function zipFor(platform: Platform, version: string): Promise<void> {
  const zipPath = join(ZIP_ROOT, `${PLUGIN_ID}-${version}.${nameOf(platform)}.zip`);
  const executable = executableName(platform);
  await writeZip(DIST_ROOT, PLUGIN_ID, zipPath, {
    includes: (path) => !path.startsWith(EXECUTABLE_PREFIX) || path === executable,
    isExecutable: (path) => path === executable,
  });
  process.stdout.write(`${zipPath}  ${(await stat(zipPath)).size} bytes\n`);
}
