import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { GrafanaClient } from "../conformance/grafana-client.js";
import { toWireContext } from "../conformance/grafana-settings.js";

const DATA_SOURCE_PATH = "/api/datasources/uid/modelwatch";

/** What Grafana's server does between the page and the plugin's process: it keeps the settings and passes calls on. */
export function createGrafanaApi(
  client: GrafanaClient,
  firstJsonData: unknown,
): (request: IncomingMessage, response: ServerResponse) => void {
  let settings: Parameters<typeof toWireContext>[0] = { jsonData: firstJsonData };
  let savedCount = 0;
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const url = new URL(request.url ?? "/", "http://grafana");
    const context = toWireContext(settings);
    if (request.method === "PUT" && url.pathname === DATA_SOURCE_PATH) {
      const saved = Object(JSON.parse(await text(request)));
      savedCount++;
      settings = {
        uid: `modelwatch-${savedCount}`,
        url: saved.url,
        jsonData: saved.jsonData,
        secrets: saved.secureJsonData,
      };
      return { code: 200, body: { message: "Datasource updated" } };
    }
    if (url.pathname === `${DATA_SOURCE_PATH}/health`) return checkHealth(client, context);
    const resource = url.pathname.split(`${DATA_SOURCE_PATH}/resources/`)[1];
    if (resource !== undefined) return callResource(client, context, resource, url.search);
    return { code: 404, body: { message: `no route ${url.pathname}` } };
  };
  return (request, response) => {
    answer(request).then(
      ({ code, body }) => send(response, code, body),
      (error: unknown) => send(response, 500, { message: String(error) }),
    );
  };
}

interface Answer {
  readonly code: number;
  readonly body: unknown;
}

async function checkHealth(client: GrafanaClient, pluginContext: object): Promise<Answer> {
  const health = await client.call<{ status: string | number; message: string }>(
    "pluginv2.Diagnostics/CheckHealth",
    { pluginContext },
  );
  const isOk = health.status === "OK" || health.status === 1;
  return { code: isOk ? 200 : 400, body: { status: isOk ? "OK" : "ERROR", message: health.message } };
}

async function callResource(
  client: GrafanaClient,
  pluginContext: object,
  path: string,
  search: string,
): Promise<Answer> {
  const request = { pluginContext, path, method: "GET", url: `${path}${search}` };
  const pieces: Buffer[] = [];
  let code = 0;
  for await (const piece of client.stream("pluginv2.Resource/CallResource", request)) {
    const { code: pieceCode, body } = piece as { code: number; body: Buffer };
    code ||= pieceCode;
    pieces.push(body);
  }
  return { code, body: JSON.parse(Buffer.concat(pieces).toString("utf8")) };
}

function send(response: ServerResponse, code: number, body: unknown): void {
  response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body));
}
