import { parseQuery, type Analysis, type Finding, type QueryInput } from "@modelwatch/conventions/query";
import { evaluate } from "@modelwatch/evaluation";
import { createMemoryStore } from "@modelwatch/sources/memory";
import { describe, expect, it } from "vitest";
import { mostAlarms } from "./counts.js";
import { DAY_MS, MODEL, simulateModel, START_MS } from "./simulated-model.js";

// Whole answers on models in which nothing changes: every member and number of a panel together.
const RUNS = 20;
const ALPHA = 0.05;
const DAYS = 60;

const iso = (day: number): string => new Date(START_MS + day * DAY_MS).toISOString();

async function ask(
  analysis: Analysis,
  seed: number,
  query: Partial<QueryInput>,
): Promise<readonly Finding[]> {
  const store = createMemoryStore();
  const days = Array.from({ length: DAYS }, (_, day) => ({ rows: day % 7 < 5 ? 250 : 120 }));
  for (const batch of simulateModel(days, seed, 5000)) await store.sink.append(batch);
  const range = { from: iso(0), to: iso(DAYS) };
  return evaluate(parseQuery({ analysis, subject: { model: MODEL }, range, ...query }), store.source);
}

describe("without any change", () => {
  it("`change` names a date in at most alpha of the models", async () => {
    let named = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      const findings = await ask("change", seed, {});
      if (findings.some(({ value }) => value !== null)) named++;
    }
    expect(named).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
  });

  it("`outliers` watches a row in at most alpha of the windows", async () => {
    const last = 14;
    let windows = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      const findings = await ask("outliers", seed, { range: { from: iso(DAYS - last), to: iso(DAYS) } });
      const loud = findings.filter(({ status }) => status !== "ok" && status !== "info");
      windows += new Set(loud.map(({ window }) => window.from)).size;
    }
    expect(windows).toBeLessThanOrEqual(mostAlarms(RUNS * last, ALPHA));
  });
});
