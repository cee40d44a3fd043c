import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { ModelwatchError } from "@modelwatch/conventions";
import { DuckDBInstance } from "@duckdb/node-api";
import type { MetricSink } from "../metric-batch.js";
import type { Source } from "../source.js";
import { loadDictionary } from "./dictionary.js";
import { createDuckDbSource } from "./duckdb-source.js";
import { loadRecentBatches } from "./recent-batches.js";
import { prepareSchema } from "./schema.js";
import { createDuckDbSink } from "./duckdb-sink.js";
import { toStoreError } from "./store-errors.js";

export interface DuckDbStoreOptions {
  /** The file; it is created where it does not exist. `:memory:` keeps nothing. */
  readonly path: string;
  /** Several processes may read a file at once as long as none writes. Default false. */
  readonly readOnly?: boolean;
  /** Memory that DuckDB may take before it spills to disk; default 512. */
  readonly memoryLimitMb?: number;
  /** Threads of a query; default 2. */
  readonly threads?: number;
}

export interface DuckDbStore {
  readonly source: Source;
  readonly sink: MetricSink;
}

/** Files open in this process: the operating system's lock keeps other processes out, but not us. */
const openPaths = new Set<string>();

/**
 * Opens the embedded store. What `sink.append` resolved is on disk, also after SIGKILL. Source and sink close together: the
 * first `close` waits for what was handed in, writes the log into the file and frees it.
 *
 * @throws ModelwatchError `unavailable` where the file is open elsewhere or cannot be written, `data-loss` where it is not a
 * DuckDB file, `unsupported` where it is not ours, `not-found` where it should be read and does not exist.
 */
export async function openDuckDbStore(options: DuckDbStoreOptions): Promise<DuckDbStore> {
  const path = canonicalPath(options.path);
  if (openPaths.has(path)) {
    throw new ModelwatchError("unavailable", {
      problem: `the embedded store ${path} is already open in this process`,
      remedy: "share the store that is open, or close it first",
    });
  }
  if (path !== ":memory:") openPaths.add(path);
  try {
    return await open(path, options);
  } catch (error) {
    openPaths.delete(path);
    throw toStoreError(error, path);
  }
}

async function open(path: string, options: DuckDbStoreOptions): Promise<DuckDbStore> {
  const { readOnly = false } = options;
  const instance = await DuckDBInstance.create(path, toConfig(options));
  try {
    const writer = await instance.connect();
    if (!readOnly) await prepareSchema(writer, path);
    const dictionary = await loadDictionary(writer);
    const sink = createDuckDbSink(path, writer, dictionary, await loadRecentBatches(writer), { readOnly });
    let closing: Promise<void> | undefined;
    const close = (): Promise<void> => {
      closing ??= sink.close().finally(() => {
        instance.closeSync();
        openPaths.delete(path);
      });
      return closing;
    };
    const source = createDuckDbSource({
      path,
      instance,
      dictionary,
      isClosed: () => closing !== undefined,
      close,
    });
    return { source, sink: { append: (batch) => sink.append(batch), close } };
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

function toConfig({
  readOnly = false,
  memoryLimitMb = 512,
  threads = 2,
}: DuckDbStoreOptions): Record<string, string> {
  return {
    access_mode: readOnly ? "READ_ONLY" : "READ_WRITE",
    memory_limit: `${memoryLimitMb}MB`,
    threads: String(threads),
    // a checkpoint rewrites what changed: rare ones keep appends fast, and a restart replays this much in about a second
    wal_autocheckpoint: "64MB",
    // below this estimate an ASOF join compares every point with every edge: 15 times slower than sorting
    asof_loop_join_threshold: "0",
    // the store reads no other file and loads no code from the network
    enable_external_access: "false",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  };
}

/** The file's one name, through links, also before it exists. */
function canonicalPath(path: string): string {
  if (path === ":memory:") return path;
  const absolute = resolve(path);
  if (existsSync(absolute)) return realpathSync(absolute);
  const folder = dirname(absolute);
  return existsSync(folder) ? join(realpathSync(folder), basename(absolute)) : absolute;
}
