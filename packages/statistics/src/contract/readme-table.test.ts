import { readFileSync, writeFileSync } from "node:fs";
import { env } from "node:process";
import { expect, it } from "vitest";
import type { StatisticDefinition } from "../definition/statistic-definition.js";
import { STATISTICS } from "../registry.js";

const README = new URL("../../README.md", import.meta.url);
const BEGIN = "<!-- statistics:begin (written by the tests with UPDATE=1) -->";
const END = "<!-- statistics:end -->";

function toRow({ id, question, inputs, output, evidence }: StatisticDefinition): string {
  const [least, most] = output.rangeInclusive.map((edge) =>
    Number.isFinite(edge) ? String(edge) : edge > 0 ? "∞" : "−∞",
  );
  const kinds = inputs.kinds.length === 2 ? "any" : inputs.kinds.join();
  const range = `${least} to ${most}, ${output.noChange} without change`;
  const sure = evidence === "none" ? "–" : evidence;
  return `| \`${id}\` | ${question} | ${kinds} | ${range} | ${sure} | ${output.effect ?? "–"} |`;
}

/** Golden text: a normal run compares; UPDATE=1 writes, and still fails once so that a person looks. */
it("the README's table says what the registry says", () => {
  const rows: readonly StatisticDefinition[] = STATISTICS;
  const table = [
    "| id | question | cells | range | evidence | effect |",
    "|---|---|---|---|---|---|",
    ...rows.map(toRow),
  ];
  const text = readFileSync(README, "utf8");
  const [before = "", rest = ""] = text.split(BEGIN);
  const [, after = ""] = rest.split(END);
  const expected = `${before}${BEGIN}\n${table.join("\n")}\n${END}${after}`;
  if (env["UPDATE"] === "1") writeFileSync(README, expected);
  expect(text).toBe(expected);
});
