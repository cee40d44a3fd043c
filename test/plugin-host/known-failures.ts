import { expect } from "vitest";
import type { HostVariant } from "./host-variants.js";
import type { PluginProcess } from "./plugin-process.js";

/** A fact that does not hold with one host and kind of process, and why. */
export interface KnownFailure {
  readonly variant: HostVariant;
  readonly process: PluginProcess;
  readonly fact: string;
  readonly reason: string;
}

/**
 * What is known not to hold. The suite fails where a fact fails that is not listed, and where one holds that is: an entry
 * goes out with its defect.
 */
export const KNOWN_FAILURES: readonly KnownFailure[] = [];

/** Checks a fact, or that a known failure still is one. */
export async function checkFact(
  where: Omit<KnownFailure, "reason">,
  check: () => Promise<void>,
): Promise<void> {
  if (findKnownFailure(where) === undefined) await check();
  else await expect(check(), "it holds: take it out of known-failures.ts").rejects.toThrow();
}

export function findKnownFailure(where: Omit<KnownFailure, "reason">): KnownFailure | undefined {
  return KNOWN_FAILURES.find(
    ({ variant, process, fact }) =>
      variant === where.variant && process === where.process && fact === where.fact,
  );
}
