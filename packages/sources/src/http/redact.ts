import { ModelwatchError } from "@modelwatch/conventions";
import type { HttpSettings } from "./options.js";

/** Shorter ones would blank out words of every message. */
const SHORTEST_SECRET = 6;
/** Enough to know a secret by where a text was cut off inside it. */
const KNOWN_BY = 8;
const BLANK = "[redacted]";

/** The same error without any secret of ours: servers and proxies sometimes repeat the credentials that they refuse. */
export function redact(error: ModelwatchError, settings: Pick<HttpSettings, "headers">): ModelwatchError {
  const secrets = secretsIn(settings.headers);
  const clean = (text: string): string =>
    secrets.reduce((cleaned, secret) => blankOut(cleaned, secret), text);
  const { problem, allowed, remedy } = error.text;
  if (clean(error.message) === error.message) return error;
  return new ModelwatchError(error.code, {
    problem: clean(problem),
    ...(allowed !== undefined && { allowed: clean(allowed) }),
    ...(remedy !== undefined && { remedy: clean(remedy) }),
  });
}

/** Every place where the text goes along with the secret, be it to the secret's end or only to the text's. */
function blankOut(text: string, secret: string): string {
  const beginning = secret.slice(0, KNOWN_BY);
  let cleaned = "";
  let from = 0;
  for (let at = text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, from)) {
    let length = beginning.length;
    while (length < secret.length && text[at + length] === secret[length]) length++;
    cleaned += text.slice(from, at) + BLANK;
    from = at + length;
  }
  return cleaned + text.slice(from);
}

/** Header values, of Authorization the part after its scheme, and the password out of basic authentication. */
function secretsIn(headers: Readonly<Record<string, string>>): readonly string[] {
  const { authorization = "", ...others } = headers;
  const [, scheme = "", token = ""] = /^(\S+) (.*)$/.exec(authorization) ?? ["", "", authorization];
  const password =
    scheme === "Basic"
      ? Buffer.from(token, "base64")
          .toString("utf8")
          .replace(/^[^:]*:/, "")
      : "";
  return [token, password, ...Object.values(others)].filter((secret) => secret.length >= SHORTEST_SECRET);
}
