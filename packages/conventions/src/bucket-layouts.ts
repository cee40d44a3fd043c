/**
 * Upper-inclusive bounds for probabilities, spaced evenly in the logit: fine near 0 and 1, where rare events live.
 * OpenTelemetry's default bounds put every probability into one bucket.
 */
export const PROBABILITY_BOUNDS: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.14, 0.16, 0.18, 0.2, 0.225,
  0.25, 0.275, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.94, 0.96, 0.98, 0.99,
  0.995, 0.999,
];

/** Most buckets that one series may have. */
export const MAX_BOUNDS = 160;
