import { createHash } from "node:crypto";
import { BackendError } from "./errors/backend-error.js";
import type { DataSourceSettings, PluginContext } from "./handlers/plugin-context.js";

export interface InstanceCacheOptions<T> {
  /** Builds what queries of one data source share: connections, caches. */
  readonly create: (settings: DataSourceSettings) => Promise<T>;
  readonly dispose: (instance: T) => Promise<void>;
  /** Told of an instance that could not be disposed of: no query waits for that, and none can report it. */
  readonly onDisposeError?: (error: unknown) => void;
  /** Instances kept; the one that was used longest ago makes room. Default 100. */
  readonly maxInstances?: number;
}

export interface InstanceCache<T> {
  /** Runs the work with the data source's instance, which is not disposed before the work has ended. */
  use<R>(plugin: PluginContext, work: (instance: T) => Promise<R>): Promise<R>;
  /** Takes no more work, and resolves when every instance is disposed, each after its last use. */
  close(): Promise<void>;
}

interface Entry<T> {
  readonly fingerprint: string;
  readonly instance: Promise<T>;
  users: number;
  retired: boolean;
  /** Ends the wait of `close` for this entry. */
  settle: () => void;
}

const DEFAULT_MAX_INSTANCES = 100;

/**
 * One instance per data source: created once however many ask at a time, replaced when its settings change, disposed when
 * its last user has finished. A failed creation is not kept.
 */
export function createInstanceCache<T>(options: InstanceCacheOptions<T>): InstanceCache<T> {
  // a Map keeps insertion order: the first key was used longest ago
  const entries = new Map<string, Entry<T>>();
  const settlements = new Set<Promise<void>>();
  let isClosed = false;

  const createEntry = (fingerprint: string, settings: DataSourceSettings): Entry<T> => {
    const entry = {
      fingerprint,
      instance: options.create(settings),
      users: 0,
      retired: false,
      settle: () => {},
    };
    const settlement = new Promise<void>((resolve) => (entry.settle = resolve));
    settlements.add(settlement);
    void settlement.then(() => settlements.delete(settlement));
    return entry;
  };
  const disposeIfUnused = async (entry: Entry<T>): Promise<void> => {
    if (!entry.retired || entry.users > 0) return;
    let instance: T;
    try {
      instance = await entry.instance;
    } catch {
      // those who asked for it were told, and there is nothing to dispose of
      return entry.settle();
    }
    try {
      await options.dispose(instance);
    } catch (error) {
      options.onDisposeError?.(error);
    } finally {
      entry.settle();
    }
  };
  const retire = (key: string, entry: Entry<T>): void => {
    entries.delete(key);
    entry.retired = true;
    void disposeIfUnused(entry);
  };
  const lease = (plugin: PluginContext): { key: string; entry: Entry<T> } => {
    if (isClosed) throw new BackendError("unavailable", "the plugin is shutting down");
    const settings = plugin.dataSource;
    if (!settings) throw new BackendError("bad-request", "the request names no data source");
    const key = `${plugin.orgId}/${settings.uid}`;
    const fingerprint = toFingerprint(settings);
    let entry = entries.get(key);
    if (entry && entry.fingerprint !== fingerprint) {
      retire(key, entry);
      entry = undefined;
    }
    entry ??= createEntry(fingerprint, settings);
    entries.delete(key);
    entries.set(key, entry);
    entry.users++;
    const [oldest] = entries;
    if (oldest && entries.size > (options.maxInstances ?? DEFAULT_MAX_INSTANCES)) retire(...oldest);
    return { key, entry };
  };
  /** The instance, or its failure, after which the next query tries again. */
  const instanceOf = async (key: string, entry: Entry<T>): Promise<T> => {
    try {
      return await entry.instance;
    } catch (error) {
      if (entries.get(key) === entry) entries.delete(key);
      entry.settle();
      throw error;
    }
  };
  return {
    use: async (plugin, work) => {
      const { key, entry } = lease(plugin);
      try {
        return await work(await instanceOf(key, entry));
      } finally {
        entry.users--;
        void disposeIfUnused(entry);
      }
    },
    close: async () => {
      isClosed = true;
      for (const [key, entry] of entries) retire(key, entry);
      await Promise.all(settlements);
    },
  };
}

/** By settings as they came with a request: its queries share them. */
const fingerprints = new WeakMap<DataSourceSettings, string>();

/** Changes with anything that Grafana sends of the settings; a hash, so that no secret is kept twice. */
function toFingerprint(settings: DataSourceSettings): string {
  const known = fingerprints.get(settings);
  if (known !== undefined) return known;
  const { secureJsonData, ...rest } = settings;
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([rest, [...secureJsonData].sort(([a], [b]) => (a < b ? -1 : 1))]))
    .digest("hex");
  fingerprints.set(settings, fingerprint);
  return fingerprint;
}
