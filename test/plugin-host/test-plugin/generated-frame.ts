import type { Frame } from "@modelwatch/grafana-backend";

const START_MS = 1_700_000_000_000;
/** Of a text; a row costs four bytes more. */
export const TEXT_BYTES = 1_000;

/**
 * Data that both ends can compute: row i has the time START_MS + 1000 i, the numbers i / 7 and -i, and in a frame of texts
 * the row's number with zeros before it.
 */
export function toGeneratedFrame(size: { readonly rows: number } | { readonly textBytes: number }): Frame {
  if ("textBytes" in size) {
    const texts = Array.from({ length: Math.ceil(size.textBytes / TEXT_BYTES) }, (_, row) =>
      String(row).padStart(TEXT_BYTES, "0"),
    );
    return { name: "texts", fields: [{ name: "text", type: "string", nullable: false, values: texts }] };
  }
  const rows = Array.from({ length: size.rows }, (_, row) => row);
  return {
    name: "generated",
    fields: [
      { name: "time", type: "time", nullable: false, values: rows.map((row) => START_MS + 1000 * row) },
      { name: "sevenths", type: "float64", nullable: false, values: rows.map((row) => row / 7) },
      { name: "negative", type: "float64", nullable: false, values: rows.map((row) => -row) },
    ],
  };
}
