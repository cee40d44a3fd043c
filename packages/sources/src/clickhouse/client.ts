import { randomUUID } from "node:crypto";
import { createHttpClient, toStatusFailure } from "../http/index.js";
import type { HttpAnswer } from "../http/index.js";
import { badShape, toExceptionError } from "./failure.js";
import type { ClickHouseSettings } from "./settings.js";
import { renderSql, sql } from "./sql.js";
import type { RenderedQuery, Sql } from "./sql.js";

/** A row of an answer, a value for each column. */
export type Row = readonly unknown[];

export interface ClickHouseClient {
  /** @throws ModelwatchError that says what to do; `cancelled` */
  query(query: Sql, signal?: AbortSignal): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/** ClickHouse's HTTP interface. Values go as fields of a form beside the query, and the server puts them into their places. */
export function createClickHouseClient(settings: ClickHouseSettings): ClickHouseClient {
  const http = createHttpClient(settings, "ClickHouse");
  const path = `/?${toQueryString(settings)}`;
  return {
    query: (query, signal) => {
      const { body, contentType } = toForm(renderSql(sql`${query} FORMAT JSONCompactEachRow`));
      const request = { method: "POST", path, body, headers: { "content-type": contentType } } as const;
      return http.ask(request, (answer) => readRows(answer, settings.url), signal);
    },
    close: () => http.close(),
  };
}

/** What every query is asked with: it changes nothing, ends when we stop waiting, and is whole or an error. */
function toQueryString({ limits, timeoutMs, maxResponseBytes }: ClickHouseSettings): string {
  // the status tells of errors only if the answer waits for the query's end
  const asked = new URLSearchParams({ wait_end_of_query: "1" });
  if (limits === "none") return asked.toString();
  const enforced = {
    readonly: 2,
    cancel_http_readonly_queries_on_client_close: 1,
    max_execution_time: Math.ceil(timeoutMs / 1000),
    max_result_bytes: maxResponseBytes,
    // a profile may ask for what was found so far: half a count would look like a count
    timeout_overflow_mode: "throw",
    result_overflow_mode: "throw",
    read_overflow_mode: "throw",
    group_by_overflow_mode: "throw",
    sort_overflow_mode: "throw",
    skip_unavailable_shards: 0,
  };
  for (const [name, value] of Object.entries(enforced)) asked.set(name, String(value));
  return asked.toString();
}

/** The query and its parameters as multipart/form-data: a URL has no room for thousands of window edges. */
function toForm({ text, parameters }: RenderedQuery): {
  readonly body: string;
  readonly contentType: string;
} {
  const boundary = randomUUID();
  const fields = [["query", text], ...Array.from(parameters, ([name, value]) => [`param_${name}`, value])];
  const parts = fields.map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return {
    body: `${parts.join("")}--${boundary}--\r\n`,
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
}

async function readRows(answer: HttpAnswer, url: string): Promise<readonly Row[]> {
  const where = `ClickHouse at ${url}`;
  const code = answer.header("x-clickhouse-exception-code");
  if (code !== undefined) throw toExceptionError(Number(code), await answer.readText(), where);
  if (answer.status !== 200) {
    const reason = await answer.readText();
    throw toStatusFailure(answer, reason.slice(0, 200), "ClickHouse", url) ?? badShape(reason, where);
  }
  const rows: Row[] = [];
  for await (const line of readLines(answer.chunks())) {
    if (line !== "") rows.push(parseRow(line, where));
  }
  return rows;
}

/** Line by line: a row is one element of the answer, and only one is text and value at a time. */
async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let pieces: string[] = [];
  for await (const chunk of chunks) {
    const lines = decoder.decode(chunk, { stream: true }).split("\n");
    for (const line of lines.slice(0, -1)) {
      yield pieces.join("") + line;
      pieces = [];
    }
    pieces.push(lines.at(-1) ?? "");
  }
  yield pieces.join("") + decoder.decode();
}

function parseRow(line: string, where: string): Row {
  try {
    const row: unknown = JSON.parse(line);
    if (Array.isArray(row)) return row;
  } catch {
    // what stands there instead is part of the error below
  }
  const exception = /^Code: (\d+)\. DB::Exception/u.exec(line);
  throw exception === null ? badShape(line, where) : toExceptionError(Number(exception[1]), line, where);
}
