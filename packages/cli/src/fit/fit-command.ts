import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { ModelwatchError } from "@modelwatch/conventions";
import { InvalidArgumentError, Option, type Command } from "commander";
import type { Terminal } from "../main.js";
import { createProgress } from "../progress/progress.js";
import { describeFit } from "./describe-fit.js";
import { PREDICTION_KINDS, type PredictionKind } from "./prediction-kind.js";
import { runFit, type FitRequest } from "./run-fit.js";

interface FitOptions extends Omit<FitRequest, "file" | "name" | "description" | "kind"> {
  readonly name?: string;
  readonly description?: string;
  readonly kind?: PredictionKind;
  readonly out: string;
}

const HELP = `
Each column has one role: what is not asked for is inferred and printed with the reason. Numbers get at most 32 bounds at readable
quantiles, categories are the most frequent ones. A score beside a target of two classes is also counted by class, so that calibration
and losses can be compared with it. The file is read three times; memory does not grow with its rows.

Lists are names with commas between them; list options may be given several times.

Example: modelwatch fit flights.csv --target late --score score --time scheduled --name flight-delay --version 2013-q1`;

/** `modelwatch fit`. */
export function addFitCommand(program: Command, terminal: Terminal): void {
  program
    .command("fit")
    .description("fit the reference of a model to its training table")
    .argument("<file>", "CSV (also gzipped) or Parquet")
    .option("--target <column>", "ground truth: 0 and 1, true and false, or numbers")
    .option("--positive <text>", "the target's text that is the positive class")
    .option("--score <column>", "what the model predicted for the row")
    .addOption(
      new Option("--kind <kind>", "what the score is; inferred by default").choices(PREDICTION_KINDS),
    )
    .option("--time <column>", "when the row happened: the reference then says its range")
    .addOption(list("--features <columns>", "the only features"))
    .addOption(list("--numeric <columns>", "features that are numbers"))
    .addOption(list("--categorical <columns>", "features that are categories"))
    .addOption(list("--ignore <columns>", "no features"))
    .addOption(
      list("--missing <text>", "text of a CSV that stands for a missing value, besides an empty cell"),
    )
    .addOption(
      new Option("--top <number>", "categories kept of a feature").default(20).argParser(toCategories),
    )
    .option("--name <model>", "the model's name; default: the file's")
    .option("--version <version>", "the model's version", "1")
    .option("--description <text>", "where the rows came from; default: the file's name")
    .option("--out <file>", "where the reference goes", "reference.json")
    .addHelpText("after", HELP)
    .action((file: string, options: FitOptions) => fit(file, options, terminal));
}

function list(flags: string, description: string): Option {
  return new Option(flags, description)
    .default([], "none")
    .argParser((text: string, before: readonly string[]) => [...before, text]);
}

function toCategories(text: string): number {
  const top = Number(text);
  if (Number.isInteger(top) && top >= 1 && top <= 200) return top;
  throw new InvalidArgumentError("It is a whole number from 1 to 200.");
}

async function fit(file: string, options: FitOptions, { stdout, stderr }: Terminal): Promise<void> {
  const { out, ...asked } = options;
  const request = {
    ...asked,
    file,
    name: asked.name ?? basename(file).replace(/(\.(csv|tsv|txt|parquet|pq|gz))+$/i, ""),
    description: asked.description ?? basename(file),
  };
  const fitted = await runFit(request, createProgress(stderr));
  await writeFile(out, `${JSON.stringify(fitted.reference, null, 2)}\n`).catch((error: unknown) => {
    throw new ModelwatchError("invalid-argument", `the reference cannot be written to ${out}`, {
      cause: error,
    });
  });
  stdout.write(describeFit(fitted, out));
}
