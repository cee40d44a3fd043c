import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../docs/snippets.js";

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly workspaces?: readonly string[];
}

const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8")) as Manifest;

const EXAMPLES = (readManifest(".").workspaces ?? []).filter((folder) => folder.startsWith("examples/"));
const PUBLISHED = new Set(
  Object.keys(readManifest("otel-instrumentation").exports ?? {}).map((path) =>
    path.replace(/^\./, "@modelwatch/instrumentation"),
  ),
);

function importsOf(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder))
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => [
      ...readFileSync(join(ROOT, folder, file), "utf8").matchAll(/^\s*(?:import|\} from)\b[^;"]*"([^"]+)"/gm),
    ])
    .map(([, specifier = ""]) => specifier);
}

/** `@scope/name` of `@scope/name/path`. */
const packageOf = (specifier: string): string => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;

describe("a user who copies an example has all of it", () => {
  it("there are examples", () => expect(EXAMPLES).toHaveLength(readdirSync(join(ROOT, "examples")).length));

  it.each(EXAMPLES)("%s imports its own files, and packages that it declares", (folder) => {
    const { dependencies = {} } = readManifest(folder);
    const foreign = importsOf(folder).filter(
      (specifier) =>
        !/^(node:|\.\/[\w-]+\.js$)/.test(specifier) && dependencies[packageOf(specifier)] === undefined,
    );
    expect(foreign).toEqual([]);
    expect(importsOf(folder).length).toBeGreaterThan(2);
  });

  it.each(EXAMPLES)("%s imports of ours only published names", (folder) => {
    const ours = importsOf(folder).filter((specifier) => specifier.startsWith("@modelwatch/"));
    expect(ours).not.toEqual([]);
    expect(ours.filter((specifier) => !PUBLISHED.has(specifier))).toEqual([]);
  });
});
