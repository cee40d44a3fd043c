import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { jobName, type RunRecord, type Task } from "./tasks.js";

/** What a result depends on: other results than those of the same sources are simulated anew. */
const SOURCES = ["../traffic", "../rivals", "../engine", "../../../packages/statistics/src/monitoring"];

/** Results as lines of JSON in a folder, one file for each kind of simulation and traffic: a run can be stopped and go on. */
export class RunStore {
  readonly sources: string;
  readonly #folder: string;

  constructor(folder: string) {
    this.sources = digestOf(SOURCES.map((path) => fileURLToPath(new URL(path, import.meta.url))));
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  append(task: Task, record: RunRecord): void {
    appendFileSync(this.#fileOf(task), `${JSON.stringify({ sources: this.sources, ...record })}\n`);
  }

  has(task: Task): boolean {
    return this.#read(this.#fileOf(task)).some(({ seed }) => seed === task.seed);
  }

  /** Everything simulated with the present sources. */
  all(): readonly RunRecord[] {
    const files = readdirSync(this.#folder).filter((name) => name.endsWith(".jsonl"));
    return files.sort().flatMap((name) => this.#read(join(this.#folder, name)));
  }

  #fileOf({ job, traffic }: Task): string {
    return join(this.#folder, `${jobName(job)}.${traffic}.jsonl`);
  }

  #read(file: string): readonly RunRecord[] {
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line.endsWith("}"));
    const records = lines.map((line): RunRecord & { readonly sources: string } => JSON.parse(line));
    return records.filter(({ sources }) => sources === this.sources);
  }
}

function digestOf(folders: readonly string[]): string {
  const hash = createHash("sha256");
  for (const folder of folders) {
    for (const name of readdirSync(folder).sort()) {
      if (name.endsWith(".ts") && !name.endsWith(".test.ts"))
        hash.update(name).update(readFileSync(join(folder, name)));
    }
  }
  return hash.digest("hex").slice(0, 12);
}
