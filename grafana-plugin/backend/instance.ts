import type { Monitor } from "@modelwatch/conventions/query";
import type { DataSourceSettings } from "@modelwatch/grafana-backend";
import type { Source } from "@modelwatch/sources";
import type { StoreObserver } from "./metrics/backend-metrics.js";
import { openSource } from "./open-source.js";
import { withPluginErrors } from "./plugin-error.js";
import { parseSettings, type StoreSettings } from "./settings.js";

/** What queries of one data source share, until its settings change. */
export interface Instance {
  readonly store: StoreSettings["store"];
  readonly source: Source;
  readonly monitors: readonly Monitor[];
  close(): Promise<void>;
}

/** @throws BackendError where the settings are wrong or the store cannot be opened. */
export function createInstance(
  settings: DataSourceSettings,
  observeStore: (store: string) => StoreObserver,
): Promise<Instance> {
  return withPluginErrors(async () => {
    const { store, monitors } = parseSettings(settings);
    const lease = await openSource(store, observeStore(store.store));
    return { store: store.store, source: lease.value, monitors, close: () => lease.release() };
  });
}
