import { chiSquareUpperQuantile } from "@modelwatch/statistics";

/** The largest rate at which so few events would still be seen with probability .05: exact (Garwood 1936). */
export function poissonUpperLimit(events: number): number {
  return chiSquareUpperQuantile(0.05, 2 * (events + 1)) / 2;
}
