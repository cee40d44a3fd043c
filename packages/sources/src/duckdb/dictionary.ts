import { ModelwatchError } from "@modelwatch/conventions";
import { DuckDBListValue } from "@duckdb/node-api";
import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
import { z } from "zod";
import { SeriesDictionary } from "../series-dictionary.js";
import type { SeriesIdentity } from "../series-dictionary.js";

const rowSchema = z.object({
  kind: z.enum(["histogram", "exponential", "sum", "gauge"]),
  metric: z.string(),
  labels: z.record(z.string(), z.string()),
  temporality: z.enum(["delta", "cumulative"]),
  monotonic: z.boolean(),
  bounds: z.array(z.number()),
});

/**
 * The series of a stored file, by their ids.
 *
 * @throws ModelwatchError `data-loss` where a row is not a series, or ids have holes.
 */
export async function loadDictionary(connection: DuckDBConnection): Promise<SeriesDictionary> {
  const dictionary = new SeriesDictionary();
  const reader = await connection.runAndReadAll("SELECT * FROM series ORDER BY id");
  for (const row of reader.getRowObjects()) {
    const identity = parseRow(row);
    const series = dictionary.add(identity);
    if (row["id"] !== series.id)
      throw damaged(`series ${String(row["id"])} stands where ${series.id} should`);
  }
  return dictionary;
}

function parseRow(row: Record<string, DuckDBValue>): SeriesIdentity {
  const { bounds, labels } = row;
  const parsed = rowSchema.safeParse({
    ...row,
    labels: typeof labels === "string" ? parseJson(labels) : labels,
    bounds: bounds instanceof DuckDBListValue ? bounds.items : bounds,
  });
  if (!parsed.success) throw damaged(z.prettifyError(parsed.error));
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damaged("the labels of a series are not JSON", error);
  }
}

function damaged(problem: string, cause?: unknown): ModelwatchError {
  return new ModelwatchError(
    "data-loss",
    { problem: `the store's series are damaged: ${problem}`, remedy: "restore the file from a copy" },
    { cause },
  );
}
