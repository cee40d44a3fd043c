import { createGzip } from "node:zlib";
import { pipeline, Readable } from "node:stream";
import type { RequestListener } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { failureOf } from "./ask.js";
import { createPeers } from "./peers.js";

const MIB = 1024 * 1024;
const LIMIT = 8 * MIB;
const SENT = 512 * MIB;

const peers = createPeers();
afterEach(() => peers.stop());

/** JSON of the right form that never ends within the limit: so many bytes of series. */
function* endlessSeries(): Generator<Buffer> {
  yield Buffer.from('{"status":"success","data":["');
  const part = Buffer.alloc(MIB, '","');
  for (let sent = 0; sent < SENT; sent += MIB) yield part;
}

const plain: RequestListener = (_request, response) => {
  pipeline(Readable.from(endlessSeries()), response, () => {});
};
const bomb: RequestListener = (_request, response) => {
  response.setHeader("content-encoding", "gzip");
  pipeline(Readable.from(endlessSeries()), createGzip({ level: 1 }), response, () => {});
};

describe.each([
  ["an answer of half a gibibyte", plain],
  ["a few kilobytes that unpack to half a gibibyte", bomb],
])("%s", (_name, handle) => {
  it("costs no more memory than the limit on answers, a few times over", async () => {
    const url = await peers.http(handle);
    const before = process.memoryUsage.rss();
    const { code } = await failureOf({ url, maxResponseBytes: LIMIT, maxConcurrency: 1 });
    expect(code).toBe("limit-exceeded");
    expect(process.memoryUsage.rss() - before).toBeLessThan(SENT / 4);
  });
});
