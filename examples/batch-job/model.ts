/** What is known about a flight when it leaves the gate. */
export interface Departure {
  /** Of the scheduled departure, local time. */
  readonly hour: number;
  /** Miles. */
  readonly distance: number;
  /** Two letters. */
  readonly carrier: string;
}

/** A logistic regression on the 77,911 flights from New York that arrived in January to March 2013. */
const WEIGHTS = { intercept: -2.2942, hour: 0.0707, distance: -0.00002 };
const CARRIER_WEIGHTS: Readonly<Record<string, number>> = {
  "9E": 0.055,
  AA: -0.099,
  B6: 0.303,
  DL: -0.39,
  EV: 0.829,
  FL: 0.116,
  MQ: 0.056,
  US: -0.256,
  VX: -0.917,
  WN: -0.037,
};

/** The probability that the flight arrives more than 15 minutes late. */
export function probabilityOfDelay({ hour, distance, carrier }: Departure): number {
  const carrierWeight = CARRIER_WEIGHTS[carrier] ?? 0;
  const logit = WEIGHTS.intercept + WEIGHTS.hour * hour + WEIGHTS.distance * distance + carrierWeight;
  return 1 / (1 + Math.exp(-logit));
}
