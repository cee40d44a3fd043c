import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse";

/** What the raw rows say, counted without any part of Modelwatch: the judge of what the report says. */
export interface FlightsTruth {
  readonly departures: number;
  readonly landed: number;
  /** Local month 4–12 → landed flights and late ones. */
  readonly byMonth: ReadonlyMap<number, Rate>;
  /** `carrier` and `carrier origin` → landed flights and late ones. */
  readonly byGroup: ReadonlyMap<string, Rate>;
  /** Column → rows of the production months where it is empty. */
  readonly missing: ReadonlyMap<string, number>;
}

export interface Rate {
  landed: number;
  late: number;
}

const LATE_AFTER_MINUTES = 15;
const FIRST_PRODUCTION_MONTH = 4;

/** Counts April to December of the flights file, row by row. */
export async function countFlights(file: string): Promise<FlightsTruth> {
  const byMonth = new Map<number, Rate>();
  const byGroup = new Map<string, Rate>();
  const missing = new Map<string, number>();
  let departures = 0;
  let landed = 0;
  const rows = createReadStream(file)
    .pipe(createGunzip())
    .pipe(parse({ columns: true }));
  for await (const row of rows as AsyncIterable<Record<string, string>>) {
    const month = Number(row["scheduled"]?.slice(5, 7));
    if (month < FIRST_PRODUCTION_MONTH) continue;
    departures += 1;
    for (const [column, value] of Object.entries(row)) {
      if (value === "") missing.set(column, (missing.get(column) ?? 0) + 1);
    }
    if (row["arr_delay"] === "") continue;
    landed += 1;
    const late = Number(row["arr_delay"]) > LATE_AFTER_MINUTES ? 1 : 0;
    add(byMonth, month, late);
    add(byGroup, row["carrier"] ?? "", late);
    add(byGroup, `${row["carrier"]} ${row["origin"]}`, late);
  }
  return { departures, landed, byMonth, byGroup, missing };
}

function add<K>(rates: Map<K, Rate>, key: K, late: number): void {
  const rate = rates.get(key) ?? { landed: 0, late: 0 };
  rate.landed += 1;
  rate.late += late;
  rates.set(key, rate);
}
