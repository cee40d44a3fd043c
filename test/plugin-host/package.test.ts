import { spawn } from "node:child_process";
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildExecutable } from "../../grafana-plugin/packaging/build-executable.js";
import { executableName, nameOf, PLATFORMS, type Platform } from "../../grafana-plugin/packaging/platform.js";

const MAIN = fileURLToPath(new URL("../../grafana-plugin/backend/main.ts", import.meta.url));
const LINUX: Platform = { os: "linux", arch: "amd64" };
/** Where each format says which processor it is for, little endian: ELF e_machine, Mach-O cputype, PE Machine. */
const MACHINES: Readonly<Record<string, string>> = {
  "linux-amd64": "ELF 0x3e",
  "linux-arm64": "ELF 0xb7",
  "darwin-amd64": "Mach-O 0x1000007",
  "darwin-arm64": "Mach-O 0x100000c",
  "windows-amd64": "PE 0x8664",
};

let folder: string;
let executable: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelwatch-package-"));
  executable = await build("first", LINUX);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function build(name: string, platform: Platform): Promise<string> {
  const path = join(folder, name, executableName(platform));
  await buildExecutable(MAIN, path, platform);
  return path;
}

async function machineOf(path: string): Promise<string> {
  const file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
  await file.close();
  if (buffer.readUInt32BE(0) === 0x7f454c46) return `ELF 0x${buffer.readUInt16LE(18).toString(16)}`;
  if (buffer.readUInt32LE(0) === 0xfeedfacf) return `Mach-O 0x${buffer.readUInt32LE(4).toString(16)}`;
  return `PE 0x${buffer.readUInt16LE(buffer.readUInt32LE(0x3c) + 4).toString(16)}`;
}

it("the same sources compile to the same bytes", async () => {
  const second = await readFile(await build("second", LINUX));
  expect(second.equals(await readFile(executable))).toBe(true);
});

it.each(PLATFORMS.map((platform) => [nameOf(platform), platform] as const))(
  "the executable for %s is for that machine",
  async (name, platform) => {
    expect(await machineOf(await build("each", platform))).toBe(MACHINES[name]);
  },
);

it("files in the working directory do not change what runs", async () => {
  const planted = join(folder, "planted");
  await mkdir(planted);
  await writeFile(join(planted, ".env"), "BUN_OPTIONS=--preload=./planted.js\n");
  await writeFile(join(planted, "bunfig.toml"), 'preload = ["./planted.js"]\n');
  await writeFile(join(planted, "planted.js"), 'process.stdout.write("planted\\n");\n');
  const child = spawn(executable, { cwd: planted, env: {}, stdio: ["ignore", "pipe", "pipe"] });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(out).toBe("");
  expect(err).toContain("Grafana's server starts it");
});
