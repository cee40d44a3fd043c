import type { Flight } from "../flights/flight.js";

/** How long a flight is in the air: no arrival time is in the data, so this is an estimate, stated in the report. */
export const CRUISE_MILES_PER_HOUR = 500;
export const TAXI_AND_CLIMB_MINUTES = 20;

const MINUTE_MS = 60_000;

/**
 * When the ground truth of a flight becomes known, epoch ms: scheduled departure, its delay, and the time in the air.
 * `undefined` for a flight that never arrived (cancelled or diverted). Never before the scheduled departure.
 */
export function landingMs(flight: Flight): number | undefined {
  if (flight.arrivalDelayMinutes === undefined) return undefined;
  const airMinutes = (flight.distanceMiles / CRUISE_MILES_PER_HOUR) * 60 + TAXI_AND_CLIMB_MINUTES;
  const minutes = (flight.departureDelayMinutes ?? 0) + airMinutes;
  return flight.scheduledMs + Math.max(0, Math.round(minutes * MINUTE_MS));
}
