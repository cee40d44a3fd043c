import { beforeAll, describe, expect, it } from "vitest";
import type { Flight } from "../flights/flight.js";
import { readFlights } from "../flights/read-flights.js";
import { landingMs } from "./landing.js";
import { armOf, POLICY } from "./policy.js";
import { ReplayClock } from "./replay-clock.js";
import { replayFlights, type FlightWatch } from "./replay-flights.js";

const HOUR_MS = 3_600_000;
const RANGE = { fromMs: Date.parse("2013-04-01T00:00-04:00"), toMs: Date.parse("2013-04-08T00:00-04:00") };

/** A watch that writes down what it is told and when. */
function recordingWatch(clock: ReplayClock) {
  const calls: {
    kind: "predict" | "outcome" | "business";
    atMs: number;
    score?: unknown;
    ageMs?: number;
    value?: unknown;
    arm?: unknown;
  }[] = [];
  const watch: Pick<FlightWatch, "predict" | "outcome" | "business"> = {
    predict: ({ score, arm }) => void calls.push({ kind: "predict", atMs: clock.now(), score, arm }),
    outcome: (outcome) => {
      if (!("score" in outcome)) throw new Error("the replay gives the score that was predicted");
      const { score, ageMs, arm } = outcome;
      calls.push({ kind: "outcome", atMs: clock.now(), score, ageMs, arm });
    },
    business: (_name, value, placement) =>
      void calls.push({ kind: "business", atMs: clock.now(), value, arm: placement?.arm }),
  };
  return { calls, watch };
}

/** Any function of the flight will do: what counts is that each outcome carries its own flight's score. */
function distanceScore(flight: Flight): number {
  return (flight.distanceMiles % 997) / 997;
}

function byTimeAndScore(a: { atMs?: number | undefined; score?: unknown }, b: typeof a): number {
  return Number(a.atMs) - Number(b.atMs) || Number(a.score) - Number(b.score);
}

/** From midnight to the hour of the first departure. */
function firstHourOffset([first]: readonly Flight[]): number {
  return (first?.hour ?? 0) * HOUR_MS;
}

async function replay(flights: readonly Flight[]) {
  const clock = new ReplayClock(RANGE.fromMs);
  const { calls, watch } = recordingWatch(clock);
  const hours: number[] = [];
  const result = await replayFlights({
    flights,
    model: { score: distanceScore },
    watch,
    clock,
    onHour: async (nowMs) => void hours.push(nowMs),
  });
  return { result, calls, hours };
}

describe("the replay", () => {
  let flights: Flight[];
  beforeAll(async () => void (flights = await readFlights(undefined, RANGE)));

  it("predicts every scheduled departure, and tells the truth of every flight that landed", async () => {
    const { result, calls } = await replay(flights);
    const landed = flights.filter((flight) => flight.arrivalDelayMinutes !== undefined).length;
    expect(flights.length).toBeGreaterThan(6000);
    expect(landed).toBeLessThan(flights.length);
    expect(result).toMatchObject({ predictions: flights.length, outcomes: landed });
    for (const [kind, count] of [
      ["predict", flights.length],
      ["outcome", landed],
      ["business", landed],
    ] as const) {
      expect(calls.filter((call) => call.kind === kind).length).toBe(count);
    }
  });

  it("runs in event time: nothing happens earlier than what happened before, and each hour is closed once", async () => {
    const { calls, hours, result } = await replay(flights);
    const times = calls.map((call) => call.atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(hours).toEqual(
      hours.map((_hour, i) => RANGE.fromMs + (i + 1) * HOUR_MS + firstHourOffset(flights)),
    );
    expect(hours.at(-1)).toBe(result.endMs);
    expect(times.at(-1)).toBeLessThan(result.endMs);
  });

  it("brings the truth late and out of order, with the score that was given at departure", async () => {
    const { calls } = await replay(flights);
    const outcomes = calls.filter((call) => call.kind === "outcome");
    const departures = outcomes.map((call) => call.atMs - (call.ageMs ?? 0));
    expect(outcomes.every((call) => (call.ageMs ?? -1) >= 0)).toBe(true);
    expect(departures).not.toEqual(departures.toSorted((a, b) => a - b));
    const told = outcomes.map(({ atMs, score }) => ({ atMs, score })).toSorted(byTimeAndScore);
    const expected = flights
      .map((flight) => ({ atMs: landingMs(flight), score: distanceScore(flight) }))
      .filter((landing) => landing.atMs !== undefined)
      .toSorted(byTimeAndScore);
    expect(told).toEqual(expected);
  });

  it("lowers the treated flights' delay minutes by the declared effect, and no other number", async () => {
    const { calls } = await replay(flights);
    const recorded = calls
      .filter((call) => call.kind === "business")
      .reduce((sum, call) => sum + Number(call.value), 0);
    const landed = flights.filter((flight) => flight.arrivalDelayMinutes !== undefined);
    const actual = landed.reduce((sum, flight) => sum + flight.arrivalDelayMinutes!, 0);
    const treated = landed.filter((flight) => armOf(flight) === "treated").length;
    expect(recorded).toBeCloseTo(actual + treated * POLICY.effectMinutes, 6);
    expect(Math.abs(treated / landed.length - POLICY.treatedShare)).toBeLessThan(0.02);
  });
});
