import type { Flight } from "../flights/flight.js";
import { ARM_CONTROL, ARM_TREATED } from "../model/flight-model.js";
import { seededUniform } from "../seeded-uniform.js";

/**
 * The randomised policy of the demo. It is SIMULATED, and its effect is known: every treated flight's delay minutes are
 * recorded 2.0 lower than they were. Ground truth (late or not) is untouched. Whoever reads the report can check whether
 * the interval that Modelwatch found holds the truth.
 */
export const POLICY = {
  name: "simulated policy",
  seed: "simulated policy 2013",
  treatedShare: 0.5,
  effectMinutes: -2,
} as const;

export type Arm = typeof ARM_CONTROL | typeof ARM_TREATED;

/** The flight's arm: a hash of its identity, so that a second run, and a second process, agree. */
export function armOf(flight: Flight): Arm {
  return seededUniform(POLICY.seed, flight.id) < POLICY.treatedShare ? ARM_TREATED : ARM_CONTROL;
}

/** The business value of a flight that arrived: its delay, with the simulated effect where it was treated. */
export function delayMinutesUnderPolicy(arrivalDelayMinutes: number, arm: Arm): number {
  return arm === ARM_TREATED ? arrivalDelayMinutes + POLICY.effectMinutes : arrivalDelayMinutes;
}
