import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";
import { describeMeasurements, describeScenarios } from "./document.js";
import { HOUR } from "./life.js";
import { measureStores } from "./run.js";
import { SCENARIOS } from "./scenarios.js";
import { openFiles, openServers } from "./stores.js";
import type { Store } from "./stores.js";

const DOCUMENT = fileURLToPath(new URL("../../docs/exactness.md", import.meta.url));

const { values } = parseArgs({
  options: {
    /** How much event time is replayed into servers; a day or more fills all columns. */
    hours: { type: "string", default: "24" },
    /** And into files, which see every point and have no edges of a day to watch. */
    "file-hours": { type: "string", default: "9" },
    write: { type: "boolean", default: false },
  },
});
const START_MS = Date.UTC(2024, 0, 1);

const tables = [
  describeScenarios(SCENARIOS),
  await measure(openServers, toHours(values.hours)),
  await measure(openFiles, toHours(values["file-hours"])),
].join("\n\n");
if (values.write) await writeDocument(tables);
else process.stdout.write(`${tables}\n`);

function toHours(text: string): number {
  const hours = Number(text);
  if (!Number.isSafeInteger(hours) || hours < 1) throw new Error(`${text} is not a number of hours`);
  return hours;
}

async function measure(open: () => Promise<readonly Store[]>, hours: number): Promise<string> {
  const range = { startMs: START_MS, endMs: START_MS + hours * HOUR };
  const stores = await open();
  try {
    let shown = 0;
    const measurements = await measureStores(stores, SCENARIOS, range, (share) => {
      if (share < shown + 0.1) return;
      shown = share;
      process.stderr.write(`${Math.round(100 * share)} % replayed\n`);
    });
    return describeMeasurements(measurements, hours);
  } finally {
    await Promise.all(stores.map((store) => store.close()));
  }
}

/** Puts the tables between the document's markers. */
async function writeDocument(measured: string): Promise<void> {
  const [before, rest] = readFileSync(DOCUMENT, "utf8").split("<!-- exactness:begin -->");
  const after = rest?.split("<!-- exactness:end -->")[1];
  if (before === undefined || after === undefined) throw new Error(`${DOCUMENT} has lost its markers`);
  const whole = `${before}<!-- exactness:begin -->\n\n${measured}\n\n<!-- exactness:end -->${after}`;
  const style = await resolveConfig(DOCUMENT);
  writeFileSync(DOCUMENT, await format(whole, { ...style, filepath: DOCUMENT }));
}
