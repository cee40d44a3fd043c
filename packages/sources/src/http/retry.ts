import { systemCode } from "./system-code.js";
import type { HttpAnswer } from "./answer.js";

const FIRST_PAUSE_MS = 200;

/** A connection that broke: the server restarted, or closed an idle one at the moment it was used. */
const BROKEN = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);

/** How long to wait before a question is asked again. */
export interface Retry {
  /** Undefined where the answer at hand is the last. */
  afterAnswer(answer: Pick<HttpAnswer, "status" | "header">): number | undefined;
  /** @throws the error, where asking again would not help */
  afterError(error: unknown): number;
}

/**
 * At most `maxAttempts`, and never beyond `endMs`: a pause that would outlast it is not begun, as the answer at hand says more
 * than a time-out would.
 */
export function createRetry(maxAttempts: number, endMs: number): Retry {
  let attempt = 1;
  const next = (pauseMs: number): number | undefined => {
    if (attempt >= maxAttempts || Date.now() + pauseMs >= endMs) return undefined;
    attempt++;
    return pauseMs;
  };
  const ownPause = (): number => FIRST_PAUSE_MS * 2 ** (attempt - 1);
  return {
    afterAnswer: (answer) =>
      isOverloaded(answer)
        ? next(retryAfterMs(answer.header("retry-after"), Date.now()) ?? ownPause())
        : undefined,
    afterError: (error) => {
      const pauseMs = BROKEN.has(systemCode(error)) ? next(ownPause()) : undefined;
      if (pauseMs === undefined) throw error;
      return pauseMs;
    },
  };
}

/**
 * Whether a status says "later": 429 always. Of 503s those with Retry-After and those that are not JSON (a gateway's, or a
 * server that still starts): Prometheus' own 503 in JSON is a query that took too long, which would take as long again.
 */
function isOverloaded({ status, header }: Pick<HttpAnswer, "status" | "header">): boolean {
  if (status === 429) return true;
  if (status !== 503) return false;
  return header("retry-after") !== undefined || !(header("content-type") ?? "").includes("json");
}

/** RFC 9110 §10.2.3: seconds or a date. Undefined where it is neither. */
export function retryAfterMs(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  const dateMs = Date.parse(value);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}
