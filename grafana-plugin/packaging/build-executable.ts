import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { bundleBackend, type BundledBackend } from "../backend/bundle-backend.js";
import { bunReleaseFor } from "./bun-release.js";
import { fetchBun } from "./fetch-bun.js";
import { hostPlatform, type Platform } from "./platform.js";

export type { Platform } from "./platform.js";

const run = promisify(execFile);

/**
 * Bundles the TypeScript of `entry` and compiles it with the pinned Bun into the executable `outFile` for `platform`, whatever
 * platform this is. Packages of ours are taken from their sources; DuckDB's library is left out. The same sources and `outFile`
 * name give the same bytes. Returns its size.
 * @throws Error with the bundler's own message where the sources do not bundle, and what `fetchBun` throws.
 */
export async function buildExecutable(
  entry: string,
  outFile: string,
  platform: Platform,
): Promise<{ readonly bytes: number }> {
  const folder = await mkdtemp(join(tmpdir(), "modelwatch-bundle-"));
  try {
    return await compileExecutable(await bundleBackend(entry, folder, "left out"), outFile, platform);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The second half of `buildExecutable`, for who compiles one bundle for several platforms. */
export async function compileExecutable(
  bundle: BundledBackend,
  outFile: string,
  platform: Platform,
): Promise<{ readonly bytes: number }> {
  const [compiler, runtime] = await Promise.all([fetchBun(hostPlatform()), fetchBun(platform)]);
  await mkdir(dirname(outFile), { recursive: true });
  const flags = [
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
    // the chunk that is reached on demand stays one
    "--splitting",
  ];
  // from the bundle's own folder: the names of chunks are hashes of their paths from there
  await run(compiler, ["build", ...flags, `--outfile=${resolve(outFile)}`, `./${basename(bundle.entry)}`], {
    cwd: dirname(bundle.entry),
  });
  return { bytes: (await stat(outFile)).size };
}
