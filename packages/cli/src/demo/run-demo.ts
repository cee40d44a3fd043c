import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { evaluate } from "@modelwatch/evaluation";
import type { Finding, FindingsFile } from "@modelwatch/conventions/query";
import type { Source } from "@modelwatch/sources";
import { VERSION } from "../version.js";
import type { Progress } from "../progress/progress.js";
import { renderReport } from "../report/render-report.js";
import { isInRange, PRODUCTION_RANGE, TRAINING_RANGE } from "./demo-range.js";
import { createFindingsDocument, serializeFindings } from "./findings-document.js";
import { readFlights } from "./flights/read-flights.js";
import type { Flight } from "./flights/flight.js";
import { trainDelayModel } from "./model/delay-model.js";
import { fitFlightReference } from "./model/fit-flight-reference.js";
import { FLIGHT_MODEL } from "./model/flight-model.js";
import { DEMO_QUERIES, FLIGHT_MONITOR } from "./queries.js";
import { startEmbeddedStore } from "./replay/embedded-store.js";
import { replayIntoStore } from "./replay/replay-into-store.js";
import type { ReplayResult } from "./replay/replay-flights.js";
import { demoStory } from "./story.js";
import { Stopwatch } from "./stopwatch.js";
import { checkConserved, readStoredCounts } from "./stored-counts.js";

export interface DemoResult {
  readonly file: FindingsFile;
  readonly replayed: ReplayResult & { readonly exports: number };
  readonly trainingRows: number;
  readonly stopwatch: Stopwatch;
  readonly outDir: string;
}

/**
 * The main job, end to end: train, keep the training distribution, replay nine months over OTLP into the embedded store, ask
 * the store, and write `reference.json`, `modelwatch.duckdb`, `monitor.json`, `findings.json` and `report.html` into `outDir`.
 * @throws ModelwatchError of any stage; `data-loss` where a count was not conserved.
 */
export async function runDemo(outDir: string, progress: Progress): Promise<DemoResult> {
  const run = new DemoRun(outDir, progress);
  await mkdir(outDir, { recursive: true });
  const { training, production } = await run.read();
  const model = await run.train(training);
  const reference = await run.fit(training, model);
  const store = await startEmbeddedStore(join(outDir, "modelwatch.duckdb"));
  try {
    const replayed = await run.replay(production, { model, reference, metricsUrl: store.metricsUrl });
    const file = await run.ask(store.source, replayed);
    await run.write(file);
    return { file, replayed, trainingRows: model.trainingRows, stopwatch: run.stopwatch, outDir };
  } finally {
    await store.close();
  }
}

type ReplaySetup = Pick<Parameters<typeof replayIntoStore>[0], "model" | "reference" | "metricsUrl">;

/** The stages, each with its progress and its time. */
class DemoRun {
  readonly stopwatch = new Stopwatch();
  readonly #outDir: string;
  readonly #progress: Progress;

  constructor(outDir: string, progress: Progress) {
    this.#outDir = outDir;
    this.#progress = progress;
  }

  read() {
    return this.#stage("Reading flights", async () => {
      const flights = await readFlights();
      const within = (range: typeof TRAINING_RANGE | typeof PRODUCTION_RANGE) =>
        flights.filter((flight) => isInRange(flight.scheduledMs, range));
      const split = { training: within(TRAINING_RANGE), production: within(PRODUCTION_RANGE) };
      return [
        split,
        `${count(split.training.length)} to train on, ${count(split.production.length)} to replay`,
      ];
    });
  }

  train(training: readonly Flight[]) {
    return this.#stage("Training the delay model", async () => {
      const model = await trainDelayModel(training, (share) => this.#progress.update(share));
      return [
        model,
        `${count(model.trainingRows)} flights that arrived, log loss ${model.trainingLogLoss.toFixed(3)}`,
      ];
    });
  }

  fit(training: readonly Flight[], model: ReplaySetup["model"]) {
    return this.#stage("Keeping the training distribution", async () => {
      const reference = await fitFlightReference(training, model, TRAINING_RANGE);
      await this.#save("reference.json", `${JSON.stringify(reference, null, 2)}\n`);
      return [reference, `reference.json, ${reference.id}`];
    });
  }

  replay(flights: readonly Flight[], setup: ReplaySetup) {
    return this.#stage("Replaying April to December", async () => {
      const startMs = Date.parse(PRODUCTION_RANGE.from);
      const replayed = await replayIntoStore({
        ...setup,
        flights,
        startMs,
        onHour: (nowMs, { predictions }) =>
          this.#progress.update(predictions / flights.length, new Date(nowMs).toISOString().slice(0, 10)),
      });
      return [
        replayed,
        `${count(replayed.predictions)} predictions in ${count(replayed.exports)} hourly exports`,
      ];
    });
  }

  ask(source: Source, replayed: ReplayResult): Promise<FindingsFile> {
    return this.#stage("Asking the store", async () => {
      const range = { fromMs: Date.parse(PRODUCTION_RANGE.from), toMs: replayed.endMs };
      const stored = await this.stopwatch.time("  counting", () => readStoredCounts(source, range));
      checkConserved(stored, replayed, FLIGHT_MODEL.features.keys());
      const findings: Finding[] = [];
      for (const [index, { name, query }] of DEMO_QUERIES.entries()) {
        this.#progress.update(index / DEMO_QUERIES.length, name);
        const answer = await this.stopwatch.time(`  ${name}`, () =>
          evaluate(query, source, { monitors: [FLIGHT_MONITOR] }),
        );
        findings.push(...answer);
      }
      return [createFindingsDocument(VERSION, stored, findings), `${count(findings.length)} findings`];
    });
  }

  write(file: FindingsFile): Promise<void> {
    return this.#stage("Writing the report", async () => {
      await this.#save("monitor.json", `${JSON.stringify(FLIGHT_MONITOR, null, 2)}\n`);
      await this.#save("findings.json", serializeFindings(file));
      await this.#save("report.html", renderReport(file, demoStory()));
      return [undefined, "report.html, findings.json"];
    });
  }

  async #stage<Result>(name: string, run: () => Promise<[Result, string]>): Promise<Result> {
    this.#progress.start(name);
    try {
      const [result, said] = await this.stopwatch.time(name, run);
      this.#progress.succeed(said);
      return result;
    } catch (error) {
      this.#progress.fail();
      throw error;
    }
  }

  #save(name: string, content: string): Promise<void> {
    return writeFile(join(this.#outDir, name), content);
  }
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
