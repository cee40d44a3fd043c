import { text } from "node:stream/consumers";
import { ModelwatchError } from "@modelwatch/conventions";
import type { Command } from "commander";
import type { Terminal } from "../main.js";
import { computeCases } from "./compute-cases.js";
import { FAMILIES } from "./families.js";
import { readCases } from "./read-cases.js";

const HELP = `
Reads JSON from standard input: an array of {"id", "family", "input"}, or an object with such an array as "cases". Prints an
array of {"id", "result"} in the same order. What the data cannot answer is null, and "undetermined" says why; a case that is
wrong gets {"id", "error": {"code", "message"}} and the others are answered all the same.

Families: ${FAMILIES.map(({ name }) => name).join(", ")}.

Example: echo '[{"id": 1, "family": "psi", "input": {"ref": [50, 50], "cur": [40, 60]}}]' | modelwatch compute`;

/** `modelwatch compute`. */
export function addComputeCommand(program: Command, terminal: Terminal): void {
  program
    .command("compute")
    .description("compute statistics of the cases on standard input, as JSON")
    .option("--strict", "end with 1 if any case could not be computed")
    .addHelpText("after", HELP)
    .action(async ({ strict }: { readonly strict?: true }) => {
      const answered = computeCases(readCases(await text(terminal.stdin)));
      terminal.stdout.write(`${JSON.stringify(answered, null, 1)}\n`);
      const failed = answered.filter((each) => "error" in each).length;
      if (failed === 0) return;
      const problem = `${failed} of ${answered.length} cases could not be computed; each says why`;
      if (strict === true) throw new ModelwatchError("invalid-argument", problem);
      terminal.stderr.write(`modelwatch: ${problem}\n`);
    });
}
