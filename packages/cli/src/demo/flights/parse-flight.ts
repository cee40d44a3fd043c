import { ModelwatchError } from "@modelwatch/conventions";
import type { Flight } from "./flight.js";

/** The year of the data: an aircraft's age is counted up to it. */
const DATA_YEAR = 2013;

/** `2013-01-01T05:15-05:00`: local time of the airport with its offset. */
const SCHEDULED_PATTERN = /^\d{4}-\d{2}-\d{2}T(\d{2}):\d{2}[+-]\d{2}:\d{2}$/;

/**
 * One row of the file as a flight.
 * @throws ModelwatchError `invalid-argument` naming the row, the column and the value.
 */
export function parseFlight(row: Readonly<Record<string, string>>, line: number): Flight {
  const text = (column: string): string => requiredText(row, column, line);
  const number = (column: string): number | undefined => optionalNumber(row, column, line);
  const scheduled = text("scheduled");
  const local = SCHEDULED_PATTERN.exec(scheduled);
  const scheduledMs = Date.parse(scheduled);
  const distance = number("distance");
  if (local?.[1] === undefined || Number.isNaN(scheduledMs))
    throw badCell("scheduled", scheduled, line, "an ISO 8601 time");
  if (distance === undefined) throw badCell("distance", "", line, "miles");
  const built = number("built");
  return {
    id: `${text("carrier")}${text("flight")} ${text("origin")} ${scheduled}`,
    scheduledMs,
    hour: Number(local[1]),
    carrier: text("carrier"),
    origin: text("origin"),
    dest: text("dest"),
    distanceMiles: distance,
    departureDelayMinutes: number("dep_delay"),
    arrivalDelayMinutes: number("arr_delay"),
    temperatureF: number("temp"),
    windMph: number("wind"),
    precipitationInches: number("precip"),
    visibilityMiles: number("visib"),
    aircraftAgeYears: built === undefined ? undefined : DATA_YEAR - built,
    seats: number("seats"),
  };
}

function requiredText(row: Readonly<Record<string, string>>, column: string, line: number): string {
  const value = row[column];
  if (value === undefined || value === "") throw badCell(column, value ?? "", line, "a value");
  return value;
}

function optionalNumber(
  row: Readonly<Record<string, string>>,
  column: string,
  line: number,
): number | undefined {
  const cell = row[column];
  if (cell === undefined || cell === "") return undefined;
  const value = Number(cell);
  if (!Number.isFinite(value)) throw badCell(column, cell, line, "a finite number, or nothing");
  return value;
}

function badCell(column: string, value: string, line: number, allowed: string): ModelwatchError {
  return new ModelwatchError("invalid-argument", {
    problem: `row ${line} of the flights has ${JSON.stringify(value)} in column ${column}`,
    allowed: `${column} holds ${allowed}`,
  });
}
