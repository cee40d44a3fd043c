import { once } from "node:events";
import {
  BACKEND_ERROR_CODES,
  BackendError,
  type BackendErrorCode,
  type Frame,
  type RequestContext,
} from "@modelwatch/grafana-backend";
import { toGeneratedFrame } from "./generated-frame.js";
import { toFrames, type JsonFrame } from "./json-frame.js";

/** What a query of the test plugin may ask for; the first that is there counts. */
export interface TestQuery {
  /** Exactly these frames. */
  readonly frames?: readonly JsonFrame[];
  /** A generated frame of so many rows: a time and two numbers. */
  readonly rows?: number;
  /** A generated frame of about so many bytes: one text a row. */
  readonly textBytes?: number;
  /** This error. */
  readonly error?: { readonly code: string; readonly message: string };
  /** An error that nobody classified. */
  readonly throws?: string;
  /** Nothing until the caller has gone; then the log line `message`. */
  readonly waitUntilCancelled?: string;
  /** These log lines, and no frames. */
  readonly log?: readonly { readonly level: string; readonly message: string; readonly fields?: object }[];
}

let waits = 0;

/** Queries that wait for their cancellation now. */
export function waitsUnderWay(): number {
  return waits;
}

/** @throws BackendError where the query asks for one, or for nothing that there is */
export async function answerQuery(model: unknown, context: RequestContext): Promise<readonly Frame[]> {
  // the tests send it, as TestQuery says; what is not among its members is refused below
  const query = model as TestQuery;
  if (query.frames !== undefined) return toFrames(query.frames);
  if (query.rows !== undefined) return [toGeneratedFrame({ rows: query.rows })];
  if (query.textBytes !== undefined) return [toGeneratedFrame({ textBytes: query.textBytes })];
  if (query.error !== undefined) throw new BackendError(toCode(query.error.code), query.error.message);
  if (query.throws !== undefined) throw new TypeError(query.throws);
  if (query.log !== undefined) return log(query.log, context);
  if (query.waitUntilCancelled !== undefined) return wait(query.waitUntilCancelled, context);
  throw new BackendError("bad-request", `the test plugin does not know ${JSON.stringify(model)}`);
}

function toCode(code: string): BackendErrorCode {
  if (!(code in BACKEND_ERROR_CODES)) throw new BackendError("bad-request", `${code} is no error code`);
  return code as BackendErrorCode;
}

function log(lines: NonNullable<TestQuery["log"]>, context: RequestContext): readonly Frame[] {
  for (const { level, message, fields } of lines) {
    if (level !== "debug" && level !== "info" && level !== "warn" && level !== "error") {
      throw new BackendError("bad-request", `${level} is no level of the log`);
    }
    context.log[level](message, { ...fields });
  }
  return [];
}

async function wait(message: string, { signal, log: logger }: RequestContext): Promise<readonly Frame[]> {
  waits++;
  logger.info(`${message}: waiting`);
  if (!signal.aborted) await once(signal, "abort");
  waits--;
  logger.info(message);
  return [];
}
