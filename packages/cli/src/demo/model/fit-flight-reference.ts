import type { ReferenceFile } from "@modelwatch/conventions";
import { fitReference } from "@modelwatch/instrumentation/fit";
import { isLate, type Flight } from "../flights/flight.js";
import { FLIGHT_MODEL, toFeatures } from "./flight-model.js";

/**
 * The training distribution of the delay model: features, scores, and scores by truth of the flights that it was trained
 * on.
 * @throws ModelwatchError `invalid-argument` where no flight arrived.
 */
export function fitFlightReference(
  flights: readonly Flight[],
  model: { score(flight: Flight): number },
  range: { readonly from: string; readonly to: string },
): Promise<ReferenceFile> {
  return fitReference({
    declaration: FLIGHT_MODEL,
    description: "departures from New York's airports that the delay model was trained on",
    rows: flights
      .filter((flight) => isLate(flight) !== undefined)
      .map((flight) => ({ score: model.score(flight), features: toFeatures(flight), truth: isLate(flight) })),
    ...range,
  });
}
