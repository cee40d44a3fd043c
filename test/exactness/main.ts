import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";
import { describeMeasurements } from "./document.js";
import { HOUR } from "./life.js";
import { measureStores } from "./run.js";
import { SCENARIOS } from "./scenarios.js";
import { openAllStores } from "./stores.js";

const DOCUMENT = fileURLToPath(new URL("../../docs/exactness.md", import.meta.url));

const { values } = parseArgs({
  options: {
    /** How much event time is replayed; a day or more fills all columns. */
    hours: { type: "string", default: "48" },
    write: { type: "boolean", default: false },
  },
});
const hours = Number(values.hours);
if (!Number.isSafeInteger(hours) || hours < 1)
  throw new Error(`--hours ${values.hours} is not a whole number`);

const startMs = Date.UTC(2024, 0, 1);
const range = { startMs, endMs: startMs + hours * HOUR };
const stores = await openAllStores();
try {
  let shown = 0;
  const measurements = await measureStores(stores, SCENARIOS, range, (share) => {
    if (share < shown + 0.1) return;
    shown = share;
    process.stderr.write(`${Math.round(100 * share)} % replayed\n`);
  });
  const text = describeMeasurements(measurements, hours);
  if (values.write) await writeDocument(text);
  else process.stdout.write(`${text}\n`);
} finally {
  await Promise.all(stores.map((store) => store.close()));
}

/** Puts the tables between the document's markers. */
async function writeDocument(tables: string): Promise<void> {
  const [before, rest] = readFileSync(DOCUMENT, "utf8").split("<!-- exactness:begin -->");
  const after = rest?.split("<!-- exactness:end -->")[1];
  if (before === undefined || after === undefined) throw new Error(`${DOCUMENT} has lost its markers`);
  const whole = `${before}<!-- exactness:begin -->\n\n${tables}\n\n<!-- exactness:end -->${after}`;
  const style = await resolveConfig(DOCUMENT);
  writeFileSync(DOCUMENT, await format(whole, { ...style, filepath: DOCUMENT }));
}
