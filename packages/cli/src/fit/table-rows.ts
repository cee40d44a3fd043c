import type { ReferenceRow } from "@modelwatch/instrumentation/fit";
import { isFeature, type TableRole } from "./assign-roles.js";
import { isNumber } from "./column-role.js";
import { toIdentifier, type Table } from "./open-table.js";
import type { ColumnProfile } from "./profile-columns.js";

export interface RowsRequest {
  readonly roles: readonly TableRole[];
  /** The target's text that is the positive class; absent: 1 or true is. */
  readonly positive?: string | undefined;
  readonly onRows: (rows: number) => void;
}

/** One column of the answer and where its values go. */
interface Cell {
  readonly expression: string;
  put(row: MutableRow, value: unknown): void;
}

interface MutableRow {
  score: number | null;
  truth: number | boolean | null;
  features: Record<string, unknown>;
}

/** Opens the table's rows as those of a reference, once more with each call. A row holds until the next one is asked for. */
export function tableRows(
  table: Table,
  { roles, positive, onRows }: RowsRequest,
): () => AsyncGenerator<ReferenceRow> {
  const cells = roles.flatMap(({ profile, role }) => {
    if (isFeature(role)) return [featureCell(profile, role.kind === "numeric")];
    if (role.kind === "score") return [scoreCell(profile)];
    return role.kind === "target" ? [truthCell(profile, positive)] : [];
  });
  return async function* () {
    // one object, filled again for each row: a wide one costs more to make than to count
    const row: MutableRow = { score: null, truth: null, features: {} };
    for await (const columns of table.read(cells.map(({ expression }) => expression))) {
      const rows = columns[0]?.length ?? 0;
      for (let at = 0; at < rows; at++) {
        for (const [index, cell] of cells.entries()) cell.put(row, columns[index]?.[at]);
        // what a cell holds is checked where it is counted
        yield row as ReferenceRow;
      }
      onRows(rows);
    }
  };
}

function featureCell(profile: ColumnProfile, isNumeric: boolean): Cell {
  const { name } = profile;
  const column = toIdentifier(name);
  if (!isNumeric) {
    return { expression: toCategoryText(profile), put: (row, value) => void (row.features[name] = value) };
  }
  if (profile.type !== "VARCHAR") {
    return {
      expression: `CAST(${column} AS DOUBLE)`,
      put: (row, value) => void (row.features[name] = value),
    };
  }
  return { expression: column, put: (row, value) => void (row.features[name] = toNumberOrText(value)) };
}

/** A category as production writes it: `String(3.5)` is 3.5, where SQL may write 3.50. */
function toCategoryText(profile: ColumnProfile): string {
  const column = toIdentifier(profile.name);
  if (profile.type === "BOOLEAN") return column;
  const hasFraction = isNumber(profile) && !profile.type.includes("INT");
  return `CAST(${column} AS ${hasFraction ? "DOUBLE" : "VARCHAR"})`;
}

/** What is no number stays text, and is counted as of the wrong type. */
function toNumberOrText(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const number = value.trim() === "" ? Number.NaN : Number(value);
  return Number.isNaN(number) ? value : number;
}

function scoreCell({ name }: ColumnProfile): Cell {
  return {
    expression: `CAST(${toIdentifier(name)} AS DOUBLE)`,
    put: (row, value) => void (row.score = typeof value === "number" ? value : null),
  };
}

function truthCell({ name, type }: ColumnProfile, positive: string | undefined): Cell {
  const column = toIdentifier(name);
  if (positive !== undefined) {
    return {
      expression: `CAST(${column} AS VARCHAR)`,
      put: (row, value) => void (row.truth = value === null ? null : value === positive),
    };
  }
  return {
    expression: type === "BOOLEAN" ? column : `CAST(${column} AS DOUBLE)`,
    put: (row, value) =>
      void (row.truth = typeof value === "number" || typeof value === "boolean" ? value : null),
  };
}
