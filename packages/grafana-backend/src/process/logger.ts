export type LogLevel = "debug" | "info" | "warn" | "error";
export type LogFields = Readonly<Record<string, string | number | boolean>>;

/** One structured line per event. Secrets and rows of data belong neither in message nor fields. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** The host reads lines of at most 64 KiB and prints longer ones raw. */
const MAX_TEXT_LENGTH = 8_000;

export interface LoggerOptions {
  /** Shown by Grafana as the line's module. */
  readonly module: string;
  readonly write: (line: string) => void;
  readonly now: () => Date;
}

/** A logger in the JSON form that go-plugin's host parses back into level, message and fields. */
export function createLogger(options: LoggerOptions): Logger {
  const log = (level: LogLevel, message: string, fields: LogFields = {}): void => {
    const line = {
      ...Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, toBounded(value)])),
      "@level": level,
      "@message": toBounded(message),
      "@module": options.module,
      "@timestamp": toMicrosecondTimestamp(options.now()),
    };
    options.write(`${JSON.stringify(line)}\n`);
  };
  return {
    debug: (message, fields) => log("debug", message, fields),
    info: (message, fields) => log("info", message, fields),
    warn: (message, fields) => log("warn", message, fields),
    error: (message, fields) => log("error", message, fields),
  };
}

/** The host's parser wants exactly six decimals, or it shows the raw line at debug level. */
function toMicrosecondTimestamp(time: Date): string {
  return time.toISOString().replace(/\.(\d{3})Z$/, ".$1000Z");
}

function toBounded<T>(value: T): T | string {
  return typeof value === "string" && value.length > MAX_TEXT_LENGTH
    ? `${value.slice(0, MAX_TEXT_LENGTH)}…`
    : value;
}
