import { writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { PluginHandlers } from "./handlers/handlers.js";
import type { Limits } from "./handlers/limits.js";
import { createPluginServer } from "./plugin-server.js";
import { createAutoMtls } from "./process/auto-mtls.js";
import { watchEndOfProcess } from "./process/end-of-process.js";
import { toErrorFields } from "./process/error-fields.js";
import { findHandshakeProblem, findVersionProblem, toHandshakeLine } from "./process/handshake.js";
import { listen } from "./process/listen.js";
import { createLogger } from "./process/logger.js";
import { keepStandardOutputClean } from "./process/standard-output.js";
import { handleUncaughtErrors } from "./process/uncaught-errors.js";

/** Running calls get this long to end, and then the plugin's own close; the host kills after two seconds. */
const SHUTDOWN_GRACE_MS = 1_200;
const CLOSE_GRACE_MS = 600;
const STDOUT = 1;
const STDERR = 2;

/**
 * Serves a plugin to the Grafana that started this process, until it asks to end, and then ends the process. Standard
 * output carries the handshake line alone; logs go to standard error in go-plugin's form. `limits` are those that differ from
 * DEFAULT_LIMITS.
 */
export async function serve(handlers: PluginHandlers, limits: Partial<Limits> = {}): Promise<void> {
  const problem = findHandshakeProblem(process.env);
  if (problem !== undefined) {
    process.stderr.write(`${problem}\n`);
    process.exitCode = 1;
    return;
  }
  const log = createLogger({ module: "plugin", write: writeError, now: () => new Date() });
  keepStandardOutputClean(log);
  handleUncaughtErrors(log);
  const end = watchEndOfProcess(log);
  try {
    const versionProblem = findVersionProblem(process.env);
    if (versionProblem !== undefined) log.error(versionProblem);
    const certificate = process.env["PLUGIN_CLIENT_CERT"];
    const mtls = certificate ? createAutoMtls(certificate, new Date()) : undefined;
    const onShutdown = (): void => end.request("the host asked for it");
    const server = createPluginServer(handlers, {
      log,
      onShutdown,
      limits,
      ...(mtls ? { tls: mtls.tls } : {}),
    });
    const address = await listen(server.http2, process.env);
    writeSync(STDOUT, toHandshakeLine(address, process.env, mtls?.handshakeCertificate));
    log.debug("serving", { ...address, mutualTls: mtls !== undefined });

    log.debug("ending", { reason: await end.requested });
    await server.close(SHUTDOWN_GRACE_MS);
    await Promise.race([handlers.close?.(), sleep(CLOSE_GRACE_MS)]);
    process.exit(0);
  } catch (error) {
    log.error("the plugin stopped", toErrorFields(error));
    process.exit(1);
  }
}

/** Synchronous: the last lines before an end must not be lost. A host that has gone must not end us with EPIPE. */
function writeError(line: string): void {
  try {
    writeSync(STDERR, line);
  } catch {
    // nobody reads any more, and there is no other place to say so
  }
}
