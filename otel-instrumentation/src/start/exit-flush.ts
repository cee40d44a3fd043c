import { isMainThread } from "node:worker_threads";

/** Exports what is left. Never rejects, and is bounded in time. */
export type Flush = () => Promise<unknown>;

/** What ends a process from outside. */
const SIGNALS = ["SIGTERM", "SIGINT"] as const;

const flushes = new Set<Flush>();

/**
 * Flushes when the event loop runs dry (`beforeExit`: a job is done) and, in a main thread, at SIGTERM and SIGINT. Returns
 * what undoes it.
 *
 * The signal keeps its meaning. Listening takes its default action, the end of the process, away from Node: so where nobody
 * else listens it is sent again after the flush. Where the application listens, it ends the process itself, and is never
 * ended in its place. A second signal finds no listener of ours and ends the process at once. Workers get no signals.
 */
export function flushAtExit(flush: Flush): () => void {
  if (flushes.size === 0) listen();
  flushes.add(flush);
  return () => {
    if (flushes.delete(flush) && flushes.size === 0) stopListening();
  };
}

function listen(): void {
  process.once("beforeExit", onBeforeExit);
  if (!isMainThread) return;
  // first in the row: others that listen once are still counted, and none of them counts us
  for (const signal of SIGNALS) process.prependOnceListener(signal, onSignal);
}

function stopListening(): void {
  process.off("beforeExit", onBeforeExit);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

/** Once: a flush keeps the loop alive for a moment, and when it runs dry again the process may end. */
function onBeforeExit(): void {
  void flushAll();
}

function onSignal(signal: NodeJS.Signals): void {
  const isOurs = process.listenerCount(signal) === 0;
  const resend = (): unknown => isOurs && process.kill(process.pid, signal);
  void flushAll().then(resend);
}

async function flushAll(): Promise<void> {
  await Promise.all([...flushes].map((flush) => flush()));
}
