import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { bundleBackend } from "../backend/bundle-backend.js";
import { bunReleaseFor } from "./bun-release.js";
import { fetchBun } from "./fetch-bun.js";
import { hostPlatform, type Platform } from "./platform.js";

export type { Platform } from "./platform.js";

const run = promisify(execFile);

/**
 * Bundles the TypeScript of `entry` and compiles it with the pinned Bun into the executable `outFile` for `platform`, whatever
 * platform this is. Packages of ours are taken from their sources; DuckDB's native library stays outside. Returns its size.
 * @throws Error with Bun's own message where the sources do not bundle, and what `fetchBun` throws.
 */
export async function buildExecutable(
  entry: string,
  outFile: string,
  platform: Platform,
): Promise<{ readonly bytes: number }> {
  const [compiler, runtime] = await Promise.all([fetchBun(hostPlatform()), fetchBun(platform)]);
  await mkdir(dirname(outFile), { recursive: true });
  const folder = await mkdtemp(join(tmpdir(), "modelwatch-bundle-"));
  try {
    // Bun's own bundler replaces undici by a stub of Bun's that has no Agent: esbuild takes the package as it is
    await bundleBackend(entry, folder, "left out");
    await run(compiler, [
      "build",
      "--compile",
      `--target=${bunReleaseFor(platform).target}`,
      `--compile-executable-path=${runtime}`,
      // what lies in the host's working directory must not change what runs
      "--no-compile-autoload-dotenv",
      "--no-compile-autoload-bunfig",
      "--no-compile-autoload-tsconfig",
      "--no-compile-autoload-package-json",
      "--format=esm",
      "--minify",
      "--bytecode",
      // an import that is only reached on demand stays in a chunk of its own, with the library that is left out
      "--splitting",
      `--outfile=${resolve(outFile)}`,
      join(folder, "backend.mjs"),
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { bytes: (await stat(outFile)).size };
}
