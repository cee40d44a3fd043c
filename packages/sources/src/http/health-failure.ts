import { toModelwatchError } from "@modelwatch/conventions";
import type { ModelwatchError } from "@modelwatch/conventions";
import { systemCode } from "./system-code.js";
import { toTlsFailure } from "./tls-failure.js";
import type { HealthLink, SourceHealth } from "../source.js";

/**
 * A failed question as a store's health: what was wrong, what to do, and which link of the chain it shows to be broken.
 *
 * @throws ModelwatchError `cancelled`: who has gone wants no answer
 */
export function toHealthFailure(error: unknown): SourceHealth {
  const failure = toModelwatchError(error);
  if (failure.code === "cancelled") throw failure;
  const message = [failure.text.problem, failure.text.remedy].filter(Boolean).join("; ");
  return { ok: false, message, broken: toLink(failure) };
}

function toLink(failure: ModelwatchError): HealthLink {
  const code = systemCode(failure.cause);
  if (/^(ENOTFOUND|EAI_\w+)$/.test(code)) return "name";
  if (toTlsFailure(code, "") !== undefined) return "tls";
  if (/^(ECONNREFUSED|ETIMEDOUT|EHOST\w+|ENET\w+|UND_ERR_CONNECT_TIMEOUT)$/.test(code)) return "connection";
  return failure.code === "unauthorized" ? "credentials" : "api";
}
