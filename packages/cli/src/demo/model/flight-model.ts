import { categorical, defineModel, numeric, probability } from "@modelwatch/instrumentation";
import type { Flight } from "../flights/flight.js";

/** The demo's model on the wire. */
export const MODEL_NAME = "flight-delay";
export const MODEL_VERSION = "2013-q1";

/**
 * A flight is called "probably late" from this score on. The training flights are late in 23 % of all cases; at 0.3, a
 * quarter of them are flagged in winter, which makes the share of flagged flights a number that drift can visibly move.
 */
export const DECISION_THRESHOLD = 0.3;

export const ORIGINS = ["EWR", "JFK", "LGA"] as const;

export const CARRIERS = [
  "9E",
  "AA",
  "AS",
  "B6",
  "DL",
  "EV",
  "F9",
  "FL",
  "HA",
  "MQ",
  "OO",
  "UA",
  "US",
  "VX",
  "WN",
  "YV",
] as const;

export const ARM_CONTROL = "control";
export const ARM_TREATED = "treated";

/** Name of the business metric: minutes of arrival delay, negative is early. */
export const BUSINESS_METRIC = "delay-minutes";

const DELAY_BOUNDS = [
  -60, -45, -30, -20, -15, -10, -5, 0, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 720,
];

/** What the demo declares of its model: everything that becomes a series. */
export const FLIGHT_MODEL = defineModel({
  name: MODEL_NAME,
  version: MODEL_VERSION,
  prediction: probability({ threshold: DECISION_THRESHOLD }),
  features: {
    hour: numeric({ min: 0, max: 23 }),
    distance: numeric({ min: 0, unit: "miles" }),
    temp: numeric({ unit: "°F" }),
    wind: numeric({ min: 0, unit: "mph" }),
    precip: numeric({ min: 0, unit: "inches" }),
    visib: numeric({ min: 0, unit: "miles" }),
    "aircraft-age": numeric({ min: 0, unit: "years" }),
    seats: numeric({ min: 0 }),
    carrier: categorical({ categories: CARRIERS }),
    origin: categorical({ categories: ORIGINS }),
    dest: categorical({ top: 40 }),
  },
  business: { [BUSINESS_METRIC]: { unit: "minutes", bounds: DELAY_BOUNDS } },
  strata: { origin: ORIGINS, carrier: CARRIERS },
  arms: [ARM_CONTROL, ARM_TREATED],
});

/** The features as they are known at scheduled departure; `undefined` is counted as missing. */
export function toFeatures(flight: Flight) {
  return {
    hour: flight.hour,
    distance: flight.distanceMiles,
    temp: flight.temperatureF,
    wind: flight.windMph,
    precip: flight.precipitationInches,
    visib: flight.visibilityMiles,
    "aircraft-age": flight.aircraftAgeYears,
    seats: flight.seats,
    carrier: flight.carrier,
    origin: flight.origin,
    dest: flight.dest,
  };
}
