import { createHash } from "node:crypto";
import { BackendError } from "./errors/backend-error.js";
import type { DataSourceSettings, PluginContext } from "./handlers/plugin-context.js";

export interface InstanceCacheOptions<T> {
  /** Builds what queries of one data source share: connections, caches. */
  readonly create: (settings: DataSourceSettings) => Promise<T>;
  readonly dispose: (instance: T) => Promise<void>;
  /** Instances kept; the one that was used longest ago makes room. Default 100. */
  readonly maxInstances?: number;
}

export interface InstanceCache<T> {
  /** Runs the work with the data source's instance, which is not disposed before the work has ended. */
  use<R>(plugin: PluginContext, work: (instance: T) => Promise<R>): Promise<R>;
  /** Disposes every instance, each after its last use. */
  close(): Promise<void>;
}

interface Entry<T> {
  readonly fingerprint: string;
  readonly instance: Promise<T>;
  users: number;
  retired: boolean;
}

const DEFAULT_MAX_INSTANCES = 100;

/** One instance per data source, replaced when its settings change, disposed when its last user has finished. */
export function createInstanceCache<T>(options: InstanceCacheOptions<T>): InstanceCache<T> {
  // a Map keeps insertion order: the first key was used longest ago
  const entries = new Map<string, Entry<T>>();
  const disposals = new Set<Promise<void>>();

  const disposeIfUnused = (entry: Entry<T>): void => {
    if (!entry.retired || entry.users > 0) return;
    const disposal = entry.instance.then(options.dispose).catch(() => {
      // an instance that could not be created or closed leaves nothing that a user could act on
    });
    disposals.add(disposal);
    void disposal.then(() => disposals.delete(disposal));
  };
  const retire = (key: string, entry: Entry<T>): void => {
    entries.delete(key);
    entry.retired = true;
    disposeIfUnused(entry);
  };
  const lease = (plugin: PluginContext): { key: string; entry: Entry<T> } => {
    const settings = plugin.dataSource;
    if (!settings) throw new BackendError("bad-request", "the request names no data source");
    const key = `${plugin.orgId}/${settings.uid}`;
    const fingerprint = toFingerprint(settings);
    let entry = entries.get(key);
    if (entry && entry.fingerprint !== fingerprint) {
      retire(key, entry);
      entry = undefined;
    }
    entry ??= { fingerprint, instance: options.create(settings), users: 0, retired: false };
    entries.delete(key);
    entries.set(key, entry);
    entry.users++;
    const [oldest] = entries;
    if (oldest && entries.size > (options.maxInstances ?? DEFAULT_MAX_INSTANCES)) retire(...oldest);
    return { key, entry };
  };
  return {
    use: async (plugin, work) => {
      const { key, entry } = lease(plugin);
      try {
        return await work(
          await entry.instance.catch((error: unknown) => {
            // a failure is not kept: the next query tries again
            if (entries.get(key) === entry) entries.delete(key);
            throw error;
          }),
        );
      } finally {
        entry.users--;
        disposeIfUnused(entry);
      }
    },
    close: async () => {
      for (const [key, entry] of entries) retire(key, entry);
      await Promise.all(disposals);
    },
  };
}

/** Changes with anything that Grafana sends of the settings; a hash, so that no secret is kept twice. */
function toFingerprint(settings: DataSourceSettings): string {
  const { secureJsonData, ...rest } = settings;
  return createHash("sha256")
    .update(JSON.stringify([rest, [...secureJsonData].sort(([a], [b]) => (a < b ? -1 : 1))]))
    .digest("hex");
}
