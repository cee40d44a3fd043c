import { resolve } from "node:path";
import { Option, type Command } from "commander";
import type { Terminal } from "../main.js";
import { createProgress } from "../progress/progress.js";
import { DEFAULT_PORT, parsePort, serveReport } from "../serve/serve-report.js";
import { untilStopped } from "../serve/until-stopped.js";
import { describeRun } from "./summary.js";

interface DemoOptions {
  readonly out: string;
  readonly serve?: true;
  readonly port: number;
}

const HELP = `
Trains a delay model on January to March of a year of flights, replays April to December as production through
OpenTelemetry into an embedded DuckDB file, and answers: should someone intervene, is it the data or the model, and what
is the policy worth? Needs about four minutes and no network. The data comes with the package.

Writes reference.json, modelwatch.duckdb, monitor.json, findings.json and report.html, replacing those of an earlier run.`;

/** \`modelwatch demo\`. */
export function addDemoCommand(program: Command, terminal: Terminal): void {
  program
    .command("demo")
    .description("watch a model through nine months of real flights, and report")
    .option("--out <dir>", "folder for the results; it is created", "out")
    .option("--serve", "then show the report on a page of this machine until Ctrl-C")
    .addOption(
      new Option("--port <number>", "of that page; 0 takes a free one")
        .default(DEFAULT_PORT)
        .argParser(parsePort),
    )
    .addHelpText("after", HELP)
    .action((options: DemoOptions) => demo(options, terminal));
}

async function demo({ out, serve, port }: DemoOptions, { stdout, stderr }: Terminal): Promise<void> {
  // the demo brings a machine-learning library: no other command should wait for it to load
  const { runDemo } = await import("./run-demo.js");
  const outDir = resolve(out);
  const result = await runDemo(outDir, createProgress(stderr));
  stdout.write(describeRun(result, { peakRssBytes: process.resourceUsage().maxRSS * 1024 }));
  if (serve !== true) return;
  const page = await serveReport({ folder: outDir, port });
  stdout.write(`\nThe report is on ${page.url} (Ctrl-C stops)\n`);
  await untilStopped();
  await page.close();
}
