/** How long and how many predictions a process remembers, so that an outcome can be joined to its prediction by id. */
export interface JoinOptions {
  /** The last predictions with an id that are remembered; 100,000 by default, at most 10,000,000. Each takes 41 to 49 bytes. */
  readonly maxEntries?: number;
  /** An outcome that comes later is not joined; 7 days by default. */
  readonly maxAgeMs?: number;
}

export interface JoinLimits {
  readonly maxEntries: number;
  readonly maxAgeMs: number;
}

const DEFAULTS: JoinLimits = Object.freeze({ maxEntries: 100_000, maxAgeMs: 7 * 86_400_000 });
const MAX_ENTRIES = 10_000_000;

/** The options with their defaults; "invalid" where one is out of its range. */
export function checkJoin(options: JoinOptions): JoinLimits | "invalid" {
  const { maxEntries = DEFAULTS.maxEntries, maxAgeMs = DEFAULTS.maxAgeMs } = options;
  const isValid =
    Number.isInteger(maxEntries) && maxEntries >= 1 && maxEntries <= MAX_ENTRIES && maxAgeMs > 0;
  return isValid ? { maxEntries, maxAgeMs } : "invalid";
}
