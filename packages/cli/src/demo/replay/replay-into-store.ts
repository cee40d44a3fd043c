import type { ReferenceFile } from "@modelwatch/conventions";
import type { Flight } from "../flights/flight.js";
import { ReplayClock } from "./replay-clock.js";
import { replayFlights, type ReplayCounts, type ReplayResult } from "./replay-flights.js";
import { connectTelemetry } from "./telemetry.js";

export interface ReplayIntoStoreOptions {
  readonly flights: readonly Flight[];
  readonly model: { score(flight: Flight): number };
  readonly reference: ReferenceFile;
  /** The receiver's OTLP endpoint. */
  readonly metricsUrl: string;
  /** Event time before the first hour. */
  readonly startMs: number;
  readonly onHour?: (nowMs: number, soFar: ReplayCounts) => void;
}

/**
 * Plays flights through the whole path: instrumentation, OpenTelemetry's reader and exporter, OTLP over HTTP, receiver,
 * store. One export for each hour of event time.
 * @throws ModelwatchError `unavailable` where the receiver did not acknowledge an export.
 */
export async function replayIntoStore(
  options: ReplayIntoStoreOptions,
): Promise<ReplayResult & { exports: number }> {
  const { flights, model, reference, metricsUrl, startMs, onHour } = options;
  const clock = new ReplayClock(startMs);
  const telemetry = connectTelemetry({ url: metricsUrl, reference, clock: clock.now });
  const result = await replayFlights({
    flights,
    model,
    watch: telemetry.watch,
    clock,
    onHour: async (nowMs, soFar) => {
      await telemetry.flush();
      onHour?.(nowMs, soFar);
    },
  });
  return { ...result, exports: await telemetry.shutdown() };
}
