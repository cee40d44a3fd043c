import { readFile } from "node:fs/promises";
import { ModelwatchError } from "@modelwatch/conventions";
import type { ClickHouseSourceOptions } from "@modelwatch/sources/clickhouse";
import type { PrometheusSourceOptions } from "@modelwatch/sources/prometheus";
import type { ServerFlags } from "./server-flags.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** What Prometheus and ClickHouse are both reached by. */
type ConnectionOptions = Pick<
  PrometheusSourceOptions & ClickHouseSourceOptions,
  "url" | "headers" | "basicAuth" | "bearerToken" | "tls"
>;

/**
 * What was typed, with the secrets of the environment and the files that were named.
 *
 * @param prefix what the names of the secrets begin with: MODELWATCH_PROMETHEUS
 * @throws ModelwatchError `not-found` for a file that cannot be read, `invalid-argument` for a header without its colon
 */
export async function toConnectionOptions(
  url: string,
  flags: ServerFlags,
  env: Environment,
  prefix: string,
): Promise<ConnectionOptions> {
  const { user, tlsServerName, skipVerify } = flags;
  const [ca, certificate, key] = await Promise.all([flags.ca, flags.cert, flags.key].map(readPem));
  const token = env[`${prefix}_TOKEN`];
  const passphrase = env[`${prefix}_KEY_PASSPHRASE`];
  const lines = (env[`${prefix}_HEADERS`] ?? "").split("\n").filter((line) => line.trim() !== "");
  return {
    url,
    headers: Object.fromEntries([...lines, ...flags.header].map(toHeader)),
    ...(user !== undefined && { basicAuth: { user, password: env[`${prefix}_PASSWORD`] ?? "" } }),
    ...(token && { bearerToken: token }),
    tls: {
      ...(ca !== undefined && { ca }),
      ...(certificate !== undefined && { certificate }),
      ...(key !== undefined && { key }),
      ...(passphrase && { passphrase }),
      ...(tlsServerName !== undefined && { serverName: tlsServerName }),
      ...(skipVerify && { skipVerify }),
    },
  };
}

async function readPem(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new ModelwatchError("not-found", { problem: `the file ${file} cannot be read` }, { cause });
  }
}

function toHeader(line: string): readonly [name: string, value: string] {
  const colon = line.indexOf(":");
  if (colon < 1) {
    // not repeated: what stands in the name's place may be the secret
    throw new ModelwatchError("invalid-argument", {
      problem: "a header for the server has no name",
      allowed: "name, colon, value: X-Team: fraud",
    });
  }
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}
