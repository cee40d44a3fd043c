import type { DuckDBConnection } from "@duckdb/node-api";
import { checkBatch } from "../check-batch.js";
import type { MetricBatch } from "../metric-batch.js";
import type { SeriesDictionary } from "../series-dictionary.js";
import { writeBatches } from "./append.js";
import type { RecentBatches } from "./recent-batches.js";

/** Most points of one transaction; batches that wait beyond it go into the next. */
const GROUP_POINTS = 50_000;

interface Waiting {
  readonly batch: MetricBatch;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Commits batches one transaction at a time, in the order of arrival. Those that wait while a commit runs share the next
 * one: the disk is asked once for all of them.
 */
export class WriteQueue {
  readonly #connection: DuckDBConnection;
  readonly #dictionary: SeriesDictionary;
  readonly #recent: RecentBatches;
  readonly #waiting: Waiting[] = [];
  #draining: Promise<void> | undefined;

  constructor(connection: DuckDBConnection, dictionary: SeriesDictionary, recent: RecentBatches) {
    this.#connection = connection;
    this.#dictionary = dictionary;
    this.#recent = recent;
  }

  /** Resolves when the batch is committed, or was before. */
  append(batch: MetricBatch): Promise<void> {
    checkBatch(batch);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ batch, resolve, reject });
      this.#draining ??= this.#drain();
    });
  }

  /** Resolves when nothing waits any more. */
  async settle(): Promise<void> {
    await this.#draining;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#takeGroup();
      try {
        await this.#commit(group.map(({ batch }) => batch));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#draining = undefined;
  }

  #takeGroup(): readonly Waiting[] {
    let points = 0;
    let size = 0;
    for (const { batch } of this.#waiting) {
      points += batch.histograms.length + batch.sums.length + batch.gauges.length;
      points += batch.exponentials?.length ?? 0;
      if (size > 0 && points > GROUP_POINTS) break;
      size++;
    }
    return this.#waiting.splice(0, size);
  }

  async #commit(batches: readonly MetricBatch[]): Promise<void> {
    const fresh = this.#withoutRepeats(batches);
    if (fresh.length === 0) return;
    const known = this.#dictionary.size;
    await this.#connection.run("BEGIN");
    try {
      await writeBatches(this.#connection, this.#dictionary, fresh);
      await this.#connection.run("COMMIT");
    } catch (error) {
      this.#dictionary.truncate(known);
      await this.#rollBack();
      throw error;
    }
    for (const { id } of fresh) this.#recent.add(id);
  }

  #withoutRepeats(batches: readonly MetricBatch[]): readonly MetricBatch[] {
    const byId = new Map(batches.map((batch) => [batch.id, batch]));
    return [...byId.values()].filter(({ id }) => !this.#recent.has(id));
  }

  async #rollBack(): Promise<void> {
    try {
      await this.#connection.run("ROLLBACK");
    } catch {
      // A failed COMMIT has rolled back already, and the first error is the one that tells.
    }
  }
}
