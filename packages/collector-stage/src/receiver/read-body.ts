import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { malformed, tooLarge, unsupportedType } from "./refusal.js";

const gunzipAsync = promisify(gunzip);

/** A request's body, decompressed; at most `maxBodyBytes` before and after, whatever the sender claims. */
export async function readBody(request: IncomingMessage, maxBodyBytes: number): Promise<Uint8Array> {
  const encoding = request.headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity" && encoding !== "gzip")
    throw unsupportedType(`content encoding ${encoding}`, "gzip");
  if (Number(request.headers["content-length"] ?? 0) > maxBodyBytes) throw tooLarge(maxBodyBytes);
  const body = await readRaw(request, maxBodyBytes);
  return encoding === "gzip" ? decompress(body, maxBodyBytes) : body;
}

async function readRaw(request: IncomingMessage, maxBodyBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const stream: AsyncIterable<Buffer> = request;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw tooLarge(maxBodyBytes);
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

async function decompress(body: Buffer, maxBodyBytes: number): Promise<Uint8Array> {
  try {
    return await gunzipAsync(body, { maxOutputLength: maxBodyBytes });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE")
      throw tooLarge(maxBodyBytes);
    throw malformed(`the body is not gzip: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}
