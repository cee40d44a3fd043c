import type { DuckDBConnection } from "@duckdb/node-api";

/**
 * How many batches back a repeat is recognised. Senders repeat within minutes; 100,000 are two weeks of five processes that
 * export every minute, and about 10 MB of memory.
 */
export const REMEMBERED_BATCHES = 100_000;

/** The ids of the batches stored last: an index in the file would cost each commit more than the points do. */
export class RecentBatches {
  readonly #ids: Set<string>;

  /** `ids` in the order in which they were stored. */
  constructor(ids: Iterable<string>) {
    this.#ids = new Set(ids);
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Remembers a committed batch and forgets the oldest beyond the limit. */
  add(id: string): void {
    this.#ids.add(id);
    if (this.#ids.size <= REMEMBERED_BATCHES) return;
    const [oldest] = this.#ids;
    if (oldest !== undefined) this.#ids.delete(oldest);
  }
}

export async function loadRecentBatches(connection: DuckDBConnection): Promise<RecentBatches> {
  const newest = `SELECT id, rowid AS ordinal FROM batches ORDER BY ordinal DESC LIMIT ${REMEMBERED_BATCHES}`;
  const reader = await connection.runAndReadAll(`SELECT id FROM (${newest}) ORDER BY ordinal`);
  const ids = reader.getRows().map(([id]) => String(id));
  return new RecentBatches(ids);
}
