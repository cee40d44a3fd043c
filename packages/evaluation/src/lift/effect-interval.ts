import { meanConfidenceSequence, toPseudoValues, type WindowContrast } from "@modelwatch/statistics";

/** An always-valid interval of an effect, with base windows as units. */
export interface EffectInterval {
  readonly low: number;
  readonly high: number;
  readonly windows: number;
}

/**
 * The interval of a contrast that may be read after every window: an asymptotic confidence sequence over one number per base
 * window. Null before there are enough windows to know their spread.
 */
export function effectInterval(contrast: WindowContrast, alpha: number): EffectInterval | null {
  const sums = toPseudoValues(contrast);
  if (sums.length < 2) return null;
  const counts = new Float64Array(sums.length).fill(1);
  const sequence = meanConfidenceSequence({ counts, sums, alpha, unit: "window" });
  const low = sequence.low[sums.length - 1]!;
  const high = sequence.high[sums.length - 1]!;
  return Number.isFinite(low) && Number.isFinite(high) ? { low, high, windows: sums.length } : null;
}
