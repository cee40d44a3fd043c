import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 20;

/**
 * Resolves when the process has ended. It need not be a child of this one, so there is no event to wait for; one that has
 * ended and that nobody has waited for yet counts as ended.
 */
export async function waitForEnd(pid: number): Promise<void> {
  while (await isRunning(pid)) await delay(POLL_MS);
}

async function isRunning(pid: number): Promise<boolean> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // the state follows the name, which stands in parentheses and may hold any character
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) !== "Z";
  } catch {
    // there is no such process any more
    return false;
  }
}
