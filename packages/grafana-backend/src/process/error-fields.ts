import { describeThrown } from "../errors/bound-message.js";
import type { LogFields } from "./logger.js";

/** What anything that was thrown becomes in a log line: its message, and where it broke rather than where it was caught. */
export function toErrorFields(thrown: unknown): LogFields {
  const error = describeThrown(thrown);
  if (!(thrown instanceof Error)) return { error };
  const { stack } = thrown.cause instanceof Error ? thrown.cause : thrown;
  return { error, stack: stack ?? "" };
}
