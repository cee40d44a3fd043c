import type { Logger } from "../process/logger.js";

/** A data source as an administrator configured it. */
export interface DataSourceSettings {
  readonly uid: string;
  readonly name: string;
  readonly url: string;
  readonly user: string;
  readonly database: string;
  readonly basicAuthEnabled: boolean;
  readonly basicAuthUser: string;
  /** What the configuration editor saved: parsed JSON, not yet validated. */
  readonly jsonData: unknown;
  /** Secrets, decrypted by Grafana. Never log them, never put them into a message or frame. */
  readonly secureJsonData: ReadonlyMap<string, string>;
  readonly updatedMs: number;
}

/** Who asks, through which Grafana. */
export interface PluginContext {
  readonly orgId: number;
  readonly pluginId: string;
  readonly pluginVersion: string;
  /** Absent where Grafana itself asks, as for an alert rule. */
  readonly user: { readonly login: string; readonly name: string; readonly role: string } | undefined;
  readonly dataSource: DataSourceSettings | undefined;
}

/** What every handler gets beside its request. */
export interface RequestContext {
  readonly plugin: PluginContext;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Aborts when the caller cancels or its deadline passes. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** Grafana's mark of a query that an alert rule asks. */
export function isFromAlert(context: RequestContext): boolean {
  return context.headers.get("fromalert") === "true";
}
