import type { Dispatcher } from "undici";
import { readChunks } from "./body.js";

/** An answer whose status and headers are known and whose body has yet to be read, once. */
export interface HttpAnswer {
  readonly status: number;
  /** A header's value; several are joined by commas. `name` in lower case. */
  header(name: string): string | undefined;
  /** The decompressed body, part by part as it arrives. Ends with an error where it passes `maxResponseBytes`. */
  chunks(): AsyncIterable<Uint8Array>;
  /** The whole body, as UTF-8. */
  readText(): Promise<string>;
}

/** @param onBytes is told how much of the body, decompressed, has been read so far */
export function toAnswer(
  response: Dispatcher.ResponseData,
  limit: { readonly bytes: number; readonly service: string },
  onBytes: (bytes: number) => void,
): HttpAnswer {
  const header = (name: string): string | undefined => {
    const value = response.headers[name];
    return typeof value === "string" || value === undefined ? value : value.join(", ");
  };
  const chunks = (): AsyncIterable<Uint8Array> =>
    readChunks(response.body, header("content-encoding")?.trim().toLowerCase() ?? "", limit, onBytes);
  return {
    status: response.statusCode,
    header,
    chunks,
    readText: async () => {
      const parts: Uint8Array[] = [];
      for await (const part of chunks()) parts.push(part);
      return Buffer.concat(parts).toString("utf8");
    },
  };
}
