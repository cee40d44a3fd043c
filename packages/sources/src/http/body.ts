import { pipeline } from "node:stream";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { ModelwatchError } from "@modelwatch/conventions";

const CHUNK_BYTES = 64 * 1024;

/**
 * The decompressed body, part by part, never more than a few parts in memory. Bytes are counted after decompression, so a
 * small body that unpacks to a large one meets the same limit.
 *
 * @throws ModelwatchError `limit-exceeded` beyond the limit, `bad-response` where the encoding is not one that was asked for
 */
export async function* readChunks(
  body: Readable,
  encoding: string,
  limit: { readonly bytes: number; readonly service: string },
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = 0;
  for await (const chunk of decode(body, encoding, limit.service)) {
    const part: Uint8Array = chunk;
    bytes += part.byteLength;
    onBytes(bytes);
    if (bytes > limit.bytes) {
      throw new ModelwatchError("limit-exceeded", {
        problem: `the answer of ${limit.service} is larger than ${limit.bytes} bytes`,
        remedy: "ask for fewer windows, features or groups, or raise maxResponseBytes",
      });
    }
    yield part;
  }
}

function decode(body: Readable, encoding: string, service: string): Readable {
  if (encoding === "" || encoding === "identity") return body;
  if (encoding !== "gzip" && encoding !== "x-gzip") {
    body.destroy();
    throw new ModelwatchError("bad-response", {
      problem: `${service} answered in the encoding ${encoding.slice(0, 40)}, where gzip or none was asked for`,
      remedy: "check what a proxy between does to answers",
    });
  }
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // an error of either ends both, and reaches the reader through gunzip
  pipeline(body, gunzip, () => {});
  return gunzip;
}
