import { ModelwatchError } from "@modelwatch/conventions";

interface ErrorRow {
  readonly pattern: RegExp;
  readonly code: "invalid-argument" | "limit-exceeded" | "data-loss" | "unavailable";
  readonly problem: string;
  readonly remedy: string;
}

/** DuckDB's errors carry their kind in the text alone. The first row that matches counts. */
const ROWS: readonly ErrorRow[] = [
  {
    pattern: /Conversion Error|Could not convert/iu,
    code: "invalid-argument",
    problem: "has a cell that does not fit its column, which looks different in the first rows",
    remedy: "correct the cell, or say with --missing which text stands for a missing value",
  },
  {
    pattern: /sniffing|CSV Error|not utf-8|unicode/iu,
    code: "invalid-argument",
    problem: "cannot be read as a CSV",
    remedy: "give a UTF-8 CSV with a line of column names, or a Parquet file",
  },
  {
    pattern: /parquet|No magic bytes|Corrupt|snappy|zstd|gzip|decompress/iu,
    code: "data-loss",
    problem: "is damaged",
    remedy: "write the file again",
  },
  {
    pattern: /Out of Memory/iu,
    code: "limit-exceeded",
    problem: "needs more memory than it may take",
    remedy: "name fewer columns with --features",
  },
  {
    pattern: /IO Error|Permission denied/iu,
    code: "unavailable",
    problem: "cannot be read",
    remedy: "check that the file may be read",
  },
];

/** What DuckDB says about a file as an error of ours; `internal` where the text is unknown. */
export function toTableError(error: unknown, file: string): ModelwatchError {
  if (error instanceof ModelwatchError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const row = ROWS.find(({ pattern }) => pattern.test(message));
  const [detail = ""] = message.split("\n");
  return new ModelwatchError(
    row?.code ?? "internal",
    {
      problem: `${file} ${row?.problem ?? "made the table reader fail"}: ${detail}`,
      remedy: row?.remedy ?? "please report it as a defect",
    },
    { cause: error },
  );
}
