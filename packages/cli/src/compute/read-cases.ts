import { ModelwatchError } from "@modelwatch/conventions";
import { parseWith } from "@modelwatch/conventions/query";
import { z } from "zod";

/** Wrong cases are answered one by one, so that the list itself asks for no more than an id. */
const cases = z.array(z.looseObject({ id: z.union([z.string(), z.number()]) }));
const document = z.union([cases, z.object({ cases }).transform((file) => file.cases)]);

export type ComputeCase = z.infer<typeof cases>[number];

/**
 * The cases of a JSON text: an array of `{id, family, input}`, or an object with such an array as `cases`.
 * @throws ModelwatchError `invalid-argument` for text that is no JSON or no such list.
 */
export function readCases(text: string): readonly ComputeCase[] {
  return parseWith(document, parseJson(text), "list of cases");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new ModelwatchError(
      "invalid-argument",
      {
        problem: `standard input is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
        allowed: 'an array of {"id", "family", "input"}, or {"cases": [...]}',
      },
      { cause },
    );
  }
}
