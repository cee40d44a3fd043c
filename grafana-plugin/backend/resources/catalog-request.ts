import { ModelwatchError } from "@modelwatch/conventions";
import { parseWith } from "@modelwatch/conventions/query";
import type { TimeRange } from "@modelwatch/sources";
import { z } from "zod";

const DAY_MS = 86_400_000;
/** Names are listed from this long before now, where the caller gives no range. */
const DEFAULT_RANGE_MS = 30 * DAY_MS;

const name = z.string().min(1).max(500);
const instant = z.coerce.number().int().min(0).max(8.64e15);

const requestSchema = z.object({
  model: name.optional(),
  modelVersion: name.optional(),
  /** A wire attribute. */
  attribute: z
    .string()
    .max(200)
    .regex(/^[a-zA-Z_][a-zA-Z0-9_.]*$/, "an attribute name holds letters, digits, dots and underscores")
    .optional(),
  from: instant.optional(),
  to: instant.optional(),
});

export interface CatalogRequest {
  readonly model: string | undefined;
  readonly modelVersion: string | undefined;
  readonly attribute: string | undefined;
  readonly range: TimeRange;
}

/**
 * The query string of a catalog resource: `model`, `modelVersion`, `attribute`, `from` and `to` in epoch milliseconds.
 * @throws ModelwatchError `invalid-argument` naming the parameter.
 */
export function parseCatalogRequest(params: URLSearchParams, nowMs: number): CatalogRequest {
  // an empty parameter is an empty picker: as if it were absent
  const given = Object.fromEntries([...params].filter(([, value]) => value !== ""));
  const { model, modelVersion, attribute, from, to } = parseWith(requestSchema, given, "request");
  const toMs = to ?? nowMs;
  const fromMs = from ?? toMs - DEFAULT_RANGE_MS;
  if (fromMs >= toMs) {
    throw new ModelwatchError("invalid-argument", {
      problem: `the range ends (${toMs}) before it starts (${fromMs})`,
      allowed: "from earlier than to, both epoch milliseconds",
    });
  }
  return { model, modelVersion, attribute, range: { fromMs, toMs } };
}
