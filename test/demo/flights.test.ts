import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ATTR_ARM } from "@modelwatch/conventions";
import {
  findingsFileSchema,
  parseWith,
  type Finding,
  type FindingsFile,
} from "@modelwatch/conventions/query";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { DEMO_QUERIES, FLIGHT_MONITOR } from "../../packages/cli/src/demo/queries.js";
import { ROOT, readSnippets } from "../docs/snippets.js";
import { askBackend } from "./ask-backend.js";
import { countFlights, type FlightsTruth, type Rate } from "./flights-rows.js";

const out = mkdtempSync(join(tmpdir(), "modelwatch-demo-"));
let truth: FlightsTruth;
let file: FindingsFile;
let terminal = "";

/** Runs the README's own command, as a person would. */
async function runDemo(): Promise<void> {
  const command = readSnippets()
    .filter(({ place }) => place.startsWith("README.md"))
    .flatMap(({ code }) => [...(/npm run demo\b/.exec(code) ?? [])])[0];
  if (command === undefined) throw new Error("the README does not say how to run the demo");
  const child = spawn(`${command} -- --out ${out}`, {
    cwd: ROOT,
    shell: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.on("data", (text: Buffer) => (terminal += text.toString()));
  child.stderr.on("data", (text: Buffer) => (terminal += text.toString()));
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`the demo ended with ${String(code)}:\n${terminal}`);
}

const findings = (
  is: Partial<Pick<Finding, "analysis" | "statistic">>,
  target?: string,
): readonly Finding[] =>
  file.findings.filter(
    (finding) =>
      Object.entries(is).every(([name, value]) => finding[name as "analysis"] === value) &&
      (target === undefined || finding.subject.target === target),
  );

const lossParts = (statistic: string) => findings({ analysis: "decompose", statistic });
const weeks = (name: string) => findings({ analysis: "drift" }, name).map(({ status }) => status);
const detail = (finding: Finding, name: string): number => z.number().parse(finding.details[name]);
const rateOf = ({ late, landed }: Rate): number => late / landed;
const groupRate = (key: string): number => rateOf(truth.byGroup.get(key) ?? { late: 0, landed: 0 });

beforeAll(async () => {
  truth = await countFlights(join(ROOT, "packages/cli/data/flights-2013.csv.gz"));
  await runDemo();
  file = parseWith(
    findingsFileSchema,
    JSON.parse(readFileSync(join(out, "findings.json"), "utf8")),
    "findings file",
  );
}, 1_200_000);
afterAll(() => rmSync(out, { recursive: true, force: true }));

describe("the demo, beside the raw rows", () => {
  it("stores as many predictions as flights, and as many outcomes as landings", () => {
    expect(truth.departures).toBe(255_987);
    expect(file.counts).toMatchObject({ predictions: truth.departures, outcomes: truth.landed });
  });

  it("accounts for every value of every feature: counted or invalid", () => {
    const columns = {
      temp: "temp",
      wind: "wind",
      precip: "precip",
      visib: "visib",
      seats: "seats",
      "aircraft-age": "built",
    };
    for (const [feature, column] of Object.entries(columns)) {
      const invalid = file.counts[`invalid:${feature}`] ?? Number.NaN;
      expect([feature, invalid]).toEqual([feature, truth.missing.get(column) ?? 0]);
      expect((file.counts[`feature:${feature}`] ?? 0) + invalid).toBe(truth.departures);
    }
  });

  it("gives each month's late share and its score's mean, and says how sure it is", () => {
    const gaps = findings({ analysis: "performance", statistic: "calibration-gap" });
    expect(gaps).toHaveLength(9);
    for (const gap of gaps) {
      const month = truth.byMonth.get(Number(gap.window.from.slice(5, 7)));
      expect(Math.abs(detail(gap, "outcomeRate") - rateOf(month ?? { late: 0, landed: 1 }))).toBeLessThan(
        0.002,
      );
      expect(gap.value).toBeCloseTo(detail(gap, "meanScore") - detail(gap, "outcomeRate"), 9);
      expect(gap.low).toBeLessThan(gap.value ?? Number.NaN);
    }
  });

  it("says that ranking survives in every month and that April to August are too optimistic", () => {
    for (const auc of findings({ analysis: "performance", statistic: "auc" }))
      expect(auc.value).toBeGreaterThan(0.6);
    const gaps = findings({ analysis: "performance", statistic: "calibration-gap" });
    for (const gap of gaps.slice(0, 5)) expect(gap.high).toBeLessThan(0);
  });

  it("estimates without labels beside it, and names the assumption", () => {
    const estimates = findings({ analysis: "performance", statistic: "estimated-accuracy" });
    expect(estimates).toHaveLength(9);
    for (const { reason } of estimates) expect(reason.code).toBe("assumes-calibrated-scores");
  });

  it("splits each month's loss change into parts that add up", () => {
    lossParts("loss-change").forEach((total, month) => {
      const parts = [
        lossParts("loss-change-score-mix")[month],
        lossParts("loss-change-outcome-given-score")[month],
      ];
      expect((parts[0]?.value ?? Number.NaN) + (parts[1]?.value ?? Number.NaN)).toBeCloseTo(
        total.value ?? Number.NaN,
        9,
      );
    });
    expect(lossParts("loss-change")[3]?.reason.code).toBe("data-and-model-moved");
  });

  it("finds the simulated policy's two minutes, overall and at every airport", () => {
    const lifts = findings({ analysis: "lift", statistic: "mean-difference" }, "business:delay-minutes");
    expect(lifts.map(({ subject }) => Object.values(subject.labels).join())).toEqual([
      "",
      "EWR",
      "JFK",
      "LGA",
    ]);
    for (const lift of lifts) {
      expect(lift.low).toBeLessThan(-2);
      expect(lift.high).toBeGreaterThan(-2);
      expect(lift.high).toBeLessThan(0);
      expect(lift.subject.labels[ATTR_ARM]).toBeUndefined();
    }
  });

  it("warns where two carriers look alike overall and are not at any airport that they share", () => {
    const lifts = findings({ analysis: "lift", statistic: "mean-difference" }, "outcome");
    const byOrigin = new Map(lifts.map((lift) => [Object.values(lift.subject.labels).join(), lift]));
    expect(byOrigin.get("")?.reason.code).toBe("simpson-reversal");
    expect(byOrigin.get("")?.value).toBeCloseTo(groupRate("9E") - groupRate("WN"), 3);
    for (const origin of ["EWR", "LGA"]) {
      expect(byOrigin.get(origin)?.value).toBeCloseTo(
        groupRate(`9E ${origin}`) - groupRate(`WN ${origin}`),
        2,
      );
      expect(byOrigin.get(origin)?.high).toBeLessThan(0);
    }
    expect(byOrigin.get("JFK")?.status).toBe("undetermined");
  });

  it("sees the temperature leave its winter and stay within tolerance where nothing moved", () => {
    expect(weeks("feature:temp")).toHaveLength(40);
    expect(weeks("feature:temp").filter((status) => status === "watch").length).toBeGreaterThan(15);
    expect(new Set(weeks("feature:hour"))).toEqual(new Set(["ok"]));
    expect(weeks("prediction")).toContain("watch");
  });

  it("dates the first day on which someone should have looked, after the harm began", () => {
    const [verdict, ...others] = findings({ analysis: "verdict" });
    expect(others).toEqual([]);
    const firstAct = z.string().parse(verdict?.details["firstAct"]);
    expect(firstAct >= "2013-04-15" && firstAct < "2013-08-01").toBe(true);
    expect(verdict?.reason.text).toContain(firstAct.slice(0, 10));
  });
});

describe("the data source's backend", () => {
  it("answers every question of the report over Grafana's plugin protocol, with the same numbers", async () => {
    const answers = await askBackend(
      join(out, "modelwatch.duckdb"),
      [FLIGHT_MONITOR],
      DEMO_QUERIES.map(({ query }) => query),
    );
    expect(answers).toHaveLength(DEMO_QUERIES.length);
    for (const answer of answers) expect(answer.length).toBeGreaterThan(0);
    expect(answers.flat()).toEqual(file.findings);
  });
});

describe("what a person gets", () => {
  it("is a report that asks nobody for anything and says the date", () => {
    const html = readFileSync(join(out, "report.html"), "utf8");
    const asks = [/(?:src|href)\s*=\s*["']?(?:https?:)?\/\//i, /<script/i, /@import/i, /url\((?!["']?#)/i];
    expect(asks.flatMap((pattern) => pattern.exec(html)?.[0] ?? [])).toEqual([]);
    expect(html).toMatch(/(April|May|June|July) \d+, 2013/);
  });

  it("is a summary with the counts, the rate, the memory and where the time went", () => {
    for (const word of ["255,987 predictions", "249,435 outcomes", "a second", "MiB", "Replaying"]) {
      expect(terminal).toContain(word);
    }
  });

  it("stays below 1.5 GiB", () => {
    expect(Number(/Memory\s+([\d,]+) MiB/.exec(terminal)?.[1]?.replace(",", ""))).toBeLessThan(1536);
  });
});
