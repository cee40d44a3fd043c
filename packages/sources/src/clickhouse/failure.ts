import { ModelwatchError } from "@modelwatch/conventions";
import type { ErrorCode } from "@modelwatch/conventions";

interface FailureRow {
  /** ClickHouse's ErrorCodes.cpp: numbers are never given to another meaning. */
  readonly codes: readonly number[];
  readonly code: ErrorCode;
  readonly remedy: string;
}

const ROWS: readonly FailureRow[] = [
  {
    // UNKNOWN_TABLE, UNKNOWN_DATABASE
    codes: [60, 81],
    code: "not-found",
    remedy:
      "check database and tables, and whether the Collector's clickhouse exporter creates them (create_schema) and has sent metrics",
  },
  {
    // ILLEGAL_TYPE_OF_ARGUMENT, NUMBER_OF_ARGUMENTS…, UNKNOWN_IDENTIFIER, TYPE_MISMATCH, NO_SUCH_COLUMN_IN_TABLE
    codes: [16, 42, 43, 47, 53],
    code: "unsupported",
    remedy:
      "the tables must be those of the Collector's clickhouse exporter with attributes as Map (json: false), on ClickHouse 24.8 or later",
  },
  {
    // UNKNOWN_FUNCTION, SYNTAX_ERROR, UNKNOWN_SETTING
    codes: [46, 62, 115],
    code: "unsupported",
    remedy: "this source needs ClickHouse 24.8 or later",
  },
  {
    // UNKNOWN_USER, WRONG_PASSWORD, REQUIRED_PASSWORD, ACCESS_DENIED, AUTHENTICATION_FAILED
    codes: [192, 193, 194, 497, 516],
    code: "unauthorized",
    remedy: "check user and password, and that the user may SELECT from the exporter's tables",
  },
  {
    // READONLY, SETTING_CONSTRAINT_VIOLATION
    codes: [164, 452],
    code: "unsupported",
    remedy:
      'give the user readonly = 2, or set limits to "none" and have the user\'s profile limit its queries',
  },
  {
    // TOO_MANY_ROWS, TIMEOUT_EXCEEDED, TOO_SLOW, QUOTA_EXCEEDED, MEMORY_LIMIT_EXCEEDED, TOO_MANY_BYTES, TOO_MANY_ROWS_OR_BYTES
    codes: [158, 159, 160, 201, 241, 307, 396],
    code: "limit-exceeded",
    remedy: "ask for a shorter range, wider windows or fewer groups, or raise the limit that is named",
  },
  {
    // TOO_MANY_SIMULTANEOUS_QUERIES, SOCKET_TIMEOUT, NETWORK_ERROR, ALL_CONNECTION_TRIES_FAILED, QUERY_WAS_CANCELLED
    codes: [202, 209, 210, 279, 394],
    code: "unavailable",
    remedy: "try again",
  },
];

const LONGEST_REASON = 500;

/** What ClickHouse's exception means, with its own words. `code` 0 where it gave none. */
export function toExceptionError(code: number, reason: string, where: string): ModelwatchError {
  const row = ROWS.find(({ codes }) => codes.includes(code));
  const problem = `${where} answered: ${reason.trim().slice(0, LONGEST_REASON)}`;
  if (row !== undefined) return new ModelwatchError(row.code, { problem, remedy: row.remedy });
  return new ModelwatchError("bad-response", {
    problem,
    remedy: "check that the URL is that of ClickHouse's HTTP interface (port 8123, or 8443 with TLS)",
  });
}

/** An answer of a form that our query cannot have. */
export function badShape(found: unknown, where: string): ModelwatchError {
  const text = typeof found === "string" ? found : (JSON.stringify(found) ?? "nothing");
  return toExceptionError(0, text.slice(0, 100), where);
}
