import { ModelwatchError } from "@modelwatch/conventions";
import { toStatusFailure } from "../http/index.js";
import type { HttpAnswer } from "../http/index.js";

const TOO_MUCH =
  /too many samples|exceeds the limit|exceeded the .*limit|maximum resolution|query is too long|too long query/i;

/** What the answer's status and Prometheus' own words mean; undefined where the status is a success. */
export function toFailure(
  answer: Pick<HttpAnswer, "status" | "header">,
  reason: string,
  url: string,
): ModelwatchError | undefined {
  if (answer.status >= 400 && TOO_MUCH.test(reason)) {
    return new ModelwatchError("limit-exceeded", {
      problem: `Prometheus at ${url} answered ${answer.status}: ${reason}`,
      remedy: "ask for fewer windows or series, or raise the server's limit (--query.max-samples)",
    });
  }
  return toStatusFailure(answer, reason, "Prometheus", url);
}
