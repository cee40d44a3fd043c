import type { Flight } from "../flights/flight.js";

/** What the delay model is fitted on: the numbers known at scheduled departure. */
export const MODEL_NUMBERS = {
  hour: (flight) => flight.hour,
  distance: (flight) => flight.distanceMiles,
  temp: (flight) => flight.temperatureF,
  wind: (flight) => flight.windMph,
  precip: (flight) => flight.precipitationInches,
  visib: (flight) => flight.visibilityMiles,
} as const satisfies Record<string, (flight: Flight) => number | undefined>;

const READ_NUMBERS = Object.values(MODEL_NUMBERS);

/** How flights become rows of a design matrix. Learnt from the training flights alone. */
export interface DelayEncoding {
  /** Of the values that are known, in the order of {@link MODEL_NUMBERS}. */
  readonly means: readonly number[];
  readonly standardDeviations: readonly number[];
  readonly carriers: readonly string[];
  readonly origins: readonly string[];
  /** Columns of the design matrix. */
  readonly width: number;
}

/** Learns means, standard deviations and the known categories. */
export function fitEncoding(flights: readonly Flight[]): DelayEncoding {
  const moments = READ_NUMBERS.map((read) => momentsOf(flights, read));
  const carriers = [...new Set(flights.map((flight) => flight.carrier))].sort();
  const origins = [...new Set(flights.map((flight) => flight.origin))].sort();
  return {
    means: moments.map(({ mean }) => mean),
    standardDeviations: moments.map(({ standardDeviation }) => standardDeviation),
    carriers,
    origins,
    width: 2 * READ_NUMBERS.length + carriers.length + origins.length,
  };
}

/**
 * Writes a flight's row at `offset`: each number standardised, then a 1 for each number that is missing (the number itself
 * then stands at its mean), then one column per carrier and origin. An unknown carrier or origin leaves its columns at 0.
 */
export function encodeFlight(encoding: DelayEncoding, flight: Flight, row: Float32Array, offset = 0): void {
  const numbers = READ_NUMBERS.length;
  row.fill(0, offset, offset + encoding.width);
  for (let i = 0; i < numbers; i++) {
    const value = READ_NUMBERS[i]!(flight);
    if (value === undefined) row[offset + numbers + i] = 1;
    else row[offset + i] = (value - encoding.means[i]!) / encoding.standardDeviations[i]!;
  }
  const carrier = encoding.carriers.indexOf(flight.carrier);
  if (carrier >= 0) row[offset + 2 * numbers + carrier] = 1;
  const origin = encoding.origins.indexOf(flight.origin);
  if (origin >= 0) row[offset + 2 * numbers + encoding.carriers.length + origin] = 1;
}

function momentsOf(flights: readonly Flight[], read: (flight: Flight) => number | undefined) {
  const known = flights.map(read).filter((value) => value !== undefined);
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, known.length);
  // a number that never varies carries nothing: any divisor leaves it at 0
  return { mean, standardDeviation: variance > 0 ? Math.sqrt(variance) : 1 };
}
