/** One event of a server: a dotted name and its facts. Never a secret, never a body. */
export interface LogEvent {
  readonly level: "info" | "warn" | "error";
  readonly event: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

export type Logger = (event: LogEvent) => void;

export interface JsonLoggerOptions {
  /** Where lines go; the composition root gives it stderr. */
  readonly write: (line: string) => void;
  readonly now: () => Date;
}

/** A logger that writes one line of JSON for each event: `{"time": …, "level": …, "event": …, …facts}`. */
export function createJsonLogger({ write, now }: JsonLoggerOptions): Logger {
  return ({ level, event, facts }) => {
    write(`${JSON.stringify({ time: now().toISOString(), level, event, ...facts })}\n`);
  };
}
