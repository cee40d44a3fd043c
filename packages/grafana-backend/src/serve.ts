import { writeSync } from "node:fs";
import { toBackendError } from "./errors/backend-error.js";
import type { PluginHandlers } from "./handlers/handlers.js";
import { createPluginServer } from "./plugin-server.js";
import { createAutoMtls } from "./process/auto-mtls.js";
import { watchEndOfProcess } from "./process/end-of-process.js";
import { findHandshakeProblem, toHandshakeLine } from "./process/handshake.js";
import { listen } from "./process/listen.js";
import { createLogger, type Logger } from "./process/logger.js";

/** Running calls get this long to end; the host kills after two seconds. */
const SHUTDOWN_GRACE_MS = 1_500;
const STDOUT = 1;
const STDERR = 2;

/**
 * Serves a plugin to the Grafana that started this process, until it asks to end, and then ends the process. Standard
 * output carries the handshake line alone; logs go to standard error in go-plugin's form.
 */
export async function serve(handlers: PluginHandlers): Promise<void> {
  const problem = findHandshakeProblem(process.env);
  if (problem !== undefined) {
    process.stderr.write(`${problem}\n`);
    process.exitCode = 1;
    return;
  }
  const log = createLogger({ module: "plugin", write: writeError, now: () => new Date() });
  keepStandardOutputClean(log);
  const end = watchEndOfProcess(log);
  try {
    const certificate = process.env["PLUGIN_CLIENT_CERT"];
    const mtls = certificate ? createAutoMtls(certificate, new Date()) : undefined;
    const onShutdown = (): void => end.request("the host asked for it");
    const server = createPluginServer(handlers, { log, onShutdown, ...(mtls ? { tls: mtls.tls } : {}) });
    const address = await listen(server.http2, process.env);
    writeSync(STDOUT, toHandshakeLine(address, mtls?.handshakeCertificate));
    log.debug("serving", {
      network: address.network,
      address: address.address,
      mutualTls: mtls !== undefined,
    });

    log.debug("ending", { reason: await end.requested });
    await server.close(SHUTDOWN_GRACE_MS);
    await handlers.close?.();
    process.exit(0);
  } catch (error) {
    log.error("the plugin stopped", { error: toBackendError(error).message });
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

/** The host takes the first line of standard output for the handshake: what a library prints becomes a log line. */
function keepStandardOutputClean(log: Logger): void {
  process.stdout.write = (chunk: string | Uint8Array): boolean => {
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
    log.debug("standard output", { text: text.trimEnd() });
    return true;
  };
}
