import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { ModelwatchError } from "@modelwatch/conventions";
import { parse } from "csv-parse";
import type { Flight } from "./flight.js";
import { parseFlight } from "./parse-flight.js";

/** The year of flights that comes with the package. */
export const FLIGHTS_FILE = new URL("../../../data/flights-2013.csv.gz", import.meta.url);

export interface ReadFlightsOptions {
  /** Only departures scheduled in [fromMs, toMs). */
  readonly fromMs?: number;
  readonly toMs?: number;
}

/**
 * Reads a gzipped CSV of flights as a stream, in the file's order, which is that of scheduled departure.
 * @throws ModelwatchError `not-found` where there is no such file, `invalid-argument` for a row that cannot be read,
 * `data-loss` where the archive is damaged.
 */
export async function readFlights(
  file: URL = FLIGHTS_FILE,
  options: ReadFlightsOptions = {},
): Promise<Flight[]> {
  const { fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY } = options;
  const flights: Flight[] = [];
  try {
    await pipeline(createReadStream(file), createGunzip(), parse({ columns: true }), async (rows) => {
      let line = 1;
      for await (const row of rows) {
        const flight = parseFlight(row, ++line);
        if (flight.scheduledMs >= fromMs && flight.scheduledMs < toMs) flights.push(flight);
      }
    });
  } catch (error) {
    throw readError(error, file);
  }
  return flights;
}

function readError(error: unknown, file: URL): ModelwatchError {
  if (error instanceof ModelwatchError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const name = file.pathname.split("/").at(-1) ?? "";
  if (code === "ENOENT")
    return new ModelwatchError("not-found", `there is no flights file ${name}`, { cause: error });
  const problem = `the flights file ${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  const kind = code.startsWith("CSV_") ? "invalid-argument" : "data-loss";
  return new ModelwatchError(kind, { problem, remedy: "install the package again" }, { cause: error });
}
