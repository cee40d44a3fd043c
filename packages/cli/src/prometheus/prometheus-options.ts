import { readFile } from "node:fs/promises";
import { ModelwatchError } from "@modelwatch/conventions";
import type { PrometheusSourceOptions } from "@modelwatch/sources/prometheus";
import type { PrometheusFlags } from "./prometheus-flags.js";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What was typed, with the secrets of the environment and the files that were named.
 *
 * @throws ModelwatchError `not-found` for a file that cannot be read, `invalid-argument` for a header without its colon
 */
export async function toPrometheusOptions(
  url: string,
  flags: PrometheusFlags,
  env: Environment,
): Promise<PrometheusSourceOptions> {
  const { user, tenant, tlsServerName, skipVerify } = flags;
  const [ca, certificate, key] = await Promise.all([flags.ca, flags.cert, flags.key].map(readPem));
  const token = env["MODELWATCH_PROMETHEUS_TOKEN"];
  const passphrase = env["MODELWATCH_PROMETHEUS_KEY_PASSPHRASE"];
  const lines = (env["MODELWATCH_PROMETHEUS_HEADERS"] ?? "").split("\n").filter((line) => line.trim() !== "");
  return {
    url,
    headers: Object.fromEntries([...lines, ...flags.header].map(toHeader)),
    ...(user !== undefined && {
      basicAuth: { user, password: env["MODELWATCH_PROMETHEUS_PASSWORD"] ?? "" },
    }),
    ...(token && { bearerToken: token }),
    ...(tenant !== undefined && { tenant }),
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
      problem: "a header for Prometheus has no name",
      allowed: "name, colon, value: X-Team: fraud",
    });
  }
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}
