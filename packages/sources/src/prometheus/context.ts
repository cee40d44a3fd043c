import type { ClosedWindows } from "./closed-windows.js";
import type { PrometheusClient } from "./http-client.js";
import type { ServerAbilities } from "./server-abilities.js";
import type { PrometheusSettings } from "./settings.js";

/** What every question to one Prometheus needs. */
export interface PrometheusContext {
  readonly client: PrometheusClient;
  readonly settings: PrometheusSettings;
  readonly closedWindows: ClosedWindows;
  /** Asked once, and again after a failure. */
  abilities(signal: AbortSignal | undefined): Promise<ServerAbilities>;
}
