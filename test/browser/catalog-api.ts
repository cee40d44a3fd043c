import type { IncomingMessage, ServerResponse } from "node:http";

const LISTS: Readonly<Record<string, readonly string[]>> = {
  models: ["flight-delay", "fraud-score"],
  versions: ["2013-q1"],
  features: ["dep_hour", "distance"],
  business: ["delay-minutes"],
  attributes: ["ml.arm", "ml.stratum.origin"],
  values: ["control", "policy"],
};

/**
 * Grafana's server in front of a backend that knows two models: the lists of the store by name, a health that says what is wrong,
 * and for the model `broken` a store that is down. What the real backend answers is tested where the backend is.
 */
export function answerApi(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", "http://preview");
  const name = url.pathname.split("/").at(-1) ?? "";
  if (name === "health")
    send(response, 400, { status: "ERROR", message: "the URL is empty: write the store's URL" });
  else if (url.searchParams.get("model") === "broken")
    send(response, 502, { message: "the store did not answer" });
  else send(response, 200, LISTS[name] ?? []);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
