import { ModelwatchError } from "@modelwatch/conventions";

/** JSON's object, as opposed to null, an array or a plain value. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A number as Prometheus writes it: decimal, `+Inf`, `-Inf` or `NaN`. */
export function parseNumber(text: unknown): number {
  if (typeof text !== "string") throw badShape("a number", text);
  if (text === "+Inf" || text === "Inf") return Number.POSITIVE_INFINITY;
  if (text === "-Inf") return Number.NEGATIVE_INFINITY;
  const value = Number(text);
  if (text === "" || (Number.isNaN(value) && text !== "NaN")) throw badShape("a number", text);
  return value;
}

/** The answer was JSON of Prometheus' form, but not what its API documents. */
export function badShape(expected: string, found: unknown): ModelwatchError {
  const text = JSON.stringify(found) ?? "nothing";
  return new ModelwatchError("bad-response", {
    problem: `Prometheus answered ${text.slice(0, 100)} where its API has ${expected}`,
    remedy: "check that nothing between rewrites answers, and that the server speaks Prometheus' HTTP API v1",
  });
}
