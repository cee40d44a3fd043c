import type { HealthResult } from "@modelwatch/grafana-backend";
import type { HealthLink } from "@modelwatch/sources";

/** What a data source rests on, in order: its settings, what its source needs of the store, and the models of its monitors. */
export const CHAIN = [
  "settings",
  "name",
  "connection",
  "tls",
  "credentials",
  "api",
  "metrics",
  "monitors",
] as const satisfies readonly (HealthLink | "settings" | "monitors")[];
export type ChainLink = (typeof CHAIN)[number];

/** `skipped`: it is not needed here, or was not reached, as an earlier link failed. */
export type LinkState = "ok" | "failed" | "skipped";

/** What "Save & test" gets as JSON; `verboseMessage` is what Grafana shows of it. */
export interface HealthDetails {
  readonly links: readonly { readonly link: ChainLink; readonly state: LinkState }[];
  readonly verboseMessage: string;
}

const WORDS: Readonly<Record<ChainLink, string>> = {
  settings: "the settings are complete",
  name: "the store's name has an address",
  connection: "it takes connections",
  tls: "TLS holds",
  credentials: "it takes the credentials",
  api: "it answers as the store that it should be",
  metrics: "it holds metrics of models",
  monitors: "it knows the models of the monitors",
};

/** The health of a chain that holds up to `broken`, or throughout. Links that are not `needed` are skipped. */
export function toHealthResult(
  message: string,
  broken: ChainLink | undefined,
  needed: (link: ChainLink) => boolean,
): HealthResult {
  const end = broken === undefined ? CHAIN.length : CHAIN.indexOf(broken);
  const links = CHAIN.map((link, index) => ({ link, state: stateOf(index, end, needed(link)) }));
  const details: HealthDetails = {
    links,
    verboseMessage: links.map(({ link, state }) => `${state}: ${WORDS[link]}`).join("\n"),
  };
  return { ok: broken === undefined, message, details };
}

function stateOf(index: number, end: number, isNeeded: boolean): LinkState {
  if (index === end) return "failed";
  return index < end && isNeeded ? "ok" : "skipped";
}
