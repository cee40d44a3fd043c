import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { buildBackend } from "../backend/build-backend.js";
import { buildFrontend, readVersion } from "./build-frontend.js";
import { DIST_ROOT, PLUGIN_ID, ZIP_ROOT } from "./paths.js";
import { writeZip } from "./write-zip.js";

// `npm run package`: frontend and backend in one folder, and that folder as the zip that Grafana's administrators unpack.
await rm(DIST_ROOT, { recursive: true, force: true });
const { moduleBytes, moduleGzipBytes } = await buildFrontend(DIST_ROOT);
const { bytes: backendBytes } = await buildBackend(DIST_ROOT);
const zipPath = join(ZIP_ROOT, `${PLUGIN_ID}-${await readVersion()}.zip`);
await writeZip(DIST_ROOT, PLUGIN_ID, zipPath, (path) => path.startsWith("gpx_"));
const { size } = await stat(zipPath);
process.stdout.write(
  `module.js  ${moduleBytes} bytes, ${moduleGzipBytes} gzip\nbackend    ${backendBytes} bytes\n${zipPath}  ${size} bytes\n`,
);
