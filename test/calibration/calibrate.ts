import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";
import { RunStore } from "./engine/run-store.js";
import { runTasks } from "./engine/run-tasks.js";
import { trafficsOf, type Job, type Task } from "./engine/tasks.js";
import { findTraffic } from "./traffic/traffics.js";
import { report } from "./table/report.js";

const DOCUMENT = fileURLToPath(new URL("../../docs/calibration.md", import.meta.url));
const OPTIONS = {
  traffic: { type: "string" },
  seeds: { type: "string", default: "200" },
  days: { type: "string" },
  width: { type: "string" },
  minutes: { type: "string" },
  processes: { type: "string", default: "1" },
  out: { type: "string", default: "out/calibration" },
  "only-table": { type: "boolean", default: false },
  write: { type: "boolean", default: false },
} as const;

/** What is simulated unless options narrow it: a month at both widths, changes, a year of hours, a year of five minutes. */
const PLAN: readonly (Job & { readonly atMost?: number })[] = [
  { kind: "quiet", days: 28, width: 60 },
  { kind: "quiet", days: 28, width: 5 },
  { kind: "changes" },
  { kind: "quiet", days: 360, width: 60 },
  { kind: "quiet", days: 360, width: 5, atMost: 20 },
];

const { values } = parseArgs({ options: OPTIONS });
const store = new RunStore(values.out);
if (!values["only-table"]) await simulate();
const records = store.all();
const text = report(records);
process.stdout.write(`${text}\n`);
if (values.write && records.length > 0) await writeDocument(text);

async function simulate(): Promise<void> {
  const stopAt = values.minutes === undefined ? Infinity : Date.now() + 60_000 * Number(values.minutes);
  const tasks = planTasks().filter((task) => !store.has(task));
  process.stdout.write(`${tasks.length} models to simulate, results in ${values.out}\n`);
  let done = 0;
  await runTasks(tasks, {
    processes: Number(values.processes),
    mayContinue: () => Date.now() < stopAt,
    onResult(task, record) {
      store.append(task, record);
      done++;
      if (done % 50 === 0) process.stdout.write(`${done} of ${tasks.length}\n`);
    },
  });
}

/** Seed by seed, so that a run that is stopped has every row, with fewer seeds. */
function planTasks(): Task[] {
  const jobs = PLAN.filter(isWanted);
  const wanted = values.traffic?.split(",").map((id) => findTraffic(id).id);
  const tasks: Task[] = [];
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    for (const job of jobs) {
      if (seed > (job.atMost ?? Infinity)) continue;
      const traffics = trafficsOf(job).filter((traffic) => wanted?.includes(traffic) ?? true);
      for (const traffic of traffics) tasks.push({ job, traffic, seed });
    }
  }
  return tasks;
}

/** `--days 0` stands for the changes. */
function isWanted(job: Job): boolean {
  const days = values.days?.split(",").map(Number);
  if (job.kind === "changes") return days === undefined || days.includes(0);
  const isWidth = values.width === undefined || job.width === Number(values.width);
  return isWidth && (days === undefined || days.includes(job.days));
}

/** Puts the tables between the document's markers. */
async function writeDocument(tables: string): Promise<void> {
  const document = readFileSync(DOCUMENT, "utf8");
  const [before, rest] = document.split("<!-- calibration:begin -->");
  const after = rest?.split("<!-- calibration:end -->")[1];
  if (before === undefined || after === undefined) throw new Error(`${DOCUMENT} has lost its markers`);
  const whole = `${before}<!-- calibration:begin -->\n\n${tables}\n\n<!-- calibration:end -->${after}`;
  const style = await resolveConfig(DOCUMENT);
  writeFileSync(DOCUMENT, await format(whole, { ...style, filepath: DOCUMENT }));
}
