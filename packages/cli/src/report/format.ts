/** Numbers and dates as people read them in the report and on the terminal. A missing number is a dash, never 0. */

const UNKNOWN = "–";

export function formatCount(value: number): string {
  return new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 }).format(value);
}

/** Fixed digits, a true minus sign. */
export function formatFixed(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined) return UNKNOWN;
  const text = new Intl.NumberFormat("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
  return text.replace(/^-(?=[0.,]*$)/, "").replace("-", "−");
}

/** With its sign, for differences. */
export function formatSigned(value: number | null | undefined, digits: number): string {
  const text = formatFixed(value, digits);
  return value !== null && value !== undefined && value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A share in [0, 1] as percent. */
export function formatPercent(share: number | null | undefined, digits = 1): string {
  return share === null || share === undefined ? UNKNOWN : `${formatFixed(share * 100, digits)} %`;
}

/** `−2.4 to −1.6`, or a dash where an end is not known. */
export function formatInterval(
  low: number | null | undefined,
  high: number | null | undefined,
  format: (value: number | null | undefined) => string,
): string {
  return low === null || low === undefined || high === null || high === undefined
    ? UNKNOWN
    : `${format(low)} to ${format(high)}`;
}

/** An ISO instant with an offset, as a day where it was: `May 14, 2013`. */
export function formatDay(iso: string): string {
  return dateText(iso, { month: "long", day: "numeric", year: "numeric" });
}

/** `Apr`, for months on an axis. */
export function formatMonth(iso: string): string {
  return dateText(iso, { month: "short" });
}

/** `Apr 8`. */
export function formatShortDay(iso: string): string {
  return dateText(iso, { month: "short", day: "numeric" });
}

/** The calendar date stands in the text itself: no time zone of the reader's machine gets in. */
function dateText(iso: string, options: Intl.DateTimeFormatOptions): string {
  const [year, month, day] = iso.slice(0, 10).split("-").map(Number);
  const date = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1));
  return new Intl.DateTimeFormat("en-US", { ...options, timeZone: "UTC" }).format(date);
}
