import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { computeCases } from "./compute-cases.js";
import { FAMILIES } from "./families.js";
import { readCases } from "./read-cases.js";

const answer = (family: unknown, input: unknown) => computeCases([{ id: "it", family, input }])[0];

describe("a list of cases", () => {
  it("may be the array itself or a document that holds it", () => {
    const cases = [{ id: "a", family: "psi", input: { ref: [1, 1], cur: [1, 1] } }];
    expect(readCases(JSON.stringify(cases))).toEqual(cases);
    expect(readCases(JSON.stringify({ cases }))).toEqual(cases);
  });

  it("that cannot be read says what is allowed", () => {
    expect(() => readCases("psi")).toThrow("standard input is not JSON");
    expect(() => readCases("{}")).toThrow("list of cases");
    expect(() => readCases('[{"family": "psi"}]')).toThrow("list of cases");
  });
});

describe("a case", () => {
  it("keeps its place and its answer whatever is wrong with others", () => {
    const good = { family: "psi", input: { ref: [5, 10], cur: [5, 10] } };
    const answered = computeCases([
      { id: 1, ...good },
      { id: 2, family: "phi", input: {} },
      { id: 3, family: "psi", input: { ref: [1], cur: "x" } },
      { id: 4 },
      { id: 5, ...good },
    ]);
    expect(answered.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
    expect(answered[0]).toEqual({ id: 1, result: { psi: 0 } });
    expect(answered[4]).toEqual({ id: 5, result: { psi: 0 } });
    expect(answered[1]).toMatchObject({ error: { code: "not-found" } });
    expect(answered[1]).toHaveProperty("error.message", expect.stringContaining('no family "phi"'));
    expect(answered[2]).toHaveProperty("error.message", expect.stringContaining("cur"));
    expect(answered[3]).toHaveProperty("error.message", expect.stringContaining("none given"));
  });

  it("that the data cannot answer is null with a reason", () => {
    expect(answer("psi", { ref: [0, 5], cur: [1, 5] })).toEqual({
      id: "it",
      result: { psi: null },
      undetermined: "empty-cell",
    });
    const allYes = answer("two-proportion-z", { count: [5, 7], nobs: [5, 7] });
    expect(allYes).toMatchObject({ result: { z: null, p: null }, undetermined: "one-cell" });
    expect(answer("auc", { y: [1, 1], score: [0.2, 0.3] })).toMatchObject({ result: { auc: null } });
    const empty = answer("cramer-von-mises", { ref: [0, 0], cur: [5, 5] });
    expect(empty).toMatchObject({ result: { statistic: null, p: null }, undetermined: "too-few" });
    expect(answer("newey-west", { x: [1], lags: 0 })).toMatchObject({ undetermined: "too-few" });
  });

  it("whose number outgrew JSON is null and says which", () => {
    const answered = answer("brier", { y: [0], score: [1] });
    expect(answered).toMatchObject({ result: { brier: 1, log_loss: null } });
    const x = new Array<number>(60).fill(50);
    const evidence = answer("always-valid-p", { x, sigma2: 1, tau2: 100 });
    expect(evidence).toHaveProperty("undetermined", expect.stringContaining("lambda_[0]"));
    expect(JSON.stringify(evidence)).not.toMatch(/NaN|Infinity/);
  });

  it("with an option that nobody offers is refused, and the message names those that exist", () => {
    const wrong = answer("multiplicity", { p: [0.1], alpha: 0.05, method: "scheffé" });
    expect(wrong).toHaveProperty("error.message", expect.stringContaining("fdr_bh"));
    const method = answer("ks-two-sample", { x: [1], y: [2], method: "quick" });
    expect(method).toHaveProperty("error.message", expect.stringMatching(/method: .*"exact"/));
    const bare = answer("confidence-sequence", { alpha: 0.05 });
    expect(bare).toHaveProperty(
      "error.message",
      expect.stringContaining("it needs one of x, t, v_min, s, v"),
    );
    expect(answer("proportion-ci", { count: 5, nobs: 3 })).toMatchObject({
      error: { code: "invalid-argument" },
    });
  });
});

describe("an option", () => {
  it("that a family does not know is named where it changed nothing", () => {
    const sides = { ref: [1, 1], cur: [1, 1] };
    expect(answer("hellinger", { ...sides, base: 2 })).toMatchObject({
      result: { hellinger: 0 },
      ignored: ["base"],
    });
    expect(answer("hellinger", sides)).not.toHaveProperty("ignored");
  });

  it("that would ask for another boundary or detector is refused", () => {
    const gamma = answer("confidence-sequence", { v: [1], v_opt: 1, c: 0.5 });
    expect(gamma).toHaveProperty("error.message", expect.stringContaining('"c"'));
    const params = answer("page-hinkley", { stream: [1], params: { warning: 3 } });
    expect(params).toHaveProperty("error.message", expect.stringContaining('"warning"'));
  });
});

describe("the families", () => {
  it("have names of their own", () => {
    const names = FAMILIES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("are the rows of the README's table", () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    const table = /^\| Family .*\n\|[-|]+\n((?:\|.*\n)+)/m.exec(readme)?.[1] ?? "";
    const named = [...table.matchAll(/^\| ([^|]+) \|/gm)].flatMap((row) => row[1]!.split(", "));
    expect(named).toEqual(FAMILIES.map(({ name }) => name));
  });

  it.each(FAMILIES.map(({ name }) => name))("%s refuses an input of the wrong shape", (name) => {
    for (const input of [undefined, null, 3, "x", [], { x: "y", ref: 1, table: 1, stream: 1, z: 1 }]) {
      expect(answer(name, input)).toMatchObject({ error: { code: "invalid-argument" } });
    }
  });
});
