import type { Undetermined } from "../distribution/undetermined.js";
import { compareRates } from "../tails/compare-rates.js";
import { estimateLevels, type VolumeHistory } from "./season-levels.js";

export interface Staleness {
  readonly kind: "value";
  /** The last window with rows; −1 where none has any. */
  readonly lastFilled: number;
  /** Empty windows after it, up to the end. */
  readonly silentWindows: number;
  /** Rows that the windows before lead to expect in the silent ones. */
  readonly expected: number;
  /** ln of the p-value for "silence by chance"; 0 where the last window has rows. */
  readonly logPValue: number;
}

/**
 * Has it stopped reporting? The stretch of empty windows at the end beside the rows that earlier windows of the same seasons lead to
 * expect there; a quiet night in a season without rows is no staleness. Undetermined: `too-few` windows before the silence.
 * @throws ModelwatchError `invalid-argument`: see {@link estimateLevels}.
 */
export function measureStaleness(history: VolumeHistory): Staleness | Undetermined {
  const { counts } = history;
  const lastFilled = counts.findLastIndex((count) => count > 0);
  const silentWindows = counts.length - 1 - lastFilled;
  if (silentWindows === 0) return { kind: "value", lastFilled, silentWindows, expected: 0, logPValue: 0 };
  const levels = estimateLevels(history, lastFilled + 1);
  if (levels.kind === "undetermined") return levels;
  let expected = 0;
  let sum = 0;
  for (let window = lastFilled + 1; window < counts.length; window++) {
    const level = levels.levelOf(window);
    // a season that was never seen leads to expect nothing
    if (level === null) continue;
    expected += level.sum / level.windows;
  }
  for (let window = 0; window <= lastFilled; window++) {
    if (history.counted?.[window] !== 0) sum += counts[window]!;
  }
  if (expected === 0 || sum === 0)
    return { kind: "value", lastFilled, silentWindows, expected, logPValue: 0 };
  // the exposure is rows expected: what was counted is its own expectation
  const { logPValue } = compareRates(
    { count: 0, exposure: expected },
    { count: sum, exposure: sum },
    { alpha: 0.05, overdispersion: levels.overdispersion },
  );
  return { kind: "value", lastFilled, silentWindows, expected, logPValue: Math.min(0, logPValue - Math.LN2) };
}
