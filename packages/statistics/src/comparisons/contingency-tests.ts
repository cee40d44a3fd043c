import { requireArgument } from "../definition/require-argument.js";
import { chiSquareSurvival } from "../special/survival.js";

/** A test of whether the rows of a table of counts could come from one distribution. */
export interface ContingencyTest {
  readonly statistic: number;
  /** 0 only where it underflows, then read log10PValue. */
  readonly pValue: number;
  readonly log10PValue: number;
  /** (rows − 1)(columns − 1), without columns that no row uses. */
  readonly degreesOfFreedom: number;
  /** √(χ²/(N·min(rows − 1, columns − 1))), in [0, 1]. */
  readonly cramersV: number;
}

export interface ContingencyOptions {
  /** Yates' (1934) correction of 2 × 2 tables: each count moves ½ towards what it expects, never beyond. */
  readonly yates: boolean;
}

/**
 * Pearson's (1900, doi:10.1080/14786440009463897) chi-square test on a table of counts, rows (samples) by columns (cells). Columns that
 * no row uses are left out.
 * @throws ModelwatchError `invalid-argument`: fewer than two rows or used columns, rows of unequal length, an empty row, a count that is
 * no whole number ≥ 0.
 */
export function chi2OfTable(
  table: readonly ArrayLike<number>[],
  options: ContingencyOptions,
): ContingencyTest {
  return testTable(table, options, (observed, expected) => (observed - expected) ** 2 / expected);
}

/**
 * The likelihood-ratio (G) test on a table of counts: 2 Σ observed·ln(observed/expected), Wilks (1938, doi:10.1214/aoms/1177732360).
 * Shapes and errors as in chi2OfTable.
 */
export function gTestOfTable(
  table: readonly ArrayLike<number>[],
  options: ContingencyOptions,
): ContingencyTest {
  return testTable(table, options, (observed, expected) =>
    observed === 0 ? 0 : 2 * observed * Math.log(observed / expected),
  );
}

function testTable(
  table: readonly ArrayLike<number>[],
  { yates }: ContingencyOptions,
  part: (observed: number, expected: number) => number,
): ContingencyTest {
  const { rows, columns, total } = margins(table);
  const used = columns.flatMap((sum, column) => (sum > 0 ? [column] : []));
  requireArgument(
    used.length >= 2,
    `the table uses ${used.length} columns`,
    "at least two columns with counts",
  );
  const isCorrected = yates && table.length === 2 && used.length === 2;
  let statistic = 0;
  table.forEach((row, r) => {
    for (const column of used) {
      const expected = rows[r]! * (columns[column]! / total);
      const gap = row[column]! - expected;
      const correction = isCorrected ? Math.min(0.5, Math.abs(gap)) * Math.sign(gap) : 0;
      statistic += part(row[column]! - correction, expected);
    }
  });
  statistic = Math.max(0, statistic);
  const degreesOfFreedom = (table.length - 1) * (used.length - 1);
  const tail = chiSquareSurvival(statistic, degreesOfFreedom);
  const most = total * Math.min(table.length - 1, used.length - 1);
  return {
    statistic,
    pValue: tail.probability,
    log10PValue: tail.logProbability / Math.LN10,
    degreesOfFreedom,
    cramersV: Math.min(1, Math.sqrt(statistic / most)),
  };
}

function margins(table: readonly ArrayLike<number>[]): {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly total: number;
} {
  requireArgument(table.length >= 2, `the table has ${table.length} rows`, "at least two rows");
  const columns = new Array<number>(table[0]!.length).fill(0);
  const rows = table.map((row, r) => {
    requireArgument(
      row.length === columns.length,
      `table[${r}] has ${row.length} columns`,
      `${columns.length}`,
    );
    let sum = 0;
    for (let column = 0; column < row.length; column++) {
      const count = row[column]!;
      requireArgument(
        Number.isSafeInteger(count) && count >= 0,
        `table[${r}][${column}] is ${count}`,
        "whole numbers from 0",
      );
      sum += count;
      columns[column] = columns[column]! + count;
    }
    requireArgument(sum > 0, `table[${r}] has no counts`, "a positive count in each row");
    return sum;
  });
  return { rows, columns, total: rows.reduce((sum, row) => sum + row, 0) };
}
