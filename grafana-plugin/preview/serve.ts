import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { dirname, extname, join, normalize } from "node:path";

export interface PreviewFolders {
  /** The bundled page. */
  readonly page: string;
  /** The built plugin, as Grafana would load it. */
  readonly plugin: string;
}

/** Answers what Grafana's server answers under `/api/`. */
export type ApiHandler = (request: IncomingMessage, response: ServerResponse) => void;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".map": "application/json",
};

const require = createRequire(import.meta.url);
const systemFolder = dirname(require.resolve("systemjs/package.json"));
const uiFolder = dirname(require.resolve("@grafana/ui/package.json"));

/** Serves the page, the plugin, SystemJS and Grafana's icons on loopback. Resolves when it listens, on a free port. */
export async function servePreview(
  folders: PreviewFolders,
  handleApi: ApiHandler,
): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://preview").pathname));
    if (path.startsWith("/api/")) handleApi(request, response);
    else void sendFile(locate(path, folders), response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the preview server has no port");
  return { server, url: `http://127.0.0.1:${address.port}` };
}

function locate(path: string, { page, plugin }: PreviewFolders): string {
  if (path === "/system.js") return join(systemFolder, "dist/system.min.js");
  if (path === "/system-amd.js") return join(systemFolder, "dist/extras/amd.min.js");
  if (path.startsWith("/plugin/")) return join(plugin, path.slice("/plugin/".length));
  if (path.startsWith("/public/build/img/"))
    return join(uiFolder, "dist/public/img", path.slice("/public/build/img/".length));
  return join(page, path === "/" ? "index.html" : path);
}

async function sendFile(path: string, response: ServerResponse): Promise<void> {
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    // a missing file is an answer here, not a failure
    () => false,
  );
  if (!isFile) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    "content-type": CONTENT_TYPES[extname(path)] ?? "application/octet-stream",
    // the page's bundle has its content's hash in its name
    ...(path.includes("/assets/") ? { "cache-control": "max-age=3600, immutable" } : {}),
  });
  createReadStream(path).pipe(response);
}
