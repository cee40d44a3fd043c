import { parseWith } from "@modelwatch/conventions/query";
import type { z } from "zod";

export type JsonValue =
  number | boolean | string | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export type Result = Readonly<Record<string, JsonValue>>;

/** What a family says about one case: its result, whose unknown entries are null, and why they are. */
export interface Answer {
  readonly result: Result;
  readonly undetermined?: string;
  /** Entries of the input that the family does not know, and that changed nothing. */
  readonly ignored?: readonly string[];
}

/** One kind of question that `modelwatch compute` answers. */
export interface ComputeFamily {
  readonly name: string;
  /** @throws ModelwatchError `invalid-argument` for an input that breaks the family's schema or a limit of the statistic. */
  readonly answer: (input: unknown) => Answer;
}

/** A family from the schema of its input and the function that wires it to the statistics. */
export function defineFamily<S extends z.ZodType>(
  name: string,
  schema: S,
  answer: (input: z.infer<S>) => Answer,
): ComputeFamily {
  return {
    name,
    answer(input) {
      const parsed = parseWith(schema, input, `input of "${name}"`);
      const ignored = keysOf(input).filter((key) => !keysOf(parsed).includes(key));
      return { ...answer(parsed), ...(ignored.length > 0 ? { ignored } : {}) };
    },
  };
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

/** All entries unknown, for one reason. */
export function undetermined(keys: readonly string[], reason: string): Answer {
  return { result: Object.fromEntries(keys.map((key) => [key, null])), undetermined: reason };
}
