import type { EdfLimit } from "./edf-tail.js";

/** Spacing in √x, in which ln of these tails is close to a parabola. */
const STEP = 0.005;
const NODES = 2048;

/**
 * The same law with its tail looked up, for many windows: cubic interpolation between nodes that are computed when first needed, right to
 * eight digits of the probability from the law's mean on and to six below. Beyond the table, x = 104, the tail is computed.
 */
export function tabulateLimit(limit: EdfLimit): EdfLimit {
  const logs = new Float64Array(NODES).fill(Number.NaN);
  const logAt = (node: number): number => {
    if (Number.isNaN(logs[node])) logs[node] = limit.logSurvival((node * STEP) ** 2);
    return logs[node]!;
  };
  return {
    ...limit,
    logSurvival: (x) => {
      const position = Math.sqrt(Math.max(0, x)) / STEP;
      const node = Math.floor(position);
      if (node < 1 || node + 2 >= NODES) return limit.logSurvival(x);
      const [a, b, c, d] = [logAt(node - 1), logAt(node), logAt(node + 1), logAt(node + 2)];
      // Lagrange's cubic through four nodes
      const t = position - node;
      const cubic = t * ((a + c) / 2 - b + t * ((b - c) / 2 + (d - a) / 6));
      return Math.min(0, b + t * (c - a / 3 - b / 2 - d / 6 + cubic));
    },
  };
}
