import { readFile, readdir } from "node:fs/promises";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { PLUGIN_ROOT } from "./paths.js";

/** Apache-2.0, as every file of ours. */
const OWN_LICENSE = join(PLUGIN_ROOT, "..", "LICENSE");
/** What may be bundled: licences that ask for no more than their text beside the program. */
const ALLOWED_LICENSES: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BSL-1.0",
  "BlueOak-1.0.0",
  "ISC",
  "MIT",
]);
/** Bun publishes its own list as a document, not in its packages: this file repeats it for the pinned version. */
const RUNTIME_NOTICE = fileURLToPath(new URL("bun-licenses.txt", import.meta.url));
const PACKAGES = `${sep}node_modules${sep}`;
const LICENSE_FILE = /^(licen[cs]e|copying|notice)/i;

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().default("none stated"),
});

interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** Its licence and notice files, one after the other. */
  readonly text: string;
}

/**
 * The text of THIRD_PARTY_LICENSES: every npm package of which one of the bundled `files` (absolute paths) is part, by name, with
 * its licence's text, and the runtime's own. The same files give the same text.
 * @throws Error naming the package whose licence is not allowed, or that comes without its text.
 */
export async function describeLicenses(files: readonly string[]): Promise<string> {
  const byFolder = new Map<string, string[]>();
  for (const file of files) {
    const folder = toPackageFolder(file);
    if (folder !== undefined) byFolder.set(folder, [...(byFolder.get(folder) ?? []), file]);
  }
  const packages = await Promise.all([...byFolder].map(readPackage));
  const byText = new Map<string, BundledPackage[]>();
  for (const bundled of packages) byText.set(bundled.text, [...(byText.get(bundled.text) ?? []), bundled]);
  const sections = [...byText].map(([text, sharing]) => `${toHeading(sharing)}\n\n${text}`).sort();
  return `${[await readFile(RUNTIME_NOTICE, "utf8"), ...sections].join(`\n${"-".repeat(80)}\n\n`).trimEnd()}\n`;
}

/** A line for each package under one text; one package may be there twice, from two folders. */
function toHeading(packages: readonly BundledPackage[]): string {
  const lines = packages.map(({ name, version, license }) => `${name} ${version} (${license})`);
  return [...new Set(lines)].sort().join("\n");
}

/** `…/node_modules/@scope/name`, or undefined for a file of ours. */
function toPackageFolder(file: string): string | undefined {
  const start = file.lastIndexOf(PACKAGES);
  if (start < 0) return undefined;
  const [scopeOrName = "", name = ""] = file.slice(start + PACKAGES.length).split(sep);
  const path = scopeOrName.startsWith("@") ? join(scopeOrName, name) : scopeOrName;
  return join(file.slice(0, start), PACKAGES, path);
}

async function readPackage([folder, bundled]: readonly [string, readonly string[]]): Promise<BundledPackage> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const { name, version, license } = manifestSchema.parse(manifest);
  if (!isAllowed(license)) {
    throw new Error(
      `${name} ${version} is bundled and its licence is ${license}; allowed are ${[...ALLOWED_LICENSES].join(", ")}`,
    );
  }
  const names = (await readdir(folder)).filter((file) => LICENSE_FILE.test(file)).sort();
  const texts = await Promise.all(names.map((file) => readFile(join(folder, file), "utf8")));
  const text = texts.join("\n").trim() || (await readStatedText(license, bundled, name));
  return { name, version, license, text };
}

/** An SPDX expression of licences that hold together; a choice between licences is for a person to make. */
function isAllowed(license: string): boolean {
  const ids = license.replaceAll(/[()]/g, " ").split(/\sAND\s/);
  return ids.every((id) => ALLOWED_LICENSES.has(id.trim()));
}

/** Some packages leave Apache's text out, which ours has too, and state the rest at the head of their files. */
async function readStatedText(license: string, bundled: readonly string[], name: string): Promise<string> {
  if (!license.includes("Apache-2.0")) throw new Error(`${name} is bundled without the text of its licence`);
  const sources = await Promise.all([...bundled].sort().map((file) => readFile(file, "utf8")));
  const heads = sources.map((source) => /^(?:\/\/.*\n)+/.exec(source)?.[0] ?? "");
  const notices = heads.filter((head) => /copyright/i.test(head));
  return [await readFile(OWN_LICENSE, "utf8"), ...new Set(notices)].join("\n").trim();
}
