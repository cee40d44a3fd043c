import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeLicenses } from "../../grafana-plugin/packaging/third-party-licenses.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelwatch-licenses-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** An installed package; returns the path of its only source file. */
async function install(name: string, license: string, text?: string): Promise<string> {
  const path = join(folder, "node_modules", name);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, "package.json"), JSON.stringify({ name, version: "1.2.3", license }));
  await writeFile(join(path, "index.js"), "// Copyright of its authors\nexport {};\n");
  if (text !== undefined) await writeFile(join(path, "LICENSE"), text);
  return join(path, "index.js");
}

test("packages under one text are named above it, whatever the order of their files; our own files are not", async () => {
  const files = [await install("@scope/b", "MIT", "the MIT text"), await install("a", "MIT", "the MIT text")];
  const described = await describeLicenses([...files, join(folder, "main.ts")]);
  expect(described).toContain("@scope/b 1.2.3 (MIT)\na 1.2.3 (MIT)\n\nthe MIT text\n");
  expect(described).toContain("Bun");
  expect(await describeLicenses(files.toReversed())).toBe(described);
});

test("a licence that asks for more stops the packaging, by the package's name", async () => {
  const file = await install("copyleft", "GPL-3.0-only", "the GPL");
  await expect(describeLicenses([file])).rejects.toThrow(
    /copyleft 1\.2\.3 is bundled and its licence is GPL-3\.0-only/,
  );
});

test("a package without its licence's text stops the packaging, unless ours is the same", async () => {
  const silent = await install("silent", "MIT");
  await expect(describeLicenses([silent])).rejects.toThrow(/silent is bundled without the text/);
  const described = await describeLicenses([await install("known", "Apache-2.0")]);
  expect(described).toContain("Apache License");
  expect(described).toContain("// Copyright of its authors");
});
