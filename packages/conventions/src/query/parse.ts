import type { z } from "zod";
import { ModelwatchError } from "../error.js";
import { monitorSchema, type Monitor } from "./monitor.js";
import { QUERY_VERSION, querySchema, type Query } from "./query.js";

/**
 * An unknown value as a query with its defaults.
 * @throws ModelwatchError `invalid-argument` naming the first fields that are wrong; a newer version says to upgrade.
 */
export function parseQuery(value: unknown): Query {
  const version = isRecord(value) ? value["version"] : undefined;
  if (typeof version === "number" && version > QUERY_VERSION) {
    throw new ModelwatchError("invalid-argument", {
      problem: `the query has version ${version}`,
      allowed: `this build reads versions up to ${QUERY_VERSION}`,
      remedy: "upgrade Modelwatch, or save the query again with this version",
    });
  }
  const query = parseWith(querySchema, value, "query");
  if (Date.parse(query.range.from) >= Date.parse(query.range.to)) {
    throw new ModelwatchError("invalid-argument", {
      problem: `the range ends (${query.range.to}) before it starts (${query.range.from})`,
      allowed: "range.from earlier than range.to",
    });
  }
  return query;
}

/** An unknown value as a monitor with its defaults. @throws ModelwatchError `invalid-argument`. */
export function parseMonitor(value: unknown): Monitor {
  return parseWith(monitorSchema, value, "monitor");
}

/** Parses by a schema, with the field's path and the value's type in the message, never the whole value. */
export function parseWith<S extends z.ZodType>(schema: S, value: unknown, what: string): z.infer<S> {
  const parsed = safeParse(schema, value, what);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join(".") || what}: ${issue.message}`);
  throw new ModelwatchError(
    "invalid-argument",
    { problem: `the ${what} is not valid: ${issues.join(" | ")}`, remedy: "correct the fields named" },
    { cause: parsed.error },
  );
}

/** zod compares the `length` of whatever has one, of objects too, and throws where that has no primitive value. */
function safeParse<S extends z.ZodType>(schema: S, value: unknown, what: string) {
  try {
    return schema.safeParse(value);
  } catch (cause) {
    throw new ModelwatchError(
      "invalid-argument",
      {
        problem: `the ${what} holds an object where a text or a list belongs`,
        remedy: `correct the ${what}`,
      },
      { cause },
    );
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
