import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { computeCases } from "../../packages/cli/src/compute/compute-cases.js";

interface OracleCase {
  readonly id: string;
  readonly family: string;
  readonly input: Readonly<Record<string, unknown>>;
}

const { cases } = JSON.parse(readFileSync(new URL("../oracles/cases.json", import.meta.url), "utf8")) as {
  readonly cases: readonly OracleCase[];
};

/** Every number of a list, however deep, as another one. */
const withNumbers = (text: string) => (value: unknown) =>
  Array.isArray(value)
    ? (JSON.parse(JSON.stringify(value).replaceAll(/-?\d+(\.\d+)?(e[-+]?\d+)?/g, text)) as unknown)
    : value;
const asNumber = (number: number) => (value: unknown) => (typeof value === "number" ? number : value);

const MUTATIONS: Readonly<Record<string, (value: unknown) => unknown>> = {
  "no entries": (value) => (Array.isArray(value) ? [] : value),
  "one entry": (value) => (Array.isArray(value) ? value.slice(0, 1) : value),
  "nulls in lists": (value) => (Array.isArray(value) ? value.map(() => null) : value),
  "zeros in lists": withNumbers("0"),
  "ones in lists": withNumbers("1"),
  "halves in lists": withNumbers("0.5"),
  "negative numbers in lists": withNumbers("-3"),
  "2^53 − 1 in lists": withNumbers("9007199254740991"),
  "1e300 in lists": withNumbers("1e300"),
  "parameters of 0": asNumber(0),
  "parameters below 0": asNumber(-1),
  "parameters of 1e−300": asNumber(1e-300),
  "parameters of 1e300": asNumber(1e300),
};

/** Each entry of an input changed alone, and all together. */
function spoilt({ input }: OracleCase, mutate: (value: unknown) => unknown): object[] {
  const entries = Object.entries(input);
  const change = (only: string | null) =>
    Object.fromEntries(
      entries.map(([key, value]) => [key, only === null || key === only ? mutate(value) : value]),
    );
  return [null, ...Object.keys(input)].map(change);
}

it.each(Object.entries(MUTATIONS))(
  "%s give a number, a null with its reason or an error of the caller",
  (_, mutate) => {
    const asked = cases.flatMap((each) =>
      spoilt(each, mutate).map((input, n) => ({ id: `${each.id} ${n}`, family: each.family, input })),
    );
    const faults = computeCases(asked).filter((answer) => {
      if ("error" in answer) return !["invalid-argument", "limit-exceeded"].includes(answer.error.code);
      return JSON.stringify(answer.result).includes("null") && answer.undetermined === undefined;
    });
    expect(faults).toEqual([]);
  },
);
