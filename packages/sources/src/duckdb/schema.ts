import { ModelwatchError } from "@modelwatch/conventions";
import type { DuckDBConnection } from "@duckdb/node-api";

/** Rises when a file written by an older build can no longer be read. */
const FORMAT_VERSION = 2;

/**
 * Counts are DOUBLE: whole numbers up to 2⁵³ are exact in it, sums of them too, in whatever order, and columns arrive as
 * Float64Array. A delta histogram stores only the cells that counted something; a cumulative one has no `cells` and stores
 * all counts, since its steps are differences cell by cell. An exponential one stores the cells that counted, as integers (see
 * `exponential-cells.ts`).
 */
const EXPONENTIALS = `
  CREATE TABLE exponentials (
    series INTEGER NOT NULL, start_ms BIGINT NOT NULL, time_ms BIGINT NOT NULL, scale INTEGER NOT NULL, zero BIGINT NOT NULL,
    cells BIGINT[] NOT NULL, counts DOUBLE[] NOT NULL, sum DOUBLE, min DOUBLE, max DOUBLE
  );`;
const TABLES = `${EXPONENTIALS}
  CREATE TABLE format (version INTEGER NOT NULL);
  CREATE TABLE series (
    id INTEGER NOT NULL, kind VARCHAR NOT NULL, metric VARCHAR NOT NULL, labels VARCHAR NOT NULL,
    temporality VARCHAR NOT NULL, monotonic BOOLEAN NOT NULL, bounds DOUBLE[] NOT NULL
  );
  CREATE TABLE histograms (
    series INTEGER NOT NULL, start_ms BIGINT NOT NULL, time_ms BIGINT NOT NULL,
    cells USMALLINT[], counts DOUBLE[] NOT NULL, sum DOUBLE, min DOUBLE, max DOUBLE
  );
  CREATE TABLE numbers (
    series INTEGER NOT NULL, start_ms BIGINT NOT NULL, time_ms BIGINT NOT NULL, value DOUBLE NOT NULL
  );
  CREATE TABLE batches (id VARCHAR NOT NULL);
  INSERT INTO format VALUES (${FORMAT_VERSION});
`;

/**
 * Creates the tables in an empty file, or checks that those in it are ours.
 *
 * @throws ModelwatchError `unsupported` where another program or a newer build wrote the file.
 */
export async function prepareSchema(connection: DuckDBConnection, path: string): Promise<void> {
  const names = await readColumn(connection, "SELECT table_name FROM duckdb_tables() WHERE NOT internal");
  if (names.length === 0) {
    await connection.run(`BEGIN; ${TABLES} COMMIT;`);
    return;
  }
  const version = names.includes("format")
    ? (await readColumn(connection, "SELECT version FROM format"))[0]
    : "none";
  if (version === FORMAT_VERSION) return;
  throw new ModelwatchError("unsupported", {
    problem: `${path} is a DuckDB file with format version ${String(version)} and tables ${names.join(", ")}`,
    allowed: `this build reads format version ${FORMAT_VERSION}`,
    remedy: "give the path of a Modelwatch store, or of a file that does not exist yet",
  });
}

async function readColumn(connection: DuckDBConnection, sql: string): Promise<readonly unknown[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRows().map((row) => row[0]);
}
