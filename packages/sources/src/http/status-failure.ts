import { ModelwatchError } from "@modelwatch/conventions";
import type { ErrorCode, ErrorText } from "@modelwatch/conventions";
import type { HttpAnswer } from "./answer.js";

/**
 * What an answer's status means where the service's own words have not said it; undefined where it is a success.
 *
 * @param reason what the service says in its body, at most a line
 * @param service what errors call the server: "Prometheus"
 */
export function toStatusFailure(
  answer: Pick<HttpAnswer, "status" | "header">,
  reason: string,
  service: string,
  url: string,
): ModelwatchError | undefined {
  const { status } = answer;
  if (status >= 200 && status < 300) return undefined;
  const problem = `${service} at ${url} answered ${status}${reason === "" ? "" : `: ${reason}`}`;
  if (status >= 300 && status < 400) return toRedirect(answer, service, url);
  const row = FAILURES.find(({ statuses }) => statuses.includes(status));
  const code = row?.code ?? (status >= 500 ? "unavailable" : "bad-response");
  const wait = answer.header("retry-after");
  return new ModelwatchError(code, {
    problem: wait === undefined ? problem : `${problem}; it asks to wait: Retry-After ${wait.slice(0, 40)}`,
    remedy: row?.remedy ?? toRemedy(status, reason),
  });
}

function toRemedy(status: number, reason: string): string {
  // Go's words for a request without TLS
  if (reason.includes("to an HTTPS server")) return "write https:// in the URL";
  return status >= 500 ? LATER : WRONG_PLACE;
}

const LATER = "try again, or ask for less at a time";
const WRONG_PLACE = "check that the URL is that of the API, and what stands between";

const FAILURES: readonly {
  readonly statuses: readonly number[];
  readonly code: ErrorCode;
  readonly remedy: string;
}[] = [
  {
    statuses: [401, 403],
    code: "unauthorized",
    remedy: "check the Authorization header, and the tenant where there is one",
  },
  {
    statuses: [404, 405, 410],
    code: "bad-response",
    remedy:
      "check the path in the URL: it is the prefix under which the server is reached, without the API's own path",
  },
  {
    statuses: [407],
    code: "unauthorized",
    remedy: "put the proxy's user and password into its URL (HTTP_PROXY, HTTPS_PROXY)",
  },
  {
    statuses: [413, 414, 431],
    code: "limit-exceeded",
    remedy: "ask for less at a time, or raise the limit of the server or of a proxy before it",
  },
  {
    statuses: [429],
    code: "unavailable",
    remedy: "ask less often or for less at a time, or raise the rate limit of the server",
  },
  {
    statuses: [502, 504],
    code: "unavailable",
    remedy:
      "the proxy before the server got no answer from it: check that the server runs, and raise the proxy's time-out",
  },
];

/** Redirects are not followed: they lead to login pages, or to another host that must not see our credentials. */
function toRedirect(
  { status, header }: Pick<HttpAnswer, "status" | "header">,
  service: string,
  url: string,
): ModelwatchError {
  const location = header("location") ?? "";
  const target = URL.canParse(location, url) ? new URL(location, url) : undefined;
  // its query may hold a login's state or token
  const place = target === undefined ? "nowhere" : `${target.origin}${target.pathname}`;
  const text: ErrorText = {
    problem: `${service} at ${url} answered ${status}, a redirect to ${place.slice(0, 200)}`,
    remedy:
      "if that is a login page, give credentials; if the server has moved, make its new address the URL",
  };
  return new ModelwatchError("bad-response", text);
}
