import type { Logger } from "./logger.js";

const PARENT_POLL_MS = 1_000;

export interface EndOfProcess {
  /** Resolves once, with the reason, when the process should stop serving. */
  readonly requested: Promise<string>;
  /** Requests the end from inside, as the host's Shutdown call does. */
  request(reason: string): void;
}

/**
 * When this process should end: SIGTERM, SIGHUP, a request, or the death of the parent (a host that was killed sends
 * nothing; its orphans would collect). SIGINT is ignored: a terminal sends it to the whole group, and the host ends its
 * plugins in order.
 */
export function watchEndOfProcess(log: Logger): EndOfProcess {
  let request: ((reason: string) => void) | undefined;
  const requested = new Promise<string>((resolve) => {
    request = resolve;
  });
  process.on("SIGINT", () => log.debug("SIGINT ignored: the host ends its plugins"));
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => request?.(signal));
  const parent = process.ppid;
  const poll = setInterval(() => {
    if (process.ppid !== parent || hasEnded(parent)) request?.("the parent process has died");
  }, PARENT_POLL_MS);
  poll.unref();
  return { requested, request: (reason) => request?.(reason) };
}

/** Windows gives an orphan no other parent, so the parent itself has to be asked. */
function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // EPERM: it lives, and belongs to someone else
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}
