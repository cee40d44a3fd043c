import type { Labels } from "./source.js";

/** Labels as one string, the same for the same pairs in whatever order: an empty value counts as absent. */
export function labelsKey(labels: Labels): string {
  const names = Object.keys(labels).filter((name) => labels[name] !== "");
  return JSON.stringify(names.sort().map((name) => [name, labels[name]]));
}

/** A label's value, "" where it is absent. Attribute names are data: `constructor` is a name like any other. */
export function labelOf(labels: Labels, name: string): string {
  return Object.hasOwn(labels, name) ? (labels[name] ?? "") : "";
}

/** The labels that `names` lists, in that order; absent ones are left out. */
export function pickLabels(labels: Labels, names: readonly string[]): Labels {
  return Object.fromEntries(
    names.map((name) => [name, labelOf(labels, name)]).filter(([, value]) => value !== ""),
  );
}

export function omitLabel(labels: Labels, omitted: string): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => name !== omitted));
}

/** Ascending by name, then value, pair by pair; by UTF-16 code units, whatever the locale. */
export function compareLabels(a: Labels, b: Labels): number {
  return compareText(labelsKey(a), labelsKey(b));
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
