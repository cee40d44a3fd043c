/**
 * One scheduled departure. Delays are minutes, negative is early. `undefined` means that the source does not say:
 * weather not reported, aircraft unknown, or, for the delays, cancelled or diverted.
 */
export interface Flight {
  /** Carrier, number, origin and scheduled departure: names the flight once. */
  readonly id: string;
  readonly scheduledMs: number;
  /** Hour of the scheduled departure in local time, 0–23. */
  readonly hour: number;
  readonly carrier: string;
  readonly origin: string;
  readonly dest: string;
  readonly distanceMiles: number;
  readonly departureDelayMinutes: number | undefined;
  readonly arrivalDelayMinutes: number | undefined;
  readonly temperatureF: number | undefined;
  readonly windMph: number | undefined;
  readonly precipitationInches: number | undefined;
  readonly visibilityMiles: number | undefined;
  readonly aircraftAgeYears: number | undefined;
  readonly seats: number | undefined;
}

/** A flight counts as late when it arrives more than this many minutes after its schedule. */
export const LATE_AFTER_MINUTES = 15;

/** Whether the flight arrived late; `undefined` where it never arrived. */
export function isLate(flight: Flight): boolean | undefined {
  return flight.arrivalDelayMinutes === undefined
    ? undefined
    : flight.arrivalDelayMinutes > LATE_AFTER_MINUTES;
}
