import type { Watch } from "@modelwatch/instrumentation";
import { isLate, type Flight } from "../flights/flight.js";
import { BUSINESS_METRIC, toFeatures, type FLIGHT_MODEL } from "../model/flight-model.js";
import { landingMs } from "./landing.js";
import { armOf, delayMinutesUnderPolicy, type Arm } from "./policy.js";
import type { ReplayClock } from "./replay-clock.js";

export type FlightWatch = Watch<(typeof FLIGHT_MODEL)["declaration"]>;

export interface ReplayOptions {
  /** In order of scheduled departure. */
  readonly flights: readonly Flight[];
  readonly model: { score(flight: Flight): number };
  readonly watch: Pick<FlightWatch, "predict" | "outcome" | "business">;
  /** The clock that the watch reads too; at or before the hour of the first departure. */
  readonly clock: ReplayClock;
  /** Called at the end of every hour of event time, also the empty ones, with everything counted that happened before. */
  readonly onHour: (nowMs: number, soFar: ReplayCounts) => Promise<void>;
}

export interface ReplayCounts {
  readonly predictions: number;
  readonly outcomes: number;
}

export interface ReplayResult extends ReplayCounts {
  /** The end of the last hour: every ground truth that ever arrives has arrived. */
  readonly endMs: number;
}

const HOUR_MS = 3_600_000;

/**
 * Plays flights as production, in event time and without waiting: each scheduled departure is a prediction, each landing
 * brings its ground truth and its business value, interleaved as they happened. Goes on until the last one has landed.
 */
export async function replayFlights(options: ReplayOptions): Promise<ReplayResult> {
  const { flights, clock, onHour } = options;
  const play = new Play(options);
  const landings = toLandings(flights);
  let predictions = 0;
  let outcomes = 0;
  let hourEndMs = Math.floor((flights[0]?.scheduledMs ?? clock.now()) / HOUR_MS) * HOUR_MS + HOUR_MS;
  while (predictions < flights.length || outcomes < landings.length) {
    const departureMs = flights[predictions]?.scheduledMs ?? Number.POSITIVE_INFINITY;
    const nextMs = Math.min(departureMs, landings[outcomes]?.atMs ?? Number.POSITIVE_INFINITY);
    for (; hourEndMs <= nextMs; hourEndMs += HOUR_MS) {
      clock.advanceTo(hourEndMs);
      await onHour(hourEndMs, { predictions, outcomes });
    }
    clock.advanceTo(nextMs);
    // a flight departs before it lands, also where both are in the same millisecond
    if (departureMs === nextMs) play.depart(predictions++);
    else play.land(landings[outcomes++]!);
  }
  clock.advanceTo(hourEndMs);
  await onHour(hourEndMs, { predictions, outcomes });
  return { predictions, outcomes, endMs: clock.now() };
}

interface Landing {
  readonly index: number;
  readonly atMs: number;
}

function toLandings(flights: readonly Flight[]): Landing[] {
  const landings: Landing[] = [];
  flights.forEach((flight, index) => {
    const atMs = landingMs(flight);
    if (atMs !== undefined) landings.push({ index, atMs });
  });
  return landings.sort((a, b) => a.atMs - b.atMs || a.index - b.index);
}

/** What happens to one flight, and what has to be remembered of it until it lands: its score and its arm. */
class Play {
  readonly #options: ReplayOptions;
  readonly #scores: Float64Array;
  readonly #arms: Arm[] = [];

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#scores = new Float64Array(options.flights.length);
  }

  depart(index: number): void {
    const { flights, model, watch } = this.#options;
    const flight = flights[index]!;
    const score = model.score(flight);
    const arm = armOf(flight);
    this.#scores[index] = score;
    this.#arms[index] = arm;
    watch.predict({
      score,
      arm,
      features: toFeatures(flight),
      strata: { origin: flight.origin, carrier: flight.carrier },
    });
  }

  land({ index, atMs }: Landing): void {
    const { flights, watch } = this.#options;
    const flight = flights[index]!;
    const arm = this.#arms[index];
    const strata = { origin: flight.origin, carrier: flight.carrier };
    watch.outcome({
      score: this.#scores[index],
      truth: isLate(flight),
      ageMs: atMs - flight.scheduledMs,
      arm,
      strata,
    });
    if (flight.arrivalDelayMinutes === undefined || arm === undefined) return;
    watch.business(BUSINESS_METRIC, delayMinutesUnderPolicy(flight.arrivalDelayMinutes, arm), {
      arm,
      strata,
    });
  }
}
