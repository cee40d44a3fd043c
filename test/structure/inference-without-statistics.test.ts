import { spawnSync } from "node:child_process";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Writes the address of every module that is loaded to stdout. */
const REPORT_LOADS = `
  import { writeSync } from "node:fs";
  export async function load(url, context, next) { writeSync(1, url + "\\n"); return next(url, context); }`;

/** What a fresh process loads when it imports an entry. */
function modulesLoadedBy(entry: string): string[] {
  const report = `data:text/javascript,${encodeURIComponent(REPORT_LOADS)}`;
  const register = `import { register } from "node:module"; register(${JSON.stringify(report)});`;
  const loader = `data:text/javascript,${encodeURIComponent(register)}`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      "--conditions=modelwatch-source",
      "--import",
      "tsx",
      "--import",
      loader,
      "--input-type=module",
      "-e",
      `import ${JSON.stringify(entry)};`,
    ],
    { cwd: resolve(ROOT, "test"), encoding: "utf8" },
  );
  expect({ status, stderr }).toMatchObject({ status: 0 });
  return stdout.split("\n").filter((url) => url !== "");
}

const isStatistics = (url: string) => /@stdlib|packages\/statistics|@modelwatch\/statistics/.test(url);

describe("a process that only predicts", () => {
  it("loads no statistics", () => {
    const loaded = modulesLoadedBy("@modelwatch/instrumentation");
    expect(loaded.some((url) => url.includes("otel-instrumentation"))).toBe(true);
    expect(loaded.filter(isStatistics)).toEqual([]);
  });

  it("would be seen to load them: fitting a reference does", () => {
    expect(modulesLoadedBy("@modelwatch/instrumentation/fit").filter(isStatistics).length).toBeGreaterThan(
      10,
    );
  });
});
