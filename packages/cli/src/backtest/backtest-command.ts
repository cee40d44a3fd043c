import { writeFile } from "node:fs/promises";
import { Option, type Command } from "commander";
import type { Terminal } from "../main.js";
import { createProgress } from "../progress/progress.js";
import { addServerFlags, SERVER_HELP } from "../server/server-flags.js";
import { toBacktestDocument } from "./backtest-document.js";
import { describeBacktest } from "./describe-backtest.js";
import type { HistoryLocation } from "./open-history.js";
import { closedPeriods, collectPeriod, instantOf, type Period } from "./period.js";
import { runBacktest } from "./run-backtest.js";

interface BacktestOptions extends HistoryLocation {
  readonly monitor: string;
  readonly until?: number;
  readonly incident: readonly Period[];
  readonly quiet: readonly Period[];
  readonly out?: string;
}

const HELP = `
Judges every closed window since the monitor's anchor from what could have been known at its end, as alerting would have, and
says when it would have alarmed, how its evidence grew, how long each marked incident took to be found, and how often it alarmed
in marked quiet periods, per quarter, with the exact 95 % interval of that rate.

Instants carry an offset: 2026-03-01T00:00:00Z. --incident and --quiet may be given several times.
${SERVER_HELP}

Example: modelwatch backtest --store out/modelwatch.duckdb --monitor out/monitor.json --quiet 2013-04-01T04:00:00Z/2013-06-01T04:00:00Z`;

/** `modelwatch backtest`. */
export function addBacktestCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("backtest")
    .description("replay a monitor over stored history: when would it have alarmed?")
    .option("--store <file>", "a DuckDB file of Modelwatch");
  addServerFlags(command)
    .requiredOption("--monitor <file>", "the monitor, a JSON document")
    .addOption(
      new Option("--until <instant>", "end of the replay; default: the last prediction").argParser(instantOf),
    )
    .addOption(marked("--incident <from[/to]>", "something went wrong then"))
    .addOption(marked("--quiet <from/to>", "nothing was wrong then"))
    .option("--out <file>", "also write everything as JSON, evidence of each window included")
    .addHelpText("after", HELP)
    .action((options: BacktestOptions) => backtest(options, terminal));
}

function marked(flags: string, description: string): Option {
  return new Option(flags, description).default([], "none").argParser(collectPeriod);
}

async function backtest(options: BacktestOptions, { stdout, stderr }: Terminal): Promise<void> {
  const { monitor: monitorFile, until, incident: incidents, quiet, out, ...history } = options;
  const request = {
    ...history,
    monitorFile,
    ...(until === undefined ? {} : { untilMs: until }),
    incidents,
    quiet: closedPeriods(quiet),
  };
  const result = await runBacktest(request, createProgress(stderr), Date.now());
  const { monitor, track, backtest: judged } = result;
  if (out !== undefined) {
    await writeFile(out, `${JSON.stringify(toBacktestDocument(monitor, track, judged), null, 2)}\n`);
  }
  stdout.write(`\n${describeBacktest(monitor, track, judged)}`);
}
