import { ModelwatchError, toModelwatchError } from "@modelwatch/conventions";
import type { ErrorCode, ErrorText } from "@modelwatch/conventions";
import { findProxy } from "./dispatcher.js";
import { systemCode } from "./system-code.js";
import { toTlsFailure } from "./tls-failure.js";
import type { HttpSettings } from "./options.js";

interface Why {
  readonly cancelled: boolean;
  readonly timedOut: boolean;
  /** Read of the answer; undefined where none had begun. */
  readonly bytes: number | undefined;
}

interface Server {
  readonly service: string;
  readonly settings: HttpSettings;
}

/** Why a question came to nothing, and what to do; an error that says so already, as it is. */
export function toTransportFailure(error: unknown, server: Server, why: Why): ModelwatchError {
  if (error instanceof ModelwatchError) return error;
  const { service, settings } = server;
  if (why.cancelled) {
    return new ModelwatchError("cancelled", `the request to ${service} was cancelled`, { cause: error });
  }
  const where = `${service} at ${settings.url}`;
  if (why.timedOut)
    return new ModelwatchError("unavailable", toTimeout(where, settings, why), { cause: error });
  const code = systemCode(error);
  const message = error instanceof Error ? error.message : String(error);
  const tls = toTlsFailure(code, message);
  if (tls !== undefined) {
    const problem = `${where} cannot be asked: ${tls.text.problem}`;
    return new ModelwatchError(tls.code, { ...tls.text, problem }, { cause: error });
  }
  const row = FAILURES.find(({ codes }) => codes.test(code));
  // no word of the system, or Node's word for a wrong call: a defect of who reads the answer, not of the connection
  if (row === undefined) return toModelwatchError(error);
  const said = addressOf(error) ?? code;
  const problem = `${where} ${row.problem(settings, why)} (${said})`;
  return new ModelwatchError(
    row.failure ?? "unavailable",
    { problem, remedy: row.remedy + proxyHint(settings) },
    // undici's parser keeps what the server sent, which may repeat what we sent
    code.startsWith("HPE") ? undefined : { cause: error },
  );
}

function toTimeout(where: string, { timeoutMs }: HttpSettings, { bytes }: Why): ErrorText {
  const remedy = "ask for less at a time, or raise timeoutMs";
  return bytes === undefined
    ? { problem: `${where} did not answer within ${timeoutMs} ms`, remedy }
    : {
        problem: `${where} was still sending its answer after ${timeoutMs} ms, ${bytes} bytes of it read`,
        remedy,
      };
}

/** `ECONNREFUSED 127.0.0.1:3128`: who refused, which with a proxy is not who was asked. */
function addressOf(error: unknown): string | undefined {
  for (let each = error; each instanceof Error; each = each.cause) {
    if ("code" in each && "address" in each && "port" in each) {
      return `${String(each.code)} ${String(each.address)}:${String(each.port)}`;
    }
  }
  return undefined;
}

function proxyHint({ url, proxy }: HttpSettings): string {
  const used = proxy === "environment" && findProxy(url) !== undefined;
  return used ? "; a proxy is named by the environment: check HTTP_PROXY, HTTPS_PROXY and NO_PROXY too" : "";
}

interface Row {
  readonly codes: RegExp;
  readonly failure?: ErrorCode;
  readonly problem: (settings: HttpSettings, why: Why) => string;
  readonly remedy: string;
}

const FAILURES: readonly Row[] = [
  {
    codes: /^(ENOTFOUND|EAI_\w+)$/,
    problem: ({ url }) => `cannot be reached: the name ${new URL(url).hostname} has no address`,
    remedy: "check the host name in the URL, and this machine's DNS",
  },
  {
    codes: /^ECONNREFUSED$/,
    problem: () => "cannot be reached: nothing accepts connections there",
    remedy: "check host and port in the URL, and that the server runs and listens on that address",
  },
  {
    codes: /^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/,
    problem: ({ connectTimeoutMs }) => `cannot be reached: no connection within ${connectTimeoutMs} ms`,
    remedy: "check host and port, and whether a firewall drops connections to them",
  },
  {
    codes: /^UND_ERR_BODY_TIMEOUT$/,
    problem: ({ idleTimeoutMs }) => `stopped in the middle of its answer for ${idleTimeoutMs} ms`,
    remedy: "look at the server and at proxies before it, or raise idleTimeoutMs",
  },
  {
    codes: /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/,
    problem: (_settings, { bytes }) =>
      `closed the connection ${bytes === undefined ? "without an answer" : "before its answer was whole"}`,
    remedy:
      "look at the server's log: it may have restarted, run out of memory, or want https:// or a client certificate",
  },
  {
    codes: /^(HPE\w*|UND_ERR_HEADERS_OVERFLOW)$/,
    failure: "bad-response",
    problem: () => "does not answer in HTTP",
    remedy: "check the port, and whether it wants https:// in place of http://",
  },
  {
    codes: /^UND_ERR_RES_\w+$/,
    failure: "bad-response",
    problem: () => "sent an answer of another length than it said",
    remedy: "check what a proxy between does to answers",
  },
  {
    codes: /^Z_\w+$/,
    failure: "bad-response",
    problem: () => "sent an answer that cannot be decompressed",
    remedy: "check whether something between cuts answers short or rewrites them",
  },
  {
    // undici's word for a proxy that does not tunnel or wants a password
    codes: /^(UND_ERR_ABORTED|UND_ERR_INVALID_ARG)$/,
    failure: "unauthorized",
    problem: () => "cannot be reached: the proxy refused",
    remedy: "check user and password in the proxy's URL, and that it allows this host and port",
  },
  {
    codes: /^(E[A-Z]{3,}|UND_ERR\w*)$/,
    problem: () => "cannot be reached",
    remedy: "check the URL, that the server runs, and that this machine may connect to it",
  },
];
