import { ModelwatchError } from "@modelwatch/conventions/error";

/** @throws ModelwatchError `invalid-argument` with both texts unless the condition holds. */
export function requireArgument(holds: boolean, problem: string, allowed: string): void {
  if (!holds) throw new ModelwatchError("invalid-argument", { problem, allowed });
}
