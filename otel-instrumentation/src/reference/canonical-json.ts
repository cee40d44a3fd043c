import { createHash } from "node:crypto";
import type { ReferenceFile } from "@modelwatch/conventions";

/** JSON with the keys of every object in ascending order and no white space: equal values give equal text. */
export function toCanonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner) ? sortKeys(inner) : inner,
  );
}

/** First 16 hex digits of SHA-256 over the canonical JSON of everything but the id. */
export function toReferenceId(content: Omit<ReferenceFile, "id">): string {
  const { id: _id, ...rest } = content as ReferenceFile;
  return createHash("sha256").update(toCanonicalJson(rest)).digest("hex").slice(0, 16);
}

function sortKeys(object: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
