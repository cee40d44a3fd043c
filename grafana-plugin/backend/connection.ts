import type { DataSourceSettings } from "@modelwatch/grafana-backend";
import type { ClickHouseSourceOptions } from "@modelwatch/sources/clickhouse";
import type { PrometheusSourceOptions } from "@modelwatch/sources/prometheus";
import { z } from "zod";

/** Where Grafana keeps, for every data source, what is readable of how a server is reached. */
export const connectionSchema = z.looseObject({
  tlsAuth: z.boolean().nullish(),
  tlsAuthWithCACert: z.boolean().nullish(),
  tlsSkipVerify: z.boolean().nullish(),
  serverName: z.string().nullish(),
  /** In seconds. */
  timeout: z.number().positive().nullish(),
});

type Connection = z.output<typeof connectionSchema>;

/** What Prometheus and ClickHouse are both reached by. */
type ConnectionOptions = Pick<
  PrometheusSourceOptions & ClickHouseSourceOptions,
  "url" | "headers" | "tls" | "basicAuth" | "bearerToken" | "timeoutMs"
>;

/** Basic auth, a bearer token, custom headers and TLS, from Grafana's fields and its decrypted secrets. */
export function toConnectionOptions(settings: DataSourceSettings, connection: Connection): ConnectionOptions {
  const { secureJsonData: secrets, basicAuthUser: user } = settings;
  const token = secrets.get("bearerToken");
  const { timeout } = connection;
  return {
    url: settings.url,
    headers: toHeaders(secrets, connection),
    tls: toTls(secrets, connection),
    ...(settings.basicAuthEnabled && {
      basicAuth: { user, password: secrets.get("basicAuthPassword") ?? "" },
    }),
    ...(token && { bearerToken: token }),
    ...(timeout && { timeoutMs: Math.ceil(timeout * 1000) }),
  };
}

type Secrets = DataSourceSettings["secureJsonData"];

/** Grafana's numbered custom headers: `httpHeaderName1` with the secret `httpHeaderValue1`. */
function toHeaders(secrets: Secrets, connection: Connection): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let number = 1; ; number++) {
    const name = connection[`httpHeaderName${number}`];
    if (typeof name !== "string" || name === "") return headers;
    headers[name] = secrets.get(`httpHeaderValue${number}`) ?? "";
  }
}

/** A switch that is on without its certificate passes an empty one on, which the source refuses by name. */
function toTls(secrets: Secrets, connection: Connection): ConnectionOptions["tls"] & {} {
  return {
    ...(connection.tlsAuthWithCACert && { ca: secrets.get("tlsCACert") ?? "" }),
    ...(connection.tlsAuth && {
      certificate: secrets.get("tlsClientCert") ?? "",
      key: secrets.get("tlsClientKey") ?? "",
    }),
    ...(connection.serverName && { serverName: connection.serverName }),
    ...(connection.tlsSkipVerify && { skipVerify: true }),
  };
}
