import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Who may import whom (of ours). Arrows go along the flow or down to a value package. */
const EDGES: Readonly<Record<string, readonly string[]>> = {
  "packages/conventions": [],
  "packages/statistics": ["conventions/error"],
  "packages/sources": ["conventions", "statistics"],
  "packages/evaluation": ["conventions", "statistics", "sources"],
  "packages/grafana-backend": [],
  "packages/collector-stage": ["conventions", "statistics", "sources", "evaluation"],
  "packages/cli": [
    "conventions",
    "statistics",
    "sources",
    "evaluation",
    "collector-stage",
    "instrumentation",
  ],
  "otel-instrumentation": ["conventions", "statistics"],
  "grafana-plugin/src": ["conventions"],
  "grafana-plugin/backend": ["conventions", "statistics", "sources", "evaluation", "grafana-backend"],
  dashboards: ["conventions"],
  examples: ["instrumentation"],
};

/** Third-party names that stay in one place each. */
const CONFINED: readonly { readonly name: RegExp; readonly allowed: readonly string[] }[] = [
  // the command reads training tables with it
  { name: /^undici$/, allowed: ["packages/sources"] },
  { name: /^@duckdb\//, allowed: ["packages/sources", "packages/cli"] },
  { name: /^(@uwdata\/flechette|apache-arrow|@grpc\/)/, allowed: ["packages/grafana-backend"] },
  {
    name: /^@opentelemetry\//,
    allowed: ["otel-instrumentation", "packages/collector-stage", "packages/cli", "examples"],
  },
  { name: /^@grafana\/grafana-foundation-sdk/, allowed: ["dashboards"] },
  { name: /^@grafana\/(?!grafana-foundation-sdk)/, allowed: ["grafana-plugin/src"] },
  { name: /^echarts/, allowed: ["packages/cli"] },
  {
    name: /^zod/,
    allowed: ["packages/conventions", "packages/sources", "packages/cli", "grafana-plugin/backend"],
  },
];

/** Evaluation knows the sources' port by its types alone. */
const TYPES_ONLY: readonly (readonly [string, string])[] = [["packages/evaluation", "sources"]];

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((entry) => {
    const path = join(folder, entry);
    if (statSync(path).isDirectory()) {
      return ["node_modules", "dist", "dist-zip", "generated"].includes(entry) ? [] : sourceFiles(path);
    }
    return /\.tsx?$/.test(entry) && !/\.(test|config)\.tsx?$/.test(entry) ? [path] : [];
  });
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  const pattern =
    /^\s*(?:import|export)\s+(type\s+)?[^;"'`]*?from\s*["']([^"']+)["']|^\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm;
  return [...text.matchAll(pattern)].map((match) => ({
    file,
    specifier: match[2] ?? match[3] ?? match[4] ?? "",
    typeOnly: match[1] !== undefined,
  }));
}

const places = Object.keys(EDGES).map((place) => ({
  place,
  imports: sourceFiles(join(ROOT, place)).flatMap(importsOf),
}));
const shown = (found: Import): string =>
  `${relative(ROOT, found.file).split(sep).join("/")} imports ${found.specifier}`;

describe("imports follow the flow", () => {
  it.each(places)("$place imports only what it may", ({ place, imports }) => {
    const allowed = EDGES[place] ?? [];
    const wrong = imports.filter((found) => {
      const own = /^@modelwatch\/(.+)$/.exec(found.specifier)?.[1];
      if (own === undefined) return false;
      return !allowed.some((name) => own === name || own.startsWith(`${name}/`));
    });
    expect(wrong.map(shown)).toEqual([]);
  });

  it.each(places)("$place does not reach into another package by a path", ({ place, imports }) => {
    const home = join(ROOT, place) + sep;
    const wrong = imports.filter(
      (found) =>
        found.specifier.startsWith(".") && !resolve(dirname(found.file), found.specifier).startsWith(home),
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  it.each(TYPES_ONLY)("%s knows %s by its types alone", (place, name) => {
    const imports = places.find((entry) => entry.place === place)?.imports ?? [];
    const wrong = imports.filter(
      (found) => found.specifier.startsWith(`@modelwatch/${name}`) && !found.typeOnly,
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  it.each(CONFINED)("$name stays in $allowed", ({ name, allowed }) => {
    const wrong = places
      .filter(({ place }) => !allowed.includes(place))
      .flatMap(({ imports }) => imports.filter((found) => name.test(found.specifier) && !found.typeOnly));
    expect(wrong.map(shown)).toEqual([]);
  });

  it("sees the imports that there are", () => {
    expect(places.flatMap(({ imports }) => imports).length).toBeGreaterThan(100);
  });
});
