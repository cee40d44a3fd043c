import {
  findingsFileSchema,
  parseWith,
  type Finding,
  type FindingsFile,
} from "@modelwatch/conventions/query";
import { DEMO_TIME_ZONE, PRODUCTION_RANGE } from "./demo-range.js";
import type { StoredCounts } from "./stored-counts.js";

/**
 * `findings.json`: what the store answered, and what it holds. Nothing of the run itself (no wall-clock time, no path), so
 * that the same data gives the same bytes.
 * @throws ModelwatchError `invalid-argument` where a finding breaks its schema.
 */
export function createFindingsDocument(
  generatorVersion: string,
  stored: StoredCounts,
  findings: readonly Finding[],
): FindingsFile {
  return parseWith(
    findingsFileSchema,
    {
      version: 1,
      generator: { name: "modelwatch demo", version: generatorVersion },
      range: { ...PRODUCTION_RANGE, timeZone: DEMO_TIME_ZONE },
      counts: toCounts(stored),
      findings,
    },
    "findings file",
  );
}

function toCounts({ predictions, outcomes, businessValues, features }: StoredCounts): Record<string, number> {
  const counts: Record<string, number> = { predictions, outcomes, businessValues };
  for (const [name, { counted, invalid }] of features) {
    counts[`feature:${name}`] = counted;
    counts[`invalid:${name}`] = invalid;
  }
  return counts;
}

/** The file's text: two spaces, a newline at the end. */
export function serializeFindings(file: FindingsFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}
