import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { BUN_VERSION, bunReleaseFor } from "./bun-release.js";
import { nameOf, type Platform } from "./platform.js";

const run = promisify(execFile);

/**
 * The path of the pinned Bun for `platform`: from the cache that checkouts share, else packed by npm (whose settings name the
 * registry), compared with its pinned hash and unpacked there. Processes that ask at once do not disturb each other.
 * @throws Error where npm cannot get it, or where the archive is not the pinned one.
 */
export async function fetchBun(platform: Platform): Promise<string> {
  const cache = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "modelwatch-peers");
  const file = platform.os === "windows" ? "bun.exe" : "bun";
  const path = join(cache, `bun-${BUN_VERSION}`, nameOf(platform), file);
  if (existsSync(path)) return path;
  await mkdir(dirname(path), { recursive: true });
  const staging = await mkdtemp(join(cache, "bun-"));
  try {
    await unpackBun(platform, staging);
    await rename(join(staging, "package", "bin", file), path);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return path;
}

async function unpackBun(platform: Platform, folder: string): Promise<void> {
  const { packageName, integrity } = bunReleaseFor(platform);
  const spec = `${packageName}@${BUN_VERSION}`;
  // npm is a script on Windows, which only a shell starts
  await run("npm", ["pack", spec, "--silent"], { cwd: folder, shell: process.platform === "win32" });
  const [archive] = await readdir(folder);
  if (archive === undefined) throw new Error(`npm pack ${spec} wrote no archive`);
  const hash = createHash("sha512").update(await readFile(join(folder, archive)));
  const found = `sha512-${hash.digest("base64")}`;
  if (found !== integrity) {
    throw new Error(
      `${spec} is not the pinned archive: it hashes to ${found}, bun-release.ts says ${integrity}`,
    );
  }
  await run("tar", ["-xzf", archive], { cwd: folder });
}
