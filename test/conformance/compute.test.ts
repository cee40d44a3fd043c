import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const COMMAND = fileURLToPath(new URL("../../packages/cli/bin/modelwatch.js", import.meta.url));

interface OracleCase {
  readonly id: string;
  readonly family: string;
  readonly expected: unknown;
  readonly tolerance: { readonly rel: number; readonly abs: number };
}

interface Answer {
  readonly id: string;
  readonly result?: unknown;
  readonly error?: { readonly code: string; readonly message: string };
}

/** The built command, as a user runs it. */
function compute(input: string, ...options: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, "compute", ...options], {
    input,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

/** Where a result leaves an expected one, each with value, expected, Δ and tolerance. */
function deviations(
  got: unknown,
  expected: unknown,
  tolerance: OracleCase["tolerance"],
  path: string,
): string[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length) {
      return [`${path}: ${JSON.stringify(got)}, expected a list of ${expected.length}`];
    }
    return expected.flatMap((each: unknown, index) =>
      deviations(got[index], each, tolerance, `${path}[${index}]`),
    );
  }
  if (typeof expected === "object" && expected !== null) {
    const fields = new Map(Object.entries(typeof got === "object" && got !== null ? got : {}));
    return Object.entries(expected).flatMap(([key, each]) =>
      deviations(fields.get(key), each, tolerance, `${path}.${key}`),
    );
  }
  if (typeof expected !== "number")
    return got === expected ? [] : [`${path}: ${String(got)}, expected ${String(expected)}`];
  const allowed = Math.max(tolerance.abs, tolerance.rel * Math.abs(expected));
  const difference = typeof got === "number" ? Math.abs(got - expected) : Infinity;
  if (difference <= allowed) return [];
  return [`${path}: ${String(got)}, expected ${expected}, Δ ${difference}, tolerance ${allowed}`];
}

describe.each(["reference-cases.json", "cases.json"])("modelwatch compute < %s", (file) => {
  const text = readFileSync(new URL(`../oracles/${file}`, import.meta.url), "utf8");
  const { cases } = JSON.parse(text) as { readonly cases: readonly OracleCase[] };
  const { status, stdout, stderr } = compute(text, "--strict");
  const answers = JSON.parse(stdout || "[]") as readonly Answer[];

  it("answers every case in order and says nothing else", () => {
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(answers.map(({ id }) => id)).toEqual(cases.map(({ id }) => id));
  });

  it.each(cases.map((each, index) => ({ ...each, answer: answers[index] })))(
    "$family: $id",
    ({ expected, tolerance, answer }) => {
      expect(answer?.error).toBeUndefined();
      expect(deviations(answer?.result, expected, tolerance, "result")).toEqual([]);
    },
  );
});

describe("modelwatch compute", () => {
  const mixed = JSON.stringify([
    { id: "good", family: "hellinger", input: { ref: [1, 1], cur: [1, 1] } },
    { id: "unknown", family: "astrology", input: {} },
    { id: "wrong", family: "welch-t", input: { mean1: "high" } },
  ]);

  it("gives an unknown family and a wrong input an error of their own", () => {
    const { status, stdout, stderr } = compute(mixed);
    const [good, unknown, wrong] = JSON.parse(stdout) as readonly Answer[];
    expect(good).toEqual({ id: "good", result: { hellinger: 0 } });
    expect(unknown?.error).toMatchObject({ code: "not-found" });
    expect(wrong?.error).toMatchObject({ code: "invalid-argument" });
    expect(status).toBe(0);
    expect(stderr).toContain("2 of 3 cases could not be computed");
  });

  it("ends with 1 for them where it is strict, after printing all answers", () => {
    const { status, stdout } = compute(mixed, "--strict");
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toHaveLength(3);
  });

  it("ends with 1 and one sentence where the input is no list of cases", () => {
    const { status, stdout, stderr } = compute("{]");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^modelwatch: \[invalid-argument\] standard input is not JSON.*\n$/);
  });
});
