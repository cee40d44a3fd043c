import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isLate, type Flight } from "./flights/flight.js";
import { readFlights } from "./flights/read-flights.js";
import { trainDelayModel, type DelayModel } from "./model/delay-model.js";
import { fitFlightReference } from "./model/fit-flight-reference.js";
import { FLIGHT_MODEL } from "./model/flight-model.js";
import { startEmbeddedStore, type EmbeddedStore } from "./replay/embedded-store.js";
import { replayIntoStore } from "./replay/replay-into-store.js";
import type { ReplayResult } from "./replay/replay-flights.js";
import { checkConserved, describeLosses, readStoredCounts, type StoredCounts } from "./stored-counts.js";

const RANGE = { from: "2013-04-01T00:00:00-04:00", to: "2013-05-01T00:00:00-04:00" };

describe("a month of flights over the wire", () => {
  let folder: string;
  let store: EmbeddedStore;
  let flights: Flight[];
  let replayed: ReplayResult & { exports: number };
  let stored: StoredCounts;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "modelwatch-demo-"));
    store = await startEmbeddedStore(join(folder, "modelwatch.duckdb"));
    const startMs = Date.parse(RANGE.from);
    const all = await readFlights(undefined, { toMs: Date.parse(RANGE.to) });
    const training = all.filter((flight) => flight.scheduledMs < startMs);
    flights = all.filter((flight) => flight.scheduledMs >= startMs);
    const model: DelayModel = await trainDelayModel(training);
    const reference = await fitFlightReference(training, model, {
      from: "2013-01-01T00:00:00-05:00",
      to: RANGE.from,
    });
    replayed = await replayIntoStore({ flights, model, reference, metricsUrl: store.metricsUrl, startMs });
    stored = await readStoredCounts(store.source, { fromMs: startMs, toMs: replayed.endMs });
  }, 300_000);
  afterAll(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  it("keeps every prediction, and every outcome of the flights that landed", () => {
    expect(stored.predictions).toBe(flights.length);
    expect(stored.outcomes).toBe(flights.filter((flight) => isLate(flight) !== undefined).length);
    expect(stored.businessValues).toBe(stored.outcomes);
    expect(describeLosses(stored, replayed, FLIGHT_MODEL.features.keys())).toEqual([]);
  });

  it("keeps every feature value, in its distribution or as invalid", () => {
    const missingSeats = flights.filter((flight) => flight.seats === undefined).length;
    expect(stored.features.get("seats")).toEqual({
      counted: flights.length - missingSeats,
      invalid: missingSeats,
    });
    expect(missingSeats).toBeGreaterThan(0);
    expect([...stored.features.keys()].sort()).toEqual([...FLIGHT_MODEL.features.keys()].sort());
  });

  it("exports once for each hour in which something happened", () => {
    expect(replayed.exports).toBeGreaterThan(500);
    expect(replayed.exports).toBeLessThanOrEqual((replayed.endMs - Date.parse(RANGE.from)) / 3_600_000);
  });

  it("names what was lost where a count is not conserved", () => {
    const lost: StoredCounts = { ...stored, predictions: stored.predictions - 1, features: new Map() };
    expect(describeLosses(lost, replayed, ["seats"])).toEqual([
      `predictions: ${flights.length - 1} in the store, ${flights.length} replayed`,
      `feature seats, counted and invalid: 0 in the store, ${flights.length} replayed`,
    ]);
    expect(() => checkConserved(lost, replayed, ["seats"])).toThrow("[data-loss]");
  });
});
