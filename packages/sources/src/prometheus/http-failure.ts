import { ModelwatchError } from "@modelwatch/conventions";
import type { PrometheusSettings } from "./settings.js";

/** Why a request came to nothing before there was an answer. */
export function toRequestError(
  error: unknown,
  settings: Pick<PrometheusSettings, "url" | "timeoutMs">,
  why: { readonly cancelled: boolean; readonly timedOut: boolean },
): ModelwatchError {
  if (why.cancelled) {
    return new ModelwatchError("cancelled", "the request to Prometheus was cancelled", { cause: error });
  }
  if (why.timedOut) {
    return unavailable(
      `Prometheus at ${settings.url} did not answer within ${settings.timeoutMs} ms`,
      "ask for a shorter range, record the windows by a rule, or raise timeoutMs",
      error,
    );
  }
  return unavailable(
    `Prometheus at ${settings.url} cannot be reached (${systemReason(error)})`,
    "check the URL, that the server runs, and that this machine may connect to it",
    error,
  );
}

function unavailable(problem: string, remedy: string, cause: unknown): ModelwatchError {
  return new ModelwatchError("unavailable", { problem, remedy }, { cause });
}

/** fetch says "fetch failed" and keeps the system's word (`ECONNREFUSED`) in the cause. */
function systemReason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.message;
}

/** What the answer's status and Prometheus' own words mean; undefined where the status is a success. */
export function toStatusError(status: number, reason: string, url: string): ModelwatchError | undefined {
  if (status >= 200 && status < 300) return undefined;
  const said = `Prometheus at ${url} answered ${status}${reason === "" ? "" : `: ${reason}`}`;
  if (status === 401 || status === 403) {
    return new ModelwatchError("unauthorized", {
      problem: said,
      remedy: "check the Authorization header, and the tenant where there is one",
    });
  }
  if (/too many samples|exceeds the limit|exceeded the .*limit|maximum resolution/i.test(reason)) {
    return new ModelwatchError("limit-exceeded", {
      problem: said,
      remedy: "ask for fewer windows or series, or raise the server's limit (--query.max-samples)",
    });
  }
  if (status === 408 || status === 429 || status >= 500) {
    return new ModelwatchError("unavailable", {
      problem: said,
      remedy: "try again, or ask for less at a time",
    });
  }
  return new ModelwatchError("bad-response", {
    problem: said,
    remedy: "check that the URL is that of a Prometheus' HTTP API, without /api/v1",
  });
}
