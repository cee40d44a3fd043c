import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { ModelwatchError } from "@modelwatch/conventions";
import { InvalidArgumentError } from "commander";

export const DEFAULT_PORT = 4321;

/** Only this machine: the page is for whoever ran the command. */
const HOST = "127.0.0.1";

/** Everything that is served; any other path is not found, so no path can leave the folder. */
const FILES = new Map([
  ["/", { name: "report.html", type: "text/html; charset=utf-8" }],
  ["/report.html", { name: "report.html", type: "text/html; charset=utf-8" }],
  ["/findings.json", { name: "findings.json", type: "application/json; charset=utf-8" }],
]);

/** The report needs no script and no other origin; its style and charts are inline. */
const SECURITY_HEADERS = {
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

export interface ReportPage {
  /** `http://127.0.0.1:port/`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `report.html` and `findings.json` of a folder on a loopback page.
 * @throws ModelwatchError `unavailable` where the port is taken.
 */
export async function serveReport({
  folder,
  port,
}: {
  readonly folder: string;
  readonly port: number;
}): Promise<ReportPage> {
  const server = createServer((request, response) => void respond(folder, request, response));
  const bound = await new Promise<number>((resolve, reject) => {
    server.once("error", (error) => reject(listenError(error, port)));
    server.listen(port, HOST, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
  return {
    url: `http://${HOST}:${bound}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const file = FILES.get((request.url ?? "").split("?")[0] ?? "");
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { allow: "GET, HEAD" }).end();
    return;
  }
  const content =
    file === undefined ? undefined : await readFile(join(folder, file.name)).catch(() => undefined);
  if (file === undefined || content === undefined) {
    // a file that was deleted meanwhile is as absent as one that never existed
    response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("not found\n");
    return;
  }
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    "content-type": file.type,
    "content-length": content.length,
  });
  response.end(request.method === "HEAD" ? undefined : content);
}

/** For the command line. @throws InvalidArgumentError saying what is allowed. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("It must be a whole number from 0 to 65535.");
}

function listenError(error: Error, port: number): ModelwatchError {
  const text = {
    problem: `the report cannot be served on port ${port}: ${error.message}`,
    remedy: "choose another --port",
  };
  return new ModelwatchError("unavailable", text, { cause: error });
}
