import { toIdentifier, type Table, type TableColumn } from "./open-table.js";

/** What a look over the whole file says about a column. */
export interface ColumnProfile extends TableColumn {
  readonly rows: number;
  /** Rows with a value. */
  readonly filled: number;
  /** Distinct values: exact at one, an estimate of a few per cent beyond. */
  readonly distinct: number;
  /** As text; null where there is no value. */
  readonly min: string | null;
  readonly max: string | null;
  /** Mean length of the values as text. */
  readonly meanLength: number;
  /** Texts that read as numbers. Of columns that are numbers, all. */
  readonly numbers: number;
}

const FACTS = 6;

/** Columns asked about in one query: wide files would make a text of megabytes. */
const BATCH = 1000;

/** The profile of every column, in the file's order. */
export async function profileColumns(
  table: Table,
  onProgress: (doneShare: number) => void,
): Promise<readonly ColumnProfile[]> {
  const profiles: ColumnProfile[] = [];
  for (let from = 0; from < table.columns.length; from += BATCH) {
    onProgress(from / table.columns.length);
    const columns = table.columns.slice(from, from + BATCH);
    const [rows, ...facts] = await table.aggregate(["count(*)", ...columns.flatMap(toExpressions)]);
    columns.forEach((column, index) => {
      profiles.push(toProfile(column, Number(rows), facts.slice(index * FACTS, (index + 1) * FACTS)));
    });
  }
  return profiles;
}

function toExpressions({ name, type }: TableColumn): readonly string[] {
  const column = toIdentifier(name);
  const isText = type === "VARCHAR";
  return [
    `count(${column})`,
    `approx_count_distinct(${column})`,
    `min(${column})`,
    `max(${column})`,
    isText ? `avg(length(${column}))` : "0",
    isText ? `count(TRY_CAST(${column} AS DOUBLE))` : `count(${column})`,
  ];
}

function toProfile(column: TableColumn, rows: number, facts: readonly (string | null)[]): ColumnProfile {
  const [filled, distinct, min = null, max = null, meanLength, numbers] = facts;
  const isConstant = min !== null && min === max;
  return {
    ...column,
    rows,
    filled: Number(filled),
    distinct: isConstant ? 1 : Math.max(min === null ? 0 : 2, Number(distinct)),
    min,
    max,
    meanLength: Number(meanLength ?? 0),
    numbers: Number(numbers),
  };
}
