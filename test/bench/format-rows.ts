import type { BenchRow } from "./bench-row.js";

/** Rows as an aligned table: what was measured, beside which rival, at which ratio, and whether the goal holds. */
export function formatRows(rows: readonly BenchRow[]): string {
  const cells = rows.map((row) => [
    row.name,
    `${row.value.toPrecision(3)} ${row.unit}`,
    row.rival === "" ? "" : `beside ${row.rival}`,
    row.ratio === null ? "" : `${row.ratio.toPrecision(3)} ×`,
    row.goal,
    row.holds === null ? "" : row.holds ? "holds" : "DOES NOT HOLD",
  ]);
  const widths = [0, 1, 2, 3, 4, 5].map((i) => Math.max(0, ...cells.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ");
  return cells.map((row) => `${line(row).trimEnd()}\n`).join("");
}
