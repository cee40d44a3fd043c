import { ATTR_MODEL_NAME } from "@modelwatch/conventions";
import type { HealthResult, RequestContext } from "@modelwatch/grafana-backend";
import type { SourceHealth } from "@modelwatch/sources";
import type { Instance } from "../instance.js";
import { toPluginError, withPluginErrors } from "../plugin-error.js";
import { toHealthResult, type ChainLink } from "./chain.js";

const DAY_MS = 86_400_000;
/** A monitored model that was not heard of for so long is more likely misspelt than quiet. */
const HEARD_WITHIN_MS = 30 * DAY_MS;

const NETWORK_LINKS: ReadonlySet<ChainLink> = new Set(["name", "connection", "tls", "credentials"]);

type WithInstance = <T>(work: (instance: Instance) => Promise<T>) => Promise<T>;

/**
 * "Save & test": the first link that is broken, from the settings to the monitors, in a sentence that says what to do, with the
 * state of every link in `details`.
 * @throws BackendError where the request was cancelled
 */
export async function checkHealth(
  { plugin, signal }: RequestContext,
  withInstance: WithInstance,
  nowMs: number,
): Promise<HealthResult> {
  let opened: Instance | undefined;
  const isNeeded = (link: ChainLink): boolean => {
    if (link === "monitors") return opened !== undefined && opened.monitors.length > 0;
    if (opened?.store === "duckdb") return !NETWORK_LINKS.has(link);
    return link !== "tls" || plugin.dataSource?.url.startsWith("https:") === true;
  };
  try {
    return await withInstance((instance) => {
      opened = instance;
      return withPluginErrors(async () => {
        const { ok, message, broken = "api" } = await findBrokenLink(instance, nowMs, signal);
        return toHealthResult(message, ok ? undefined : broken, isNeeded);
      }, signal);
    });
  } catch (error) {
    const failure = toPluginError(error);
    if (opened !== undefined) throw failure;
    // a file that cannot be opened is its store's fault; everything else that hinders an instance stands in the settings
    const isStore = failure.code === "unavailable" || failure.code === "bad-gateway";
    return toHealthResult(failure.message, isStore ? "api" : "settings", isNeeded);
  }
}

interface Health extends Omit<SourceHealth, "broken"> {
  readonly broken?: ChainLink;
}

async function findBrokenLink(
  { source, monitors }: Instance,
  nowMs: number,
  signal: AbortSignal,
): Promise<Health> {
  const health = await source.health(signal);
  if (!health.ok || monitors.length === 0) return health;
  const range = { fromMs: nowMs - HEARD_WITHIN_MS, toMs: nowMs };
  const models = new Set(
    await source.labelValues({ attribute: ATTR_MODEL_NAME, matchers: [], range }, signal),
  );
  const silent = monitors.filter(({ model }) => !models.has(model));
  if (silent.length === 0) return health;
  const named = silent.slice(0, 3).map(({ id, model }) => `${id} watches ${model}`);
  const others = silent.length > named.length ? ` and ${silent.length - named.length} more` : "";
  return {
    ok: false,
    broken: "monitors",
    message:
      `The store answers, but nothing came in the last 30 days of the models of ${silent.length} of ` +
      `${monitors.length} monitors: ${named.join(", ")}${others}; check the models' names in the monitors`,
  };
}
