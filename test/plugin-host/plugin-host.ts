import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { findPluginHost, type HostVariant } from "./host-variants.js";
import { HostCallError } from "./host-call-error.js";
import type {
  DecodedAnswer,
  HealthAnswer,
  LogLine,
  QueryDataRequest,
  ResourcePiece,
  StartedPlugin,
  StartOptions,
} from "./host-answers.js";

/** An operation's arguments: JSON beside `id` and `op`. */
export type OperationArguments = Readonly<Record<string, unknown>>;

/** A call under way: its answer, and the way to cancel it as a Grafana whose user has gone does. */
export interface RunningCall<T> {
  readonly answer: Promise<T>;
  cancel(): Promise<void>;
}

/** One process of the Go host, which runs one plugin at a time. */
export interface PluginHost {
  readonly variant: HostVariant;
  readonly pid: number;
  start(options: StartOptions): Promise<StartedPlugin>;
  ping(): Promise<void>;
  queryData(request: QueryDataRequest, options?: QueryOptions): Promise<DecodedAnswer>;
  startQueryData(request: QueryDataRequest, options?: QueryOptions): RunningCall<DecodedAnswer>;
  checkHealth(request?: object): Promise<HealthAnswer>;
  collectMetrics(): Promise<{ readonly prometheus: string }>;
  /** The answer's messages as they came; protojson of pluginv2.CallResourceRequest. */
  callResource(request: object): Promise<readonly ResourcePiece[]>;
  /** What hclog made of the plugin's standard error so far; with `until`, once a line with that message is there. */
  logs(until?: string): Promise<readonly LogLine[]>;
  /** Ends the plugin as Grafana does. The exit code is -1 after a signal. */
  kill(): Promise<{ readonly exitCode: number }>;
  /** Any operation that the host has. @throws HostCallError with gRPC's code */
  call<T>(op: string, options?: OperationArguments): Promise<T>;
  /** The same as a call that can be cancelled. */
  startCall<T>(op: string, options?: OperationArguments): RunningCall<T>;
  /** Kills the host without a word to its plugin. */
  killHost(): Promise<void>;
  /** Ends the plugin and the host. */
  stop(): Promise<void>;
}

export interface QueryOptions {
  readonly timeoutMs?: number;
  /** A hash of each field's values in their place: for answers that are too large to hand on. */
  readonly digest?: boolean;
}

type HostProcess = ChildProcessByStdio<Writable, Readable, null>;

/** Starts the host of a variant, with an empty environment, in a process group of its own. */
export async function startPluginHost(variant: HostVariant): Promise<PluginHost> {
  const child = spawn(findPluginHost(variant), {
    env: {},
    stdio: ["pipe", "pipe", "inherit"],
    detached: true,
  });
  const ended = once(child, "exit");
  await once(child, "spawn");
  const { pid } = child;
  if (pid === undefined) throw new Error("the host has no process id");
  const startCall = connect(child);
  const call = <T>(op: string, options?: OperationArguments): Promise<T> => startCall<T>(op, options).answer;
  const startQueryData = (request: QueryDataRequest, options: QueryOptions = {}) =>
    startCall<DecodedAnswer>("queryData", { request, ...options });
  return {
    variant,
    pid,
    start: (options) => call("start", { ...options }),
    ping: async () => void (await call("ping")),
    queryData: (request, options) => startQueryData(request, options).answer,
    startQueryData,
    checkHealth: (request = {}) => call("checkHealth", { request }),
    collectMetrics: () => call("collectMetrics"),
    callResource: (request) => call("callResource", { request }),
    logs: (until) => call("logs", until === undefined ? {} : { until }),
    kill: () => call("kill"),
    call,
    startCall,
    killHost: async () => {
      child.kill("SIGKILL");
      await ended;
    },
    stop: async () => {
      child.stdin.end();
      if (child.exitCode === null && child.signalCode === null) await ended;
    },
  };
}

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

interface HostLine {
  readonly id: number;
  readonly result?: never;
  readonly error?: { readonly code: string; readonly message: string };
}

/** Numbers the requests and gives each answer to the request that asked for it. */
function connect(child: HostProcess): <T>(op: string, options?: OperationArguments) => RunningCall<T> {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  createInterface({ input: child.stdout }).on("line", (line) => {
    const { id, result, error } = JSON.parse(line) as HostLine;
    const caller = waiting.get(id);
    waiting.delete(id);
    if (error) caller?.reject(new HostCallError(error.code, error.message));
    else caller?.resolve(result as never);
  });
  child.on("exit", () => {
    for (const caller of waiting.values()) caller.reject(new Error("the host has ended"));
    waiting.clear();
  });
  // a host that was killed reads nothing more: its calls are rejected by its end
  child.stdin.on("error", () => {});
  const start = <T>(op: string, options: OperationArguments = {}): RunningCall<T> => {
    const id = ++lastId;
    const answer = new Promise<T>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
    });
    child.stdin.write(`${JSON.stringify({ ...options, id, op })}\n`);
    return { answer, cancel: async () => void (await start("cancel", { call: id }).answer) };
  };
  return start;
}
