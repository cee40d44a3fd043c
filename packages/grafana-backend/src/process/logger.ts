export type LogLevel = "trace" | "debug" | "info" | "warn" | "error";
export type LogFields = Readonly<Record<string, string | number | boolean>>;

/** One structured line per event. Secrets and rows of data belong neither in message nor fields. */
export type Logger = Readonly<Record<LogLevel, (message: string, fields?: LogFields) => void>>;

/** The host reads lines of at most 64 KiB and prints longer ones raw. */
const MAX_LINE_BYTES = 60_000;
/** Characters of a text: where a line of such texts is still too long, they are cut again, down to none. */
const MAX_TEXT_LENGTHS = [8_000, 1_000, 100, 0];

export interface LoggerOptions {
  /** Shown by Grafana as the line's module. */
  readonly module: string;
  readonly write: (line: string) => void;
  readonly now: () => Date;
}

/** A logger in the JSON form that go-plugin's host parses back into level, message and fields. */
export function createLogger(options: LoggerOptions): Logger {
  const { module, now, write } = options;
  const log =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      const own = { "@level": level, "@module": module, "@timestamp": toMicrosecondTimestamp(now()) };
      write(toLine(message, fields, own));
    };
  return {
    trace: log("trace"),
    debug: log("debug"),
    info: log("info"),
    warn: log("warn"),
    error: log("error"),
  };
}

function toLine(message: string, fields: LogFields, own: LogFields): string {
  let line = "";
  for (const maxLength of MAX_TEXT_LENGTHS) {
    const entries = Object.entries(fields).map(([key, value]) => [key, cut(value, maxLength)] as const);
    // the own fields come last: no other can take their place
    line = JSON.stringify({
      ...Object.fromEntries(entries),
      ...own,
      "@message": cut(message, maxLength || 100),
    });
    if (Buffer.byteLength(line) <= MAX_LINE_BYTES) return `${line}\n`;
  }
  // so many fields that even their names are too much
  return `${JSON.stringify({ ...own, "@message": cut(message, 100) })}\n`;
}

/** The host's parser wants exactly six decimals, or it shows the raw line at debug level. */
function toMicrosecondTimestamp(time: Date): string {
  return time.toISOString().replace(/\.(\d{3})Z$/, ".$1000Z");
}

function cut<T>(value: T, maxLength: number): T | string {
  return typeof value === "string" && value.length > maxLength ? `${value.slice(0, maxLength)}…` : value;
}
