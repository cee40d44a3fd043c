// A formatter takes a hundred times as long to make as to use, and an answer may hold thousands of sentences.
const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const THREE_DIGITS = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });
const ONE_DECIMAL = new Intl.NumberFormat("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A number as people read it: three significant digits, thousands in groups, no exponent where avoidable. */
export function formatNumber(value: number): string {
  if (value !== 0 && (Math.abs(value) >= 1e15 || Math.abs(value) < 1e-6)) return value.toExponential(1);
  return (Math.abs(value) >= 1000 ? WHOLE : THREE_DIGITS).format(value === 0 ? 0 : value);
}

/** A share as a percentage with one digit: .2789 → `27.9 %`. */
export function formatPercent(share: number): string {
  return `${ONE_DECIMAL.format(share * 100)} %`;
}

/** A count with thousands in groups. */
export function formatCount(count: number): string {
  return WHOLE.format(count);
}

/** A number with its unit, where there is one. */
export function formatWithUnit(value: number, unit: string): string {
  return unit === "" || unit === "1" ? formatNumber(value) : `${formatNumber(value)} ${unit}`;
}

/** `more` and `less` in words people use for a signed difference. */
export function formatSigned(value: number, unit: string): string {
  return `${value > 0 ? "+" : value < 0 ? "−" : ""}${formatWithUnit(Math.abs(value), unit)}`;
}
