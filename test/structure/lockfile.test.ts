import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../docs/snippets.js";

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly resolved?: string;
}

const text = readFileSync(join(ROOT, "package-lock.json"), "utf8");
const packages = Object.entries((JSON.parse(text) as { packages: Record<string, LockedPackage> }).packages);
const names = new Set(packages.map(([path]) => path.split("node_modules/").at(-1)));

describe("the lockfile", () => {
  it("holds the binaries of every platform, or npm ci refuses it on the next machine", () => {
    const missing = packages.flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).flatMap((name) => (names.has(name) ? [] : [`${path} → ${name}`])),
    );
    expect(missing).toEqual([]);
  });

  it("names no registry", () => {
    expect(packages.flatMap(([, { resolved }]) => (resolved?.includes("://") ? [resolved] : []))).toEqual([]);
  });
});
