import { ModelwatchError } from "@modelwatch/conventions";
import type { DuckDBMaterializedResult, DuckDBVector } from "@duckdb/node-api";

/**
 * A result's columns as typed arrays: no object per row. Booleans read as 0 and 1.
 *
 * @throws ModelwatchError `internal` where a query of ours returns anything else.
 */
export async function toNumberColumns(result: DuckDBMaterializedResult): Promise<readonly Float64Array[]> {
  const columns = Array.from({ length: result.columnCount }, () => new Float64Array(result.rowCount));
  let from = 0;
  for (const chunk of await result.fetchAllChunks()) {
    columns.forEach((column, i) => copyInto(column, from, chunk.getColumnVector(i)));
    from += chunk.rowCount;
  }
  return columns;
}

function copyInto(column: Float64Array, from: number, vector: DuckDBVector): void {
  for (let row = 0; row < vector.itemCount; row++) {
    const item: unknown = vector.getItem(row);
    if (typeof item === "number") column[from + row] = item;
    else if (typeof item === "boolean") column[from + row] = item ? 1 : 0;
    else
      throw new ModelwatchError("internal", `a store query returned ${String(item)} where a number belongs`);
  }
}
