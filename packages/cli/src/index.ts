// For tests that replay flights into another store.
export type { Flight } from "./demo/flights/flight.js";
export { readFlights } from "./demo/flights/read-flights.js";
export type { ReadFlightsOptions } from "./demo/flights/read-flights.js";
export { trainDelayModel } from "./demo/model/delay-model.js";
export type { DelayModel } from "./demo/model/delay-model.js";
export { fitFlightReference } from "./demo/model/fit-flight-reference.js";
export { FLIGHT_MODEL } from "./demo/model/flight-model.js";
export { ReplayClock } from "./demo/replay/replay-clock.js";
export { replayFlights } from "./demo/replay/replay-flights.js";
export type { FlightWatch, ReplayCounts, ReplayOptions, ReplayResult } from "./demo/replay/replay-flights.js";
