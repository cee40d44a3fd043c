import { createServer as createHttpServer } from "node:http";
import type { RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { ServerOptions } from "node:https";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";

/** Real servers on loopback ports of their own, each of which misbehaves in a stated way. */
export interface Peers {
  http(handle: RequestListener): Promise<string>;
  https(options: ServerOptions, handle: RequestListener): Promise<string>;
  /** Bytes as they are, for what no HTTP library would send. */
  tcp(handle: (socket: Socket) => void): Promise<string>;
  /** A server of the test's own making. */
  serve(server: Server): Promise<string>;
  stop(): Promise<void>;
}

export function createPeers(): Peers {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const listen = async (server: Server, scheme: string): Promise<string> => {
    servers.push(server);
    server.on("connection", (socket: Socket) => {
      sockets.add(socket);
      // who hangs up on a peer is the subject of the test
      socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  return {
    http: (handle) => listen(createHttpServer(handle), "http"),
    https: (options, handle) => listen(createHttpsServer(options, handle), "https"),
    tcp: (handle) => listen(createTcpServer(handle), "http"),
    serve: (server) => listen(server, "http"),
    stop: async () => {
      const closed = servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve)));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}
