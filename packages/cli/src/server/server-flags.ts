import { Option, type Command } from "commander";

/** Which server keeps the history and how it is reached, as typed. */
export interface ServerFlags {
  readonly prometheus?: string;
  readonly clickhouse?: string;
  readonly database?: string;
  readonly header: readonly string[];
  readonly user?: string;
  readonly tenant?: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly tlsServerName?: string;
  readonly skipVerify?: true;
}

/** For the help of a command that takes these options. */
export const SERVER_HELP = `
Secrets come from the environment, where other processes of the machine do not see them: MODELWATCH_PROMETHEUS_PASSWORD (of
--user), MODELWATCH_PROMETHEUS_TOKEN (a bearer token), MODELWATCH_PROMETHEUS_HEADERS (more headers, one a line) and
MODELWATCH_PROMETHEUS_KEY_PASSPHRASE; for ClickHouse the same with MODELWATCH_CLICKHOUSE_. HTTP_PROXY, HTTPS_PROXY and NO_PROXY
are followed.`;

/** Adds `--prometheus`, `--clickhouse` and what it takes to reach one; a DuckDB file (`--store`) excludes them. */
export function addServerFlags(command: Command): Command {
  const flags = [
    new Option("--database <name>", "of ClickHouse; default: default").conflicts("prometheus"),
    new Option("--header <name:value>", "a header for the server; may be given several times")
      .default([], "none")
      .argParser((value: string, others: readonly string[]) => [...others, value]),
    new Option("--user <name>", "user of the server's basic authentication"),
    new Option("--tenant <id>", "whose data is asked for (X-Scope-OrgID, of Mimir)").conflicts("clickhouse"),
    new Option("--ca <file>", "PEM: the authority that the server's certificate is from"),
    new Option("--cert <file>", "PEM: our certificate"),
    new Option("--key <file>", "PEM: the key of our certificate"),
    new Option("--tls-server-name <name>", "the name that the server's certificate is for"),
    new Option("--skip-verify", "take any certificate of the server"),
  ];
  command.option("--prometheus <url>", "or a Prometheus").option("--clickhouse <url>", "or a ClickHouse");
  for (const flag of flags) command.addOption(flag.conflicts("store"));
  return command;
}
