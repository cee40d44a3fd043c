import { ModelwatchError, toModelwatchError } from "@modelwatch/conventions";
import type { ErrorCode } from "@modelwatch/conventions";

interface ErrorRow {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
  readonly remedy: string;
}

/** DuckDB's errors carry their kind in the text alone. The first row that matches counts. */
const ROWS: readonly ErrorRow[] = [
  {
    pattern: /Could not set lock|already (open|attached)|file handle conflict/iu,
    code: "unavailable",
    remedy: "a DuckDB file belongs to one process: stop the other one, or ask it",
  },
  {
    pattern: /not a valid DuckDB database|Corrupt|Serialization Error|checksum|FATAL|invalidated/iu,
    code: "data-loss",
    remedy: "restore the file from a copy; the store refuses to go on with it",
  },
  { pattern: /database does not exist/iu, code: "not-found", remedy: "give the path of an existing store" },
  { pattern: /INTERRUPT/u, code: "cancelled", remedy: "ask again" },
  {
    pattern: /Out of Memory/iu,
    code: "limit-exceeded",
    remedy: "shorten the range, group by fewer attributes or raise the store's memoryLimitMb",
  },
  {
    pattern: /IO Error|No space left|disk|Read-only file system|Permission denied/iu,
    code: "unavailable",
    remedy: "check that the disk has room and that the file may be written",
  },
];

/** What went wrong in DuckDB as an error of ours, with the store's path; `internal` where the text is unknown. */
export function toStoreError(error: unknown, path: string): ModelwatchError {
  if (error instanceof ModelwatchError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const row = ROWS.find(({ pattern }) => pattern.test(message));
  if (row === undefined) return toModelwatchError(error);
  const problem = `the embedded store ${path} failed: ${message}`;
  return new ModelwatchError(row.code, { problem, remedy: row.remedy }, { cause: error });
}
