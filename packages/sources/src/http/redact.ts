import { ModelwatchError } from "@modelwatch/conventions";
import type { HttpSettings } from "./options.js";

/** Shorter ones would blank out words of every message. */
const SHORTEST_SECRET = 6;
const BLANK = "[redacted]";

/** The same error without any secret of ours: servers and proxies sometimes repeat the credentials that they refuse. */
export function redact(error: ModelwatchError, settings: Pick<HttpSettings, "headers">): ModelwatchError {
  const secrets = secretsIn(settings.headers);
  const clean = (text: string): string =>
    secrets.reduce((cleaned, secret) => cleaned.replaceAll(secret, BLANK), text);
  const { problem, allowed, remedy } = error.text;
  if (clean(error.message) === error.message) return error;
  return new ModelwatchError(error.code, {
    problem: clean(problem),
    ...(allowed !== undefined && { allowed: clean(allowed) }),
    ...(remedy !== undefined && { remedy: clean(remedy) }),
  });
}

/** Header values, the part after an authentication scheme, and user:password out of basic authentication. */
function secretsIn(headers: Readonly<Record<string, string>>): readonly string[] {
  const values = Object.values(headers);
  const tokens = values.map((value) => value.replace(/^\S+ /, ""));
  const passwords = values
    .filter((value) => value.startsWith("Basic "))
    .map((value) =>
      Buffer.from(value.slice(6), "base64")
        .toString("utf8")
        .replace(/^[^:]*:/, ""),
    );
  return [...values, ...tokens, ...passwords].filter((secret) => secret.length >= SHORTEST_SECRET);
}
