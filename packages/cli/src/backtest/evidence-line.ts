const LEVELS = "▁▂▃▄▅▆▇";
const BEYOND = "█";
const UNKNOWN = "·";
const COLUMNS = 72;

/**
 * Evidence over time in one line of text: each column is the greatest of its windows, from no evidence to █ at or beyond the
 * threshold; · where nothing is known.
 */
export function evidenceLine(logDetector: Float64Array, logThreshold: number): string {
  const perColumn = Math.max(1, Math.ceil(logDetector.length / COLUMNS));
  let line = "";
  for (let from = 0; from < logDetector.length; from += perColumn) {
    const greatest = Math.max(...logDetector.subarray(from, from + perColumn));
    line += characterOf(greatest, logThreshold);
  }
  return line;
}

function characterOf(log: number, logThreshold: number): string {
  if (log === -Infinity) return UNKNOWN;
  if (log >= logThreshold) return BEYOND;
  const level = Math.floor((Math.max(0, log) / logThreshold) * LEVELS.length);
  return LEVELS[Math.min(LEVELS.length - 1, level)]!;
}
