import { validateHeaderName, validateHeaderValue } from "node:http";
import { ModelwatchError } from "@modelwatch/conventions";
import type { HttpOptions } from "./options.js";

/** They belong to the connection, not to the request. */
const RESERVED = new Set([
  "connection",
  "content-length",
  "expect",
  "keep-alive",
  "proxy-authorization",
  "transfer-encoding",
  "upgrade",
]);

/**
 * The headers of every request, names in lower case: custom ones, and one way to say who asks.
 *
 * @throws ModelwatchError `invalid-argument` that names the header and never its value
 */
export function toHeaders(
  { headers = {}, basicAuth, bearerToken }: Pick<HttpOptions, "headers" | "basicAuth" | "bearerToken">,
  service: string,
): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(headers)) checkHeader(name, value);
  // one spelling, so that a name is sent once
  const all = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  if (
    ["authorization" in all, basicAuth !== undefined, bearerToken !== undefined].filter(Boolean).length > 1
  ) {
    throw new ModelwatchError("invalid-argument", {
      problem: `the ${service} source is given more than one way to authenticate`,
      allowed: "one of user and password, a bearer token, or an Authorization header",
    });
  }
  if (basicAuth !== undefined) all["authorization"] = toBasic(basicAuth, service);
  if (bearerToken !== undefined) all["authorization"] = `Bearer ${bearerToken.trim()}`;
  checkHeader("authorization", all["authorization"] ?? "");
  return all;
}

/** RFC 7617: the user ends at the first colon. */
function toBasic({ user, password }: { user: string; password: string }, service: string): string {
  if (user.includes(":")) {
    throw new ModelwatchError("invalid-argument", {
      problem: `the user's name for ${service} has a colon, where basic authentication begins the password`,
      remedy: "use a name without one, or another way to authenticate",
    });
  }
  return `Basic ${Buffer.from(`${user}:${password}`, "utf8").toString("base64")}`;
}

/** Checked before anything is sent, as the client that would send it repeats the value in its error. */
function checkHeader(name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    // the reason may hold the secret
    throw new ModelwatchError("invalid-argument", {
      problem: `the header ${JSON.stringify(name)} or its value has characters that HTTP does not allow`,
      remedy: "enter it again, without line breaks or characters beyond Latin-1",
    });
  }
  if (RESERVED.has(name.toLowerCase())) {
    throw new ModelwatchError("invalid-argument", {
      problem: `the header ${name} cannot be set`,
      remedy: "leave it out: it belongs to the connection",
    });
  }
}
