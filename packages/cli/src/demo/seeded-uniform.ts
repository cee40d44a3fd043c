import { createHash } from "node:crypto";

/**
 * A number in [0, 1) that depends on the seed and the key alone: the same on every machine and in every order of calls.
 * 48 bits of SHA-256. Used where the demo needs chance: to mix the training rows and to split the flights of the policy.
 */
export function seededUniform(seed: string, key: string): number {
  const digest = createHash("sha256").update(seed).update("\u0000").update(key).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}
