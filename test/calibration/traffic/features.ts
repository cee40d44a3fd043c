import { createCellTable, type CellTable } from "./cell-table.js";
import { lawQuantile, transformLaw, type Law } from "./law.js";
import type { Layout } from "@modelwatch/statistics";

/** What happens to the members that change. Shifts are in standard deviations of the rows of a window without effects. */
export const CHANGES = ["shift-0.1", "shift-0.25", "shift-0.5", "tail", "unit", "new-category"] as const;
export type Change = (typeof CHANGES)[number];

/** One feature of a simulated model: how it is cut into cells, and its law as a table, before and after a change. */
export interface SimulatedFeature {
  readonly name: string;
  readonly layout: Layout;
  readonly table: CellTable;
  /** The table that rules after a change. */
  tableAfter(change: Change): CellTable;
}

export const FEATURES = 20;
/** Cells of a numeric feature: equally likely under its law, as `fit` cuts them from training data. */
const CELLS = 20;

const NORMAL: Law = [{ weight: 1, location: 0, scale: 1 }];
const SKEWED: Law = [{ weight: 1, location: 3, scale: 1, skew: 0.75 }];
const TWO_PEAKS: Law = [
  { weight: 0.65, location: -1, scale: 0.7 },
  { weight: 0.35, location: 2, scale: 1 },
];
/** Temperatures in °F, the feature whose unit may change. */
const FAHRENHEIT: Law = [{ weight: 1, location: 60, scale: 18 }];
const TO_CELSIUS = { factor: 5 / 9, offset: -160 / 9 };
/** Categories are slices of a latent normal number, so that effects move their shares too. The last is not seen until it appears. */
const CATEGORIES = [0.4, 0.25, 0.2, 0.1, 0.05, 0] as const;
const TAIL_SHARE = 0.05;
const NEW_SHARE = 0.05;

/** Features 0 and 1 change: temperatures, then all other numeric laws; the last four are categories. */
export const MODEL: readonly SimulatedFeature[] = Array.from({ length: FEATURES }, (_, index) => {
  if (index >= FEATURES - 4) return createCategorical(index);
  const laws = [FAHRENHEIT, FAHRENHEIT, NORMAL, SKEWED, TWO_PEAKS];
  return createNumeric(index, laws[index < 2 ? index : 2 + (index % 3)]!);
});

/** The two members that a change touches: the first numeric ones, or, for a new category, the first categorical ones. */
export function changedMembers(change: Change): readonly number[] {
  return change === "new-category" ? [FEATURES - 4, FEATURES - 3] : [0, 1];
}

/** Five common categories and one that always was rare: a share between 1e-3 and 1e-7, by feature. */
export const RARE_CATEGORY_MODEL: readonly SimulatedFeature[] = Array.from(
  { length: FEATURES },
  (_, index) => {
    const rare = 10 ** (-3 - (4 * index) / (FEATURES - 1));
    const shares = CATEGORIES.map((share, category) => (category === 5 ? rare : share * (1 - rare)));
    return createCategorical(index, shares);
  },
);

function createNumeric(index: number, law: Law): SimulatedFeature {
  const bounds = Float64Array.from({ length: CELLS - 1 }, (_, k) => lawQuantile(law, (k + 1) / CELLS));
  const tables = new Map<string, CellTable>();
  const tableOf = (name: string, changed: Law): CellTable => {
    const table = tables.get(name) ?? createCellTable(changed, bounds, law);
    tables.set(name, table);
    return table;
  };
  return {
    name: `feature ${index}`,
    layout: { kind: "numeric", bounds },
    table: tableOf("before", law),
    tableAfter: (change) => tableOf(change, changeLaw(law, change)),
  };
}

const SHIFTS: Readonly<Partial<Record<Change, number>>> = {
  "shift-0.1": 0.1,
  "shift-0.25": 0.25,
  "shift-0.5": 0.5,
};

function changeLaw(law: Law, change: Change): Law {
  const sd = law === FAHRENHEIT ? 18 : 1;
  if (change === "unit") return transformLaw(law, TO_CELSIUS.factor, TO_CELSIUS.offset);
  if (change === "tail") {
    const kept = law.map((component) => ({ ...component, weight: (1 - TAIL_SHARE) * component.weight }));
    return [...kept, { weight: TAIL_SHARE, location: law[0]!.location + 3 * sd, scale: 0.5 * sd }];
  }
  return transformLaw(law, 1, (SHIFTS[change] ?? 0) * sd);
}

function createCategorical(index: number, shares: readonly number[] = CATEGORIES): SimulatedFeature {
  const bounds = Float64Array.from(shares.slice(1), (_, k) =>
    lawQuantile(
      NORMAL,
      shares.slice(0, k + 1).reduce((sum, share) => sum + share, 0),
    ),
  );
  const table = createCellTable(NORMAL, bounds, NORMAL);
  return {
    name: `feature ${index}`,
    layout: { kind: "categorical", categories: shares.map((_, k) => `category ${k}`) },
    table,
    tableAfter: (change) => (change === "new-category" ? withNewCategory(table) : table),
  };
}

function withNewCategory({ cells, values }: CellTable): CellTable {
  const changed = values.map((value, at) => {
    const isNew = at % cells === cells - 1;
    const isShare = Math.floor(at / cells) % 5 === 0;
    return value * (1 - NEW_SHARE) + (isNew && isShare ? NEW_SHARE : 0);
  });
  return { cells, values: changed };
}
