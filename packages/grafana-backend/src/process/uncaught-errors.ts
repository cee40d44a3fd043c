import { toErrorFields } from "./error-fields.js";
import type { Logger } from "./logger.js";

/**
 * What no handler's `try` sees. A rejection that nobody awaited is logged, and the process goes on: it belongs to one query,
 * and ending would harm all others. An exception outside any promise may have left anything half done: it is logged, and the
 * process ends, after which Grafana starts it anew.
 */
export function handleUncaughtErrors(log: Logger): void {
  process.on("unhandledRejection", (reason) => {
    log.error("a promise that nobody awaits was rejected", toErrorFields(reason));
  });
  process.on("uncaughtException", (error) => {
    log.error("the plugin stopped: an exception that nobody caught", toErrorFields(error));
    process.exit(1);
  });
}
