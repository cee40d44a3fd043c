import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";

export interface Flight {
  /** Of the scheduled departure, local time. */
  readonly hour: number;
  /** Miles. */
  readonly distance: number;
  readonly carrier: string;
  /** More than 15 minutes late. */
  readonly isLate: boolean;
}

const CARRIERS = ["UA", "B6", "EV", "DL", "AA", "MQ", "US", "9E", "WN"];

/** Numbers in a row of the network's input. */
export const INPUT_WIDTH = 2 + CARRIERS.length;

export function readFlights(name: string): readonly Flight[] {
  const text = readFileSync(new URL(name, import.meta.url));
  const rows = parse(text, { columns: true }) as readonly Readonly<Record<string, string>>[];
  return rows.map((row) => ({
    hour: Number(row["hour"]),
    distance: Number(row["distance"]),
    carrier: row["carrier"] ?? "",
    isLate: Number(row["delay_minutes"]) > 15,
  }));
}

/** The network's input: numbers near 1, and a 1 for the carrier. */
export function encodeFlight({ hour, distance, carrier }: Flight): readonly number[] {
  return [hour / 24, distance / 1000, ...CARRIERS.map((known) => (known === carrier ? 1 : 0))];
}
