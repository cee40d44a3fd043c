import { ModelwatchError } from "@modelwatch/conventions";

/**
 * Origin and path, without a slash at the end.
 *
 * @throws ModelwatchError `invalid-argument` that repeats neither user, password nor query
 */
export function toBaseUrl(text: string, service: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new ModelwatchError("invalid-argument", {
      problem: `"${withoutSecrets(text)}" is not the URL of a ${service}`,
      allowed: "http:// or https://, a host, and the path that precedes the API's own",
    });
  }
  if (url.username !== "" || url.password !== "") {
    throw new ModelwatchError("invalid-argument", {
      problem: `the URL of the ${service} at ${url.host} holds credentials, which would show in logs`,
      remedy: "give user and password as basic authentication",
    });
  }
  if (url.search !== "" || url.hash !== "") {
    throw new ModelwatchError("invalid-argument", {
      problem: `the URL of the ${service} at ${url.host} has a query or a fragment`,
      remedy: "leave it out; a token goes into a header",
    });
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

/** What precedes an @ may be a password, and what follows a ? a token. */
function withoutSecrets(text: string): string {
  return text.replace(/^.*@/s, "…@").replace(/[?#].*$/s, "?…");
}
