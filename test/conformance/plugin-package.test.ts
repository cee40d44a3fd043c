import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeZip } from "../../grafana-plugin/packaging/write-zip.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelwatch-zip-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function createPlugin(name: string, order: readonly string[], time: Date): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, "img"), { recursive: true });
  for (const file of order) {
    await writeFile(join(path, file), `text of ${file}`);
    await utimes(join(path, file), time, time);
  }
  return path;
}

const contents = {
  includes: (path: string): boolean => path !== "gpx_modelwatch_darwin_arm64",
  isExecutable: (path: string): boolean => path.startsWith("gpx_"),
};

test("the files of one platform give the same bytes, whenever and in whatever order they were written", async () => {
  const files = ["module.js", "gpx_modelwatch_linux_amd64", "gpx_modelwatch_darwin_arm64", "img/logo.svg"];
  const first = await createPlugin("first", files, new Date("2020-01-01T00:00:00Z"));
  const second = await createPlugin("second", files.toReversed(), new Date("2026-06-01T12:00:00Z"));
  await writeZip(first, "plugin", join(folder, "first.zip"), contents);
  await writeZip(second, "plugin", join(folder, "second.zip"), contents);
  const bytes = await readFile(join(folder, "first.zip"));
  expect((await readFile(join(folder, "second.zip"))).equals(bytes)).toBe(true);
  expect(readModes(bytes)).toEqual([
    ["plugin/gpx_modelwatch_linux_amd64", 0o755],
    ["plugin/img/logo.svg", 0o644],
    ["plugin/module.js", 0o644],
  ]);
});

/** Names and permission bits of the central directory's entries (APPNOTE 4.3.12). */
function readModes(zip: Buffer): [string, number][] {
  const entries: [string, number][] = [];
  const signature = Buffer.from("PK\u0001\u0002", "latin1");
  for (let at = zip.indexOf(signature); at >= 0; at = zip.indexOf(signature, at + 46)) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString("utf8", at + 46, at + 46 + nameLength);
    entries.push([name, (zip.readUInt32LE(at + 38) >>> 16) & 0o777]);
  }
  return entries;
}
