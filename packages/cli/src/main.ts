import { toModelwatchError } from "@modelwatch/conventions";
import { Command, CommanderError } from "commander";
import { addBacktestCommand } from "./backtest/backtest-command.js";
import { addComputeCommand } from "./compute/compute-command.js";
import { addDemoCommand } from "./demo/demo-command.js";
import { addFitCommand } from "./fit/fit-command.js";
import { VERSION } from "./version.js";

export interface Terminal {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

const EXIT_OK = 0;
const EXIT_FAILED = 1;
/** What was typed cannot be understood. */
const EXIT_USAGE = 2;

/**
 * The `modelwatch` command. Results go to stdout, progress and errors to stderr.
 * @returns the exit code: 0 done, 1 failed (the message says what and what to do), 2 wrong use.
 */
export async function main(argv: readonly string[], terminal: Terminal = process): Promise<number> {
  const program = new Command("modelwatch")
    .description("Watches machine-learning models with the observability stack that a team already runs")
    .version(VERSION)
    // a command may have a --version of its own
    .enablePositionalOptions()
    .showHelpAfterError("(modelwatch --help lists what there is)")
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: (text) => void terminal.stderr.write(text),
    })
    .exitOverride();
  addDemoCommand(program, terminal);
  addFitCommand(program, terminal);
  addBacktestCommand(program, terminal);
  addComputeCommand(program, terminal);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return EXIT_OK;
  } catch (error) {
    // help and version are errors to commander, with code 0; it has said everything itself
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_OK : EXIT_USAGE;
    terminal.stderr.write(`modelwatch: ${toModelwatchError(error).message}\n`);
    return EXIT_FAILED;
  }
}
