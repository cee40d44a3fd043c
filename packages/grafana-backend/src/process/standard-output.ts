import { formatWithOptions } from "node:util";
import type { Logger, LogLevel } from "./logger.js";

const CONSOLE_LEVELS = {
  trace: "debug",
  debug: "debug",
  log: "debug",
  info: "info",
  dir: "debug",
  warn: "warn",
  error: "error",
} as const satisfies Record<string, LogLevel>;

/**
 * The host takes the first line of standard output for the handshake: what a library prints there becomes a log line, and so
 * does what it tells the console, which some runtimes write without asking `process.stdout`.
 */
export function keepStandardOutputClean(log: Logger): void {
  process.stdout.write = (chunk: string | Uint8Array): boolean => {
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
    log.debug("standard output", { text: text.trimEnd() });
    return true;
  };
  for (const [method, level] of Object.entries(CONSOLE_LEVELS)) {
    const write = (...values: unknown[]): void => log[level](formatWithOptions({ colors: false }, ...values));
    Object.assign(globalThis.console, { [method]: write });
  }
}
