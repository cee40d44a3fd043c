import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** Where `.ci/install-peers` puts the servers that tests talk to. */
export function peersFolder(): string {
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  return join(cache, "modelwatch-peers");
}

/** The Prometheus to test against, 3.16 or later: MODELWATCH_PROMETHEUS, else as {@link findPeer} says. */
export function findPrometheus(): string {
  return findPeer("prometheus", "MODELWATCH_PROMETHEUS");
}

/** The single-node VictoriaMetrics to test against: MODELWATCH_VICTORIAMETRICS, else as {@link findPeer} says. */
export function findVictoriaMetrics(): string {
  return findPeer("victoria-metrics", "MODELWATCH_VICTORIAMETRICS");
}

/**
 * The binary that the variable names, else the one of `.ci/install-peers`, else the one on the PATH.
 *
 * @throws Error that says how to install one: a suite without its server fails, it is never skipped
 */
function findPeer(name: string, variable: string): string {
  const named = process.env[variable];
  const onPath = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name));
  const candidates = named === undefined ? [join(peersFolder(), "bin", name), ...onPath] : [named];
  const found = candidates.find(isExecutable);
  if (found === undefined) {
    throw new Error(
      `no ${name} at ${named ?? candidates[0]}: run .ci/install-peers, which builds one (needs Go, or apt to install Go), ` +
        `or set ${variable} to a binary`,
    );
  }
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // absent or not ours to run: the next candidate is tried
    return false;
  }
}
