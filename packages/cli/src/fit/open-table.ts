import { existsSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { ModelwatchError } from "@modelwatch/conventions";
import type { DuckDBConnection } from "@duckdb/node-api";
import { toTableError } from "./table-errors.js";

export interface TableColumn {
  readonly name: string;
  /** DuckDB's name, `DOUBLE`, `VARCHAR`, … */
  readonly type: string;
}

/** A CSV or Parquet file that SQL can be asked of. */
export interface Table {
  readonly columns: readonly TableColumn[];
  /** The one row of an aggregate query over the table, as text; NULL is null. */
  aggregate(expressions: readonly string[]): Promise<readonly (string | null)[]>;
  /** Chunks of the rows' expressions, in the file's order, one array per expression. */
  read(expressions: readonly string[]): AsyncIterable<readonly (readonly unknown[])[]>;
  close(): void;
}

export interface TableOptions {
  /** Texts of a CSV that stand for a missing value, besides an empty cell. */
  readonly missing?: readonly string[];
  /** Memory that DuckDB may take before it spills to disk; default 512. */
  readonly memoryLimitMb?: number;
}

/**
 * Opens a local CSV (also gzipped) or Parquet file. Types, quoting, delimiters and encodings are DuckDB's work; column types of a CSV
 * come from its first 20,480 rows. Nothing is loaded from the network.
 *
 * @throws ModelwatchError `not-found` where there is no such file, `invalid-argument` where it cannot be read as a table.
 */
export async function openTable(file: string, options: TableOptions = {}): Promise<Table> {
  const { missing = [], memoryLimitMb = 512 } = options;
  const source = await toSource(file, missing);
  // 68 MB of library, which no other command needs
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: `${memoryLimitMb}MB`,
    threads: "2",
    // the same file gives the same order, and so the same bounds
    preserve_insertion_order: "true",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  try {
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
    const columns = described
      .getRows()
      .map(([name, type]) => ({ name: textOf(name) ?? "", type: textOf(type) ?? "" }));
    if (columns.length === 1 && /^[{[<]/.test(columns[0]?.name ?? "")) throw notATable(file);
    return {
      columns,
      aggregate: (expressions) => aggregate(connection, source, expressions, file),
      read: (expressions) => readChunks(connection, source, expressions, file),
      close: () => instance.closeSync(),
    };
  } catch (error) {
    instance.closeSync();
    throw toTableError(error, file);
  }
}

/** A column's name in SQL. */
export function toIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text in SQL. */
export function toText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A text of an answer that holds nothing else. */
function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

async function aggregate(
  connection: DuckDBConnection,
  source: string,
  expressions: readonly string[],
  file: string,
): Promise<readonly (string | null)[]> {
  const texts = expressions.map((expression) => `CAST(${expression} AS VARCHAR)`);
  try {
    const answer = await connection.runAndReadAll(`SELECT ${texts.join(", ")} FROM ${source}`);
    return (answer.getRows()[0] ?? []).map(textOf);
  } catch (error) {
    throw toTableError(error, file);
  }
}

async function* readChunks(
  connection: DuckDBConnection,
  source: string,
  expressions: readonly string[],
  file: string,
): AsyncGenerator<readonly (readonly unknown[])[]> {
  try {
    const answer = await connection.stream(`SELECT ${expressions.join(", ")} FROM ${source}`);
    for await (const chunk of answer) yield chunk.getColumns();
  } catch (error) {
    throw toTableError(error, file);
  }
}

async function toSource(file: string, missing: readonly string[]): Promise<string> {
  if (!existsSync(file)) throw new ModelwatchError("not-found", `there is no file ${file}`);
  if (!statSync(file).isFile()) {
    throw new ModelwatchError("invalid-argument", {
      problem: `${file} is not a file`,
      allowed: "one CSV or Parquet file",
    });
  }
  // a path is one file, whatever pattern it could be read as
  const path = toText(resolve(file).replaceAll(/[*?[]/g, "[$&]"));
  if (await isParquet(file)) return `read_parquet(${path})`;
  const missingTexts = ["", ...missing].map(toText).join(", ");
  return `read_csv(${path}, header = true, nullstr = [${missingTexts}])`;
}

/** JSON and HTML read as a CSV of one column. */
function notATable(file: string): ModelwatchError {
  return new ModelwatchError("invalid-argument", {
    problem: `${file} looks like JSON or HTML`,
    allowed: "a CSV with a line of column names, or a Parquet file",
  });
}

/** Parquet files begin with these four bytes: https://parquet.apache.org/docs/file-format/ */
async function isParquet(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(4), position: 0 });
    return buffer.toString("latin1", 0, bytesRead) === "PAR1";
  } finally {
    await handle.close();
  }
}
