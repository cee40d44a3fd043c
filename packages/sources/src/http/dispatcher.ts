import { ModelwatchError } from "@modelwatch/conventions";
import { Agent, buildConnector, EnvHttpProxyAgent } from "undici";
import type { Dispatcher } from "undici";
import type { HttpSettings } from "./options.js";

/**
 * Connections to one server: kept alive, as many as may be in flight, through the proxy that the environment names.
 *
 * @throws ModelwatchError `invalid-argument` where the environment names a proxy that is none
 */
export function createDispatcher(settings: HttpSettings): Dispatcher {
  const { tls, connectTimeoutMs: timeout } = settings;
  const connect = {
    timeout,
    rejectUnauthorized: tls.skipVerify !== true,
    ...(tls.ca !== undefined && { ca: tls.ca }),
    ...(tls.certificate !== undefined && { cert: tls.certificate }),
    ...(tls.key !== undefined && { key: tls.key }),
    ...(tls.passphrase !== undefined && { passphrase: tls.passphrase }),
    ...(tls.serverName !== undefined && { servername: tls.serverName }),
  };
  // the whole question has a deadline of its own, which the wait for headers is part of
  const common = {
    connections: settings.maxConcurrency,
    headersTimeout: 0,
    bodyTimeout: settings.idleTimeoutMs,
  };
  const proxy = settings.proxy === "environment" ? findProxy(settings.url) : undefined;
  if (proxy === undefined) return new Agent({ ...common, connect: keepReason(buildConnector(connect)) });
  checkProxy(proxy);
  return new EnvHttpProxyAgent({
    ...common,
    connect,
    requestTls: connect,
    proxyTls: { timeout },
    // plain HTTP is forwarded, not tunnelled: proxies refuse CONNECT to other ports than 443
    proxyTunnel: false,
    // one server, one scheme: without this, HTTP_PROXY would also serve https
    httpProxy: proxy,
    httpsProxy: proxy,
  });
}

/**
 * A server that misses a client certificate says so after TLS 1.3's handshake, then hangs up. undici would report the second,
 * unless the socket ends with the first.
 */
function keepReason(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) =>
    connect(options, (...result) => {
      const [, socket] = result;
      socket?.on("error", () => socket.destroy());
      callback(...result);
    });
}

/** As curl and Go choose: the scheme's own variable, the lower-case one first, and none for loopback. */
export function findProxy(url: string): string | undefined {
  const { protocol, hostname } = new URL(url);
  if (/^(localhost|127\..*|\[::1\])$/.test(hostname)) return undefined;
  const { env } = process;
  const found =
    protocol === "https:"
      ? (env["https_proxy"] ?? env["HTTPS_PROXY"])
      : (env["http_proxy"] ?? env["HTTP_PROXY"]);
  if (found === undefined || found === "") return undefined;
  return found.includes("://") ? found : `http://${found}`;
}

function checkProxy(text: string): void {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return;
  // not repeated: it may hold a password
  throw new ModelwatchError("invalid-argument", {
    problem: "the environment names a proxy (HTTP_PROXY, HTTPS_PROXY) whose URL cannot be used",
    allowed: "http:// or https://, with user and password where the proxy wants them",
  });
}
