import { createServer, request as forward } from "node:http";
import type { IncomingMessage, RequestListener } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import type { Peers } from "./peers.js";

export interface Proxy {
  readonly url: string;
  /** What it was asked for: method and target. */
  readonly seen: readonly string[];
}

/** A forward proxy on loopback, as a company's: it reaches every host at `targetPort`, who brings the password. */
export async function startProxy(peers: Peers, targetPort: string, password?: string): Promise<Proxy> {
  const seen: string[] = [];
  const wanted =
    password === undefined ? undefined : `Basic ${Buffer.from(`user:${password}`).toString("base64")}`;
  const admit = ({ method, url, headers }: IncomingMessage): boolean => {
    seen.push(`${method} ${url}`);
    return headers["proxy-authorization"] === wanted;
  };
  const forwardTo: RequestListener = (request, response) => {
    if (!admit(request)) {
      response.writeHead(407).end("no");
      return;
    }
    const { pathname, search } = new URL(request.url ?? "");
    const target = { host: "127.0.0.1", port: targetPort, path: pathname + search };
    forward({ ...target, method: request.method, headers: request.headers }, (answered) => {
      response.writeHead(answered.statusCode ?? 500, answered.headers);
      answered.pipe(response);
    }).end();
  };
  const tunnelTo = (request: IncomingMessage, socket: Duplex): void => {
    if (!admit(request)) {
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
      return;
    }
    const through = connect(Number(targetPort), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      through.pipe(socket).pipe(through);
    });
    through.on("error", () => socket.destroy());
  };
  return { url: await peers.serve(createServer(forwardTo).on("connect", tunnelTo)), seen };
}
