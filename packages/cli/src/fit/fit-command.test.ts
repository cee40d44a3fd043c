import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import type { ReferenceFile } from "@modelwatch/conventions";
import {
  categorical,
  defineModel,
  numeric,
  parseReferenceFile,
  probability,
} from "@modelwatch/instrumentation";
import { fitReference } from "@modelwatch/instrumentation/fit";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main, type Terminal } from "../main.js";

const SCORED = new URL("../../data/flights-scored.csv", import.meta.url);

/** A cell as a number; an empty one is missing. */
const number = (cell: string | undefined) => (cell ? Number(cell) : undefined);

describe("modelwatch fit", () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "fit-"))));
  afterAll(() => rm(folder, { recursive: true }));

  async function fileOf(name: string, content: string | Buffer): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  }

  /** Runs the command; `reference` where it wrote one. */
  async function fit(file: string, ...options: string[]) {
    const written = { stdout: "", stderr: "" };
    const stream = (name: "stdout" | "stderr") => ({
      isTTY: false,
      write: (text: string) => {
        written[name] += text;
        return true;
      },
    });
    // all that the command uses of a terminal
    const terminal = { stdout: stream("stdout"), stderr: stream("stderr") } as unknown as Terminal;
    const out = join(folder, "reference.json");
    const code = await main(["fit", file, "--out", out, ...options], terminal);
    return { code, ...written, out };
  }

  async function referenceOf(file: string, ...options: string[]): Promise<ReferenceFile> {
    const { code, stderr, out } = await fit(file, ...options);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const parsed = parseReferenceFile(await readFile(out, "utf8"));
    if (parsed.kind === "invalid") throw new Error(parsed.reason);
    return parsed.reference;
  }

  /** A table that SQL selects, as a file of the given kind. */
  async function tableOf(name: string, sql: string): Promise<string> {
    const path = join(folder, name);
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    await connection.run(
      `COPY (${sql}) TO '${path.replaceAll("'", "''")}' ${name.endsWith("parquet") ? "(FORMAT parquet)" : "(FORMAT csv, HEADER)"}`,
    );
    instance.closeSync();
    return path;
  }

  it("gives what fitReference gives for the same rows, read by another parser", async () => {
    const fitted = await referenceOf(
      SCORED.pathname,
      "--target",
      "late",
      "--score",
      "score",
      "--features",
      "hour,temp,seats,carrier",
      "--description",
      "d",
    );
    const records: Record<string, string>[] = parse(await readFile(SCORED), { columns: true });
    const model = defineModel({
      name: "flights-scored",
      version: "1",
      prediction: probability(),
      features: { hour: numeric(), temp: numeric(), seats: numeric(), carrier: categorical() },
    });
    const rows = records.map(({ score, late, hour, temp, seats, carrier }) => ({
      score: number(score),
      truth: late === "" ? undefined : late === "1",
      features: { hour: number(hour), temp: number(temp), seats: number(seats), carrier },
    }));
    expect(fitted).toEqual(
      JSON.parse(JSON.stringify(await fitReference({ declaration: model, description: "d", rows }))),
    );
    expect(fitted.rows).toBe(1010);
  });

  it("gives the same reference for a CSV, its gzip and its Parquet", async () => {
    const csv = await fileOf("same.csv", await readFile(SCORED));
    const gzip = await fileOf("same.csv.gz", gzipSync(await readFile(SCORED)));
    const parquet = await tableOf("same.parquet", `SELECT * FROM '${csv}'`);
    const options = ["--target", "late", "--score", "score", "--name", "same", "--description", "d"];
    const { id } = await referenceOf(csv, ...options);
    expect((await referenceOf(gzip, ...options)).id).toBe(id);
    expect((await referenceOf(parquet, ...options)).id).toBe(id);
  });

  it("infers roles and says why", async () => {
    const file = await tableOf(
      "roles.csv",
      `SELECT 1000 + i AS row_number, 'u-' || hash(i) AS customer, 7 AS seven, NULL AS nothing,
        TIMESTAMP '2026-01-01' + INTERVAL (i) HOUR AS at, i % 3 = 0 AS flag, i % 50 AS age, ln(i + 1) AS amount,
        'kind ' || i % 4 AS kind, CASE WHEN i % 9 = 0 THEN 'n/a' ELSE CAST(i % 17 AS VARCHAR) END AS mixed,
        repeat('a long sentence ', 6) || i % 5 AS remark
      FROM range(500) t(i)`,
    );
    const { stdout } = await fit(file);
    const roles = Object.fromEntries(
      stdout
        .split("\n")
        .map((line) => line.split(/ {2,}/))
        .map(([column, role, why]) => [column, `${role}: ${why}`]),
    );
    expect(roles).toMatchObject({
      row_number: "ignored: it numbers the rows or names them",
      customer: expect.stringMatching(/^ignored: it names the rows/) as unknown,
      seven: "ignored: it is constant (7)",
      nothing: "ignored: it has no value",
      at: "ignored: it is a time",
      flag: "categorical: BOOLEAN",
      age: "numeric: BIGINT",
      amount: "numeric: DOUBLE",
      kind: "categorical: VARCHAR",
      mixed: "ignored: most of it are numbers, the rest is not: name what is missing with --missing",
      remark: "ignored: it is free text",
    });
    const { features } = await referenceOf(file, "--missing", "n/a", "--categorical", "age", "--top", "5");
    expect(features["mixed"]).toMatchObject({ kind: "numeric", invalid: { missing: 56 } });
    expect(features["age"]).toMatchObject({ kind: "categorical", counts: [10, 10, 10, 10, 10, 450] });
    const wrong = await referenceOf(file, "--numeric", "mixed");
    expect(wrong.features["mixed"]).toMatchObject({ kind: "numeric", invalid: { "wrong-type": 56 } });
  });

  it("takes the range of the time column, whatever its offsets", async () => {
    const { from, to } = await referenceOf(SCORED.pathname, "--time", "scheduled");
    expect([from, to]).toEqual(["2013-01-01T10:15:00Z", "2013-04-01T00:30:00Z"]);
  });

  it("splits scores by a target of texts, and takes numbers for a regression", async () => {
    const file = await tableOf(
      "targets.parquet",
      `SELECT i % 7 AS x, CASE WHEN i % 4 = 0 THEN 'bad' ELSE 'good' END AS loan, i / 100.0 AS price, (i % 10) / 10.0 AS p,
        i - 50.0 AS rank FROM range(100) t(i)`,
    );
    const binary = await referenceOf(
      file,
      "--features",
      "x",
      "--target",
      "loan",
      "--positive",
      "bad",
      "--score",
      "p",
    );
    expect(binary.outcomes?.["1"]?.counts.reduce((sum, count) => sum + count, 0)).toBe(25);
    const ranked = await fit(
      file,
      "--features",
      "x",
      "--target",
      "loan",
      "--positive",
      "bad",
      "--score",
      "rank",
    );
    expect(ranked.stdout).toContain(
      "The score is a ranking score; 100 rows have ground truth, 25 % of them positive.",
    );
    const regression = await referenceOf(file, "--features", "x", "--target", "price", "--score", "rank");
    expect(regression.outcomes).toBeUndefined();
    expect(regression.prediction?.bounds.length).toBeGreaterThan(25);
  });

  it("keeps quotes, commas, line breaks and patterns what they are: names and text", async () => {
    const column = 'a "quoted", name';
    const file = await tableOf(
      "it's [1] *.csv",
      `SELECT 'x,"' || chr(10) || i % 3 AS "a ""quoted"", name", i % 5 AS "a" FROM range(90) t(i)`,
    );
    await tableOf("it's 1 .csv", "SELECT 1 AS other");
    const { features } = await referenceOf(file, "--features", column);
    expect(features[column]).toMatchObject({
      categories: ['x,"\n0', 'x,"\n1', 'x,"\n2'],
      counts: [30, 30, 30, 0],
    });
    expect(Object.keys(features)).toEqual([column]);
  });

  it("prints code that runs as it is", async () => {
    const { stdout } = await fit(SCORED.pathname, "--target", "late", "--score", "score");
    const code = stdout.slice(stdout.indexOf("import "));
    // below the package, so that its imports resolve
    const place = await mkdtemp(new URL("../../.fit-", import.meta.url).pathname);
    try {
      const file = join(place, "use.ts");
      await writeFile(file, `${code}export { watch };\n`);
      const { watch } = (await import(/* @vite-ignore */ file)) as {
        watch: { predict(prediction: object): void };
      };
      expect(() => watch.predict({ score: 0.2, features: { hour: 7, carrier: "UA" } })).not.toThrow();
    } finally {
      await rm(place, { recursive: true });
    }
  });

  it.each([
    ["no file", async () => join(folder, "none.csv"), [], "[not-found] there is no file"],
    ["a folder", async () => folder, [], "is not a file"],
    ["an empty file", () => fileOf("zero.csv", ""), [], "has no rows"],
    ["names without rows", () => fileOf("names.csv", "a,b\n"), [], "has no rows"],
    ["JSON", () => fileOf("json.csv", '{\n"a": 1\n}\n'), [], "looks like JSON"],
    [
      "noise",
      () => fileOf("noise.csv", Buffer.from(Array.from({ length: 50_000 }, (_b, i) => (i * i * 7919) % 251))),
      [],
      "cannot be read as a CSV",
    ],
    ["half a Parquet", () => fileOf("half.parquet", "PAR1 and then nothing"), [], "[data-loss]"],
    [
      "a cell of the wrong type far down",
      () => fileOf("late.csv", `a\n${"1\n".repeat(30_000)}x\n`),
      [],
      "--missing",
    ],
    [
      "a column that is not there",
      async () => SCORED.pathname,
      ["--target", "Late"],
      'there is no column "Late"; the file has scheduled,',
    ],
    [
      "two roles for a column",
      async () => SCORED.pathname,
      ["--target", "late", "--ignore", "late"],
      "named as target and as ignored",
    ],
    ["a target of texts", async () => SCORED.pathname, ["--target", "carrier"], "--positive"],
    ["a score of texts", async () => SCORED.pathname, ["--score", "carrier"], "a column of numbers"],
    [
      "an id as a feature",
      async () => SCORED.pathname,
      ["--features", "flight"],
      'column "flight" is named as a feature, but it names the rows',
    ],
    ["a time that is none", async () => SCORED.pathname, ["--time", "carrier"], "that are no times"],
    ["no feature left", () => fileOf("constant.csv", "a\n1\n1\n"), [], "no column is left as a feature"],
    [
      "a folder that is not there",
      async () => SCORED.pathname,
      ["--out", "/none/reference.json"],
      "cannot be written",
    ],
  ])("refuses %s in one sentence", async (_what, file, options, message) => {
    const { code, stderr } = await fit(await file(), ...options);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/modelwatch: \[[a-z-]+\]/);
  });
});
