import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";

export interface ScriptOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface ScriptEnd {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stderr: string;
}

/** A TypeScript file as a process of its own. Our packages are read from their sources. */
export interface RunningScript {
  readonly child: ChildProcess;
  /** The next line of its standard output. */
  nextLine(): Promise<string>;
  ended(): Promise<ScriptEnd>;
}

export function runScript(file: string, { args = [], env = {} }: ScriptOptions = {}): RunningScript {
  const child = spawn(process.execPath, ["--conditions=modelwatch-source", "--import=tsx", file, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...withoutOpenTelemetry(process.env), ...env },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const stderr = text(child.stderr);
  const exit = once(child, "exit");
  return {
    child,
    nextLine: async () => {
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`${file} ended without another line:\n${await stderr}`);
      return value;
    },
    ended: async () => {
      await exit;
      return { code: child.exitCode, signal: child.signalCode, stderr: await stderr };
    },
  };
}

/** What the developer's own shell says about OpenTelemetry must not decide a test. */
function withoutOpenTelemetry(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("OTEL_")));
}
