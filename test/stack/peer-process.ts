import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/**
 * Reads a server's log (its stderr) until a line tells what is waited for.
 *
 * @throws Error with the last lines, where the server ends before
 */
export async function untilLogged<T>(
  server: ChildProcess,
  name: string,
  read: (line: string) => T | undefined,
): Promise<T> {
  const lines: string[] = [];
  const { stderr } = server;
  if (stderr === null) throw new Error(`${name}'s log is not piped`);
  for await (const line of createInterface({ input: stderr })) {
    lines.push(line);
    const told = read(line);
    if (told !== undefined) {
      // what it logs from here on is not read, and must not fill the pipe
      stderr.resume();
      return told;
    }
  }
  throw new Error(`${name} ended before it was ready:\n${lines.slice(-5).join("\n")}`);
}

/** Asks a server to end, and waits until it has. */
export async function terminate(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill("SIGTERM");
  await ended;
}
