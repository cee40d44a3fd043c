import { once } from "node:events";
import { readFileSync } from "node:fs";
import {
  connect as connectHttp2,
  constants,
  type ClientHttp2Session,
  type OutgoingHttpHeaders,
} from "node:http2";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PluginProcess } from "../conformance/grafana-process.js";
import { ATTACKS, type Attack } from "./bad-input/attacks.js";
import { createFrameReader, FRAME } from "./bad-input/http2-frames.js";
import { BACKEND_KINDS, startBackend } from "./bad-input/backend-processes.js";

const HEALTH = "/grpc.health.v1.Health/Check";
const QUERY = "/pluginv2.Data/QueryData";
/** gRPC's header, then the message. */
const toBody = (flag: number, length: number, message = ""): Buffer => {
  const header = Buffer.alloc(5);
  header.writeUInt8(flag);
  header.writeUInt32BE(length, 1);
  return Buffer.concat([header, Buffer.from(message, "latin1")]);
};

/** Calls that speak HTTP/2 and break gRPC: path, body, and the status that ends them. */
const BAD_CALLS: readonly (readonly [string, string, Buffer, number])[] = [
  ["no message", HEALTH, Buffer.alloc(0), 3],
  ["half a header", HEALTH, Buffer.alloc(3), 3],
  ["a length beyond what follows", HEALTH, toBody(0, 100, "x"), 3],
  ["a length below what follows", HEALTH, toBody(0, 1, "xyz"), 3],
  ["two messages", HEALTH, Buffer.concat([toBody(0, 0), toBody(0, 0)]), 3],
  ["a length of 4 GB", HEALTH, toBody(0, 0xff_ff_ff_ff), 8],
  ["a compressed message", HEALTH, toBody(1, 1, "x"), 12],
  ["a flag that is none", HEALTH, toBody(0xff, 1, "x"), 12],
  ["a message that is no protobuf", QUERY, toBody(0, 4, "\xff\xff\xff\xff"), 3],
  ["a length inside the message that leaves it", QUERY, toBody(0, 2, "\x12\x7f"), 3],
  ["a path that nobody serves", "/pluginv2.Data/Nothing", toBody(0, 0), 12],
  ["a service that nobody serves", "/__proto__/constructor", toBody(0, 0), 12],
  ["a path of sixty thousand characters", `/${"x".repeat(60_000)}`, toBody(0, 0), 12],
];

describe.each(BACKEND_KINDS)("%s", (kind) => {
  let plugin: PluginProcess;
  let port = 0;
  beforeAll(async () => {
    plugin = await startBackend(kind);
    port = Number(plugin.handshake[3]?.split(":")[1]);
  });
  afterAll(() => plugin?.stop());

  /** Grafana's own connection, which was there before. */
  async function expectServing(): Promise<void> {
    expect(await plugin.client.call("grpc.health.v1.Health/Check", { service: "plugin" })).toMatchObject({
      status: 1,
    });
    expect(plugin.child.exitCode).toBeNull();
  }

  it.each(ATTACKS)("survives $name", async (attack) => {
    await send(port, attack);
    await expectServing();
  });

  it.each(BAD_CALLS)("ends a call with %s by its status", async (_, path, body, expected) => {
    expect(await call(port, path, body)).toEqual({ http: 200, grpc: String(expected) });
    await expectServing();
  });

  it("answers what is no gRPC with 415", async () => {
    expect(await call(port, HEALTH, Buffer.from("{}"), { "content-type": "application/json" })).toEqual({
      http: 415,
      grpc: undefined,
    });
  });

  it.each(["", "1", "-1S", "99999999999S", "1X", "1e9m"])(
    "takes a time limit of %j for none",
    async (limit) => {
      const answer = await call(port, HEALTH, toBody(0, 8, "\n\x06plugin"), { "grpc-timeout": limit });
      expect(answer).toEqual({ http: 200, grpc: "0" });
    },
  );

  it("serves others while a thousand connections say nothing", async () => {
    const idle = await Promise.all(Array.from({ length: 1_000 }, () => open(port)));
    await expectServing();
    for (const socket of idle) socket.destroy();
    await expectServing();
  });

  it("serves others while every call of a connection waits for its body", async () => {
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    session.on("error", () => {});
    const settings = once(session, "remoteSettings");
    await settings;
    const calls = Array.from({ length: session.remoteSettings.maxConcurrentStreams ?? 0 }, () => {
      const stream = session.request(toHeaders(QUERY));
      stream.on("error", () => {});
      stream.write(toBody(0, 1_000_000, "x"));
      return stream;
    });
    expect(calls.length).toBeGreaterThan(100);
    await new Promise<void>((resolve, reject) => {
      session.ping((error) => (error ? reject(error) : resolve()));
    });
    await expectServing();
    session.destroy();
    await expectServing();
  });

  it("holds little memory after all this", async () => {
    const [, kilobytes] =
      /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${plugin.child.pid}/status`, "utf8")) ?? [];
    expect(Number(kilobytes) / 1024).toBeLessThan(400);
    expect(plugin.stderrLines.filter((line) => line.includes('"@level":"error"'))).toEqual([]);
  });
});

async function open(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  // the plugin may hang up in the midst of an attack: that is a defence
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}

/**
 * Sends everything and hangs up; resolves once the plugin has too, or has said GOAWAY: Node.js reads nothing more of such a
 * connection then, and notices neither our end.
 */
async function send(port: number, attack: Attack): Promise<void> {
  const socket = await open(port);
  // each write that has to wait listens, and some attacks go on after the plugin said goodbye
  socket.setMaxListeners(0);
  const frames = createFrameReader();
  const over = new Promise<void>((resolve) => {
    socket.once("close", () => resolve());
    socket.on("data", (bytes) => {
      if (frames.push(bytes).includes(FRAME.goAway)) resolve();
    });
  });
  for (const bytes of attack.bytes()) {
    if (socket.destroyed) break;
    if (!socket.write(bytes)) await Promise.race([once(socket, "drain").catch(() => {}), over]);
  }
  socket.end();
  await over;
  socket.destroy();
}

interface Ended {
  readonly http: number | undefined;
  readonly grpc: string | undefined;
}

/** One call on a connection of its own. */
async function call(
  port: number,
  path: string,
  body: Buffer,
  headers: OutgoingHttpHeaders = {},
): Promise<Ended> {
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  try {
    return await callOn(session, { ...toHeaders(path), ...headers }, body);
  } finally {
    session.destroy();
  }
}

function toHeaders(path: string): OutgoingHttpHeaders {
  return { ":method": "POST", ":path": path, "content-type": "application/grpc", te: "trailers" };
}

function callOn(session: ClientHttp2Session, headers: OutgoingHttpHeaders, body: Buffer): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let http: number | undefined;
    let grpc: string | undefined;
    session.on("error", reject);
    const stream = session.request(headers);
    const note = (received: Record<string, unknown>): void => {
      const status = received["grpc-status"];
      if (typeof status === "string") grpc = status;
    };
    stream.on("response", (received) => {
      http = Number(received[constants.HTTP2_HEADER_STATUS]);
      note(received);
    });
    stream.on("trailers", note);
    stream.on("error", reject);
    stream.on("close", () => resolve({ http, grpc }));
    stream.resume();
    stream.end(body);
  });
}
