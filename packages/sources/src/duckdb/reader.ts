import { BIGINT, INTEGER, LIST, listValue } from "@duckdb/node-api";
import type { DuckDBConnection, DuckDBInstance, DuckDBListValue, DuckDBType } from "@duckdb/node-api";
import { throwIfAborted } from "../abort.js";
import type { SeriesDictionary } from "../series-dictionary.js";
import { toNumberColumns } from "./number-columns.js";
import { toStoreError } from "./store-errors.js";

/** Lists that a query takes; numbers only, so a text of ours never holds a value of theirs. */
export interface QueryLists {
  readonly [name: string]: readonly number[];
}

/** One consistent view of the store: every query of an answer sees the same batches. */
export interface StoreSnapshot {
  readonly dictionary: SeriesDictionary;
  /** The answer's columns: numbers and booleans (as 0 and 1), no NULL. */
  query(sql: string, lists: QueryLists): Promise<readonly Float64Array[]>;
}

/** Answers from one snapshot; stops the running query when `signal` aborts. */
export async function withSnapshot<Answer>(
  instance: DuckDBInstance,
  dictionary: SeriesDictionary,
  path: string,
  signal: AbortSignal | undefined,
  read: (snapshot: StoreSnapshot) => Promise<Answer>,
): Promise<Answer> {
  throwIfAborted(signal);
  let connection: DuckDBConnection | undefined;
  const interrupt = (): void => connection?.interrupt();
  signal?.addEventListener("abort", interrupt, { once: true });
  try {
    const opened = await instance.connect();
    connection = opened;
    await opened.run("BEGIN TRANSACTION READ ONLY");
    const query: StoreSnapshot["query"] = async (sql, lists) => {
      throwIfAborted(signal);
      return toNumberColumns(await opened.run(sql, toValues(lists), toTypes(lists)));
    };
    return await read({ dictionary, query });
  } catch (error) {
    throwIfAborted(signal);
    throw toStoreError(error, path);
  } finally {
    signal?.removeEventListener("abort", interrupt);
    // closing the connection ends its transaction
    connection?.closeSync();
  }
}

function toValues(lists: QueryLists): Record<string, DuckDBListValue> {
  const entries = Object.entries(lists).map(([name, list]) => {
    const values = isTimes(name) ? list.map((value) => BigInt(value)) : list;
    return [name, listValue(values)] as const;
  });
  return Object.fromEntries(entries);
}

function toTypes(lists: QueryLists): Record<string, DuckDBType> {
  return Object.fromEntries(Object.keys(lists).map((name) => [name, LIST(isTimes(name) ? BIGINT : INTEGER)]));
}

function isTimes(name: string): boolean {
  return name === "edges";
}
