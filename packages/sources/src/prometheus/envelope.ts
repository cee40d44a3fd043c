import { ModelwatchError } from "@modelwatch/conventions";
import { toFailure } from "./http-failure.js";
import { isRecord } from "./json.js";
import type { HttpAnswer } from "../http/index.js";

const SHOWN_CHARACTERS = 200;
/** Servers repeat the query in an error, and a query can be long. */
const LONGEST_REASON = 2000;

/**
 * The `data` of Prometheus' envelope `{status, data, errorType, error, warnings}`. An answer with warnings is refused: they
 * mean that series or replicas were left out, and a count of the rest would look like a count of all.
 *
 * @throws ModelwatchError `unauthorized`, `unavailable`, `limit-exceeded`, `bad-response`
 */
export function readEnvelope(
  answer: Pick<HttpAnswer, "status" | "header">,
  text: string,
  url: string,
): unknown {
  const body = parseJson(text);
  const envelope = isRecord(body) ? body : undefined;
  const said = envelope?.["error"];
  const reason = typeof said === "string" ? said.slice(0, LONGEST_REASON) : firstLine(text);
  const failure = toFailure(answer, reason, url);
  if (failure !== undefined) throw failure;
  if (envelope?.["status"] !== "success" || !("data" in envelope)) throw notPrometheus(text, url);
  const warnings: unknown = envelope["warnings"];
  if (Array.isArray(warnings) && warnings.length > 0) {
    throw new ModelwatchError("bad-response", {
      problem: `Prometheus at ${url} warns that its answer is not complete: ${warnings.map(String).join("; ").slice(0, LONGEST_REASON)}`,
      remedy: "mend what it names; counts of a part are not shown as counts of all",
    });
  }
  return envelope["data"];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // no JSON is one of the answers that the caller tells apart; its words are the text itself
    return undefined;
  }
}

function notPrometheus(text: string, url: string): ModelwatchError {
  if (/^\s*</.test(text)) {
    return new ModelwatchError("bad-response", {
      problem: `${url} answered with a web page, not with Prometheus' JSON`,
      remedy: "check the URL and its path, and whether a login page or a proxy stands in front",
    });
  }
  return new ModelwatchError("bad-response", {
    problem: `the answer of ${url} is not Prometheus' JSON (${text.length} characters, starting with "${firstLine(text)}")`,
    remedy: "check the URL, and whether something between cuts answers short",
  });
}

function firstLine(text: string): string {
  if (/^\s*</.test(text)) return "a web page";
  return (text.trim().split("\n", 1)[0] ?? "").slice(0, SHOWN_CHARACTERS);
}
