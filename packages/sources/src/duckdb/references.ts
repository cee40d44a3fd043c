import { assembleReferences, checkReferenceRequest, referenceMembers } from "../references.js";
import type { LastPoint } from "../references.js";
import type { ReferenceRequest, ReferenceSeries } from "../source.js";
import type { StoreSnapshot } from "./reader.js";

/** The last row of each series in (edges[1], edges[2]]; of several at one time the one that came last. */
function lastRows(table: string, columns: string): string {
  return `
    SELECT ${columns} FROM ${table} WHERE series IN (FROM (SELECT unnest($series)))
      AND time_ms > $edges[1] AND time_ms <= $edges[2]
    QUALIFY row_number() OVER (PARTITION BY series ORDER BY time_ms DESC, rowid DESC) = 1`;
}

const LAST_HISTOGRAMS = `
  SELECT series, time_ms::DOUBLE, sum IS NOT NULL, coalesce(sum, 0), cell::INTEGER, count
  FROM (
    SELECT series, time_ms, sum, unnest(if(len(counts) = 0, [0], coalesce(cells, range(len(counts))))) AS cell,
      unnest(if(len(counts) = 0, [0.0], counts)) AS count
    FROM (${lastRows("histograms", "*")})
  )`;
const LAST_EXPONENTIALS = `
  SELECT series, time_ms::DOUBLE, sum IS NOT NULL, coalesce(sum, 0), scale, zero::DOUBLE,
    unnest(if(len(cells) = 0, [0], cells))::DOUBLE, unnest(if(len(counts) = 0, [0.0], counts))
  FROM (${lastRows("exponentials", "*")})`;
const LAST_NUMBERS = lastRows("numbers", "series, time_ms::DOUBLE, value");

export async function readReferences(
  store: StoreSnapshot,
  request: ReferenceRequest,
): Promise<readonly ReferenceSeries[]> {
  checkReferenceRequest(request);
  const members = referenceMembers(store.dictionary, request);
  if (members.length === 0) return [];
  const lists = {
    series: members.map(({ id }) => id),
    edges: [request.atMs - request.lookBackMs, request.atMs],
  };
  const last = new Map<number, LastPoint>();
  readNumbers(await store.query(LAST_NUMBERS, lists), last);
  readHistograms(store, await store.query(LAST_HISTOGRAMS, lists), last);
  readExponentials(await store.query(LAST_EXPONENTIALS, lists), last);
  return assembleReferences(store.dictionary, request, last);
}

function readNumbers([series, time, value]: readonly Float64Array[], last: Map<number, LastPoint>): void {
  for (let i = 0; i < series!.length; i++) {
    last.set(series![i]!, { timeMs: time![i]!, values: [value![i]!], sum: undefined });
  }
}

function readHistograms(
  store: StoreSnapshot,
  rows: readonly Float64Array[],
  last: Map<number, LastPoint>,
): void {
  const [series, time, hasSum, sum, cell, count] = rows;
  const counts = new Map<number, number[]>();
  for (let i = 0; i < series!.length; i++) {
    const id = series![i]!;
    let values = counts.get(id);
    if (values === undefined) {
      values = new Array<number>(store.dictionary.get(id).bounds.length + 1).fill(0);
      counts.set(id, values);
      last.set(id, { timeMs: time![i]!, values, sum: hasSum![i] === 1 ? sum![i]! : undefined });
    }
    values[cell![i]!] = count![i]!;
  }
}

function readExponentials(rows: readonly Float64Array[], last: Map<number, LastPoint>): void {
  const [series, time, hasSum, sum, scale, zero, cell, count] = rows;
  const lists = new Map<number, { cells: number[]; counts: number[] }>();
  for (let i = 0; i < series!.length; i++) {
    const id = series![i]!;
    let list = lists.get(id);
    if (list === undefined) {
      list = { cells: [], counts: [] };
      lists.set(id, list);
      const values = { scale: scale![i]!, zero: zero![i]!, ...list };
      last.set(id, { timeMs: time![i]!, values, sum: hasSum![i] === 1 ? sum![i]! : undefined });
    }
    list.cells.push(cell![i]!);
    list.counts.push(count![i]!);
  }
}
