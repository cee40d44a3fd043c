import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { peersFolder } from "./peer-binaries.js";
import { terminate } from "./peer-process.js";

const SCRIPT = fileURLToPath(new URL("clickhouse-process.js", import.meta.url));
const VERSION = "3.4.0";

export interface ClickHouseServer {
  readonly url: string;
  /** Runs a statement; `data` are the rows of an INSERT. */
  run(statement: string, data?: string): Promise<string>;
  stop(): Promise<void>;
}

/**
 * A real ClickHouse engine (npm `chdb`) on a free loopback port, empty. It has no HTTP interface of its own: a small server
 * forwards to it.
 *
 * @throws Error that says how to install it: a suite without its engine fails, it is never skipped
 */
export async function startClickHouse(): Promise<ClickHouseServer> {
  const manifest = join(peersFolder(), `chdb-${VERSION}`, "node_modules", "chdb", "package.json");
  if (!existsSync(manifest)) throw new Error(`no ${manifest}: run .ci/install-peers, which installs it`);
  const server = spawn(process.execPath, [SCRIPT, manifest], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const url of createInterface({ input: server.stdout })) {
    return { url, run: (statement, data) => run(url, statement, data), stop: () => terminate(server) };
  }
  throw new Error("ClickHouse's engine ended before it listened");
}

async function run(url: string, statement: string, data = ""): Promise<string> {
  const response = await fetch(`${url}/?query=${encodeURIComponent(statement)}`, {
    method: "POST",
    body: data,
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${statement.slice(0, 100)}: ${answer.slice(0, 500)}`);
  return answer;
}
