import { toModelwatchError } from "@modelwatch/conventions";
import { parseWith, type Monitor, type Query } from "@modelwatch/conventions/query";
import { evaluate, windowEdges } from "@modelwatch/evaluation";
import { BackendError } from "@modelwatch/grafana-backend";
import { createMemoryStore } from "@modelwatch/sources/memory";
import { z } from "zod";
import { parseGrafanaQuery } from "../parse-grafana-query.js";

const DAY_MS = 86_400_000;
const DEFAULT_RANGE_MS = 7 * DAY_MS;
/** An uploaded reference of the largest size takes about half of it. */
const MAX_BODY_BYTES = 1024 * 1024;

const instant = z.int().min(0).max(8.64e15);
const requestSchema = z.strictObject({
  /** As the editor saves it. */
  query: z.unknown(),
  /** The dashboard's range in epoch milliseconds: absent, a week that ends now. */
  from: instant.optional(),
  to: instant.optional(),
});

export interface ValidationRequest {
  readonly query: unknown;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A field that is wrong, `["guard", "alpha"]`; an empty path is the query as a whole. */
export interface QueryProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export type QueryValidation =
  | { readonly valid: true; readonly query: Query; readonly ignoredFields: readonly string[] }
  | { readonly valid: false; readonly problems: readonly QueryProblem[] };

/** @throws BackendError `limit-exceeded`, `bad-request`; ModelwatchError `invalid-argument` */
export function parseValidationRequest(body: Uint8Array, nowMs: number): ValidationRequest {
  if (body.byteLength > MAX_BODY_BYTES) {
    throw new BackendError(
      "limit-exceeded",
      `the body has ${body.byteLength} bytes; at most ${MAX_BODY_BYTES}`,
    );
  }
  const { query, from, to } = parseWith(requestSchema, parseJson(body), "request");
  const toMs = to ?? nowMs;
  return { query, toMs, fromMs: from ?? Math.max(0, toMs - DEFAULT_RANGE_MS) };
}

/**
 * Whether a query can be evaluated, and with which defaults: read by its schema, then evaluated over a store that is empty, so
 * that what an analysis refuses (a target that it cannot read, a comparison that is missing, too many windows) is found by the
 * engine that would refuse it. What data would say is not known here: that is the query's own answer.
 */
export async function validateQuery(
  { query: model, fromMs, toMs }: ValidationRequest,
  monitors: readonly Monitor[],
  signal: AbortSignal,
): Promise<QueryValidation> {
  const request = {
    refId: "A",
    queryType: "",
    maxDataPoints: 0,
    intervalMs: 0,
    range: { fromMs, toMs },
    model,
  };
  try {
    const { query, ignoredFields } = parseGrafanaQuery(request);
    await evaluate(toLastWindows(query), createMemoryStore().source, { monitors, signal });
    return { valid: true, query, ignoredFields };
  } catch (error) {
    const { source, text, cause } = toModelwatchError(error);
    if (source !== "caller" || signal.aborted) throw error;
    if (cause instanceof z.ZodError) return { valid: false, problems: cause.issues.map(toProblem) };
    const message = [text.problem, text.allowed, text.remedy].filter(Boolean).join("; ");
    return { valid: false, problems: [{ path: [], message }] };
  }
}

/**
 * The query over its last two windows alone: what an analysis refuses does not depend on how many there are, and some take seconds
 * for thousands. Too many are refused here.
 */
function toLastWindows(query: Query): Query {
  const { width, timeZone } = query.window;
  const [fromMs, toMs] = [Date.parse(query.range.from), Date.parse(query.range.to)];
  const starts =
    width === "range" || width === "adaptive"
      ? [toMs - DAY_MS]
      : windowEdges(fromMs, toMs, width, timeZone).slice(-3);
  const lastMs = Math.max(fromMs, starts[0] ?? fromMs);
  return { ...query, range: { ...query.range, from: new Date(lastMs).toISOString() } };
}

function toProblem({ path, message }: z.core.$ZodIssue): QueryProblem {
  return { path: path.map((step) => (typeof step === "symbol" ? String(step) : step)), message };
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (error) {
    throw new BackendError("bad-request", "the body is not valid JSON", { cause: error });
  }
}
