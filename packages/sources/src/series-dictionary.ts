import { labelsKey } from "./labels.js";
import type { Temporality } from "./metric-batch.js";
import type { Labels } from "./source.js";

export type SeriesKind = "histogram" | "exponential" | "sum" | "gauge";

/** Both have buckets, and answer together. */
export const HISTOGRAM_KINDS = ["histogram", "exponential"] as const satisfies readonly SeriesKind[];

/**
 * What makes points one series. A histogram's bounds are part of it: counts of two layouts are never subtracted. The scale of an
 * exponential one is not: counts of two scales meet at the coarser.
 */
export interface SeriesIdentity {
  readonly kind: SeriesKind;
  readonly metric: string;
  readonly labels: Labels;
  readonly temporality: Temporality;
  /** Whether a falling value means a restart; true for histograms, false for gauges. */
  readonly monotonic: boolean;
  /** Of explicit histograms; else empty. */
  readonly bounds: readonly number[];
}

export interface Series extends SeriesIdentity {
  readonly id: number;
  /** The labels as one string, see {@link labelsKey}. */
  readonly labelsKey: string;
}

/** All series that a store holds, by identity and by metric. Ids count up from 0 in order of appearance. */
export class SeriesDictionary {
  readonly #all: Series[] = [];
  readonly #byMetric = new Map<string, Series[]>();
  readonly #byLabels = new Map<string, Series[]>();
  /** Keys as they come off the wire, unsorted: cheap to make, and the same process sends the same order again. */
  readonly #byWireKey = new Map<string, Series[]>();

  get size(): number {
    return this.#all.length;
  }

  get(id: number): Series {
    const series = this.#all[id];
    if (series === undefined) throw new RangeError(`no series ${id}`);
    return series;
  }

  /** The series of an identity, undefined where the store has none yet. */
  find(identity: SeriesIdentity): Series | undefined {
    const wireKey = toWireKey(identity);
    const known = this.#byWireKey.get(wireKey)?.find((series) => sameBounds(series.bounds, identity.bounds));
    if (known !== undefined) return known;
    const canonical = this.#byLabels
      .get(toLabelsIndex(identity.kind, identity.metric, labelsKey(identity.labels)))
      ?.find((series) => isSame(series, identity));
    if (canonical !== undefined) push(this.#byWireKey, wireKey, canonical);
    return canonical;
  }

  /** Adds an identity that {@link find} does not know. */
  add(identity: SeriesIdentity): Series {
    const series = { ...identity, id: this.#all.length, labelsKey: labelsKey(identity.labels) };
    this.#all.push(series);
    push(this.#byMetric, toMetricIndex(series.kind, series.metric), series);
    push(this.#byLabels, toLabelsIndex(series.kind, series.metric, series.labelsKey), series);
    push(this.#byWireKey, toWireKey(identity), series);
    return series;
  }

  /** Forgets the series from `size` on: what a batch that failed had added. */
  truncate(size: number): void {
    for (const series of this.#all.splice(size)) {
      remove(this.#byMetric, toMetricIndex(series.kind, series.metric), series);
      remove(this.#byLabels, toLabelsIndex(series.kind, series.metric, series.labelsKey), series);
      for (const [key, list] of this.#byWireKey)
        if (list.includes(series)) remove(this.#byWireKey, key, series);
    }
  }

  all(): readonly Series[] {
    return this.#all;
  }

  ofMetric(kind: SeriesKind, metric: string): readonly Series[] {
    return this.#byMetric.get(toMetricIndex(kind, metric)) ?? [];
  }

  withLabels(kind: SeriesKind, metric: string, key: string): readonly Series[] {
    return this.#byLabels.get(toLabelsIndex(kind, metric, key)) ?? [];
  }
}

/** Lengths instead of separators: label values are data and may hold any separator. */
function toWireKey(identity: SeriesIdentity): string {
  let key = `${toMetricIndex(identity.kind, identity.metric)}${identity.temporality} ${identity.monotonic}`;
  for (const name in identity.labels) {
    const value = identity.labels[name] ?? "";
    key += ` ${name.length}:${name} ${value.length}:${value}`;
  }
  return key;
}

function toMetricIndex(kind: SeriesKind, metric: string): string {
  return `${kind} ${metric.length}:${metric} `;
}

function toLabelsIndex(kind: SeriesKind, metric: string, key: string): string {
  return toMetricIndex(kind, metric) + key;
}

function isSame(series: Series, identity: SeriesIdentity): boolean {
  return (
    series.temporality === identity.temporality &&
    series.monotonic === identity.monotonic &&
    sameBounds(series.bounds, identity.bounds)
  );
}

function sameBounds(a: readonly number[], b: readonly number[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function push(index: Map<string, Series[]>, key: string, series: Series): void {
  const list = index.get(key);
  if (list === undefined) index.set(key, [series]);
  else list.push(series);
}

function remove(index: Map<string, Series[]>, key: string, series: Series): void {
  const rest = (index.get(key) ?? []).filter((other) => other !== series);
  if (rest.length === 0) index.delete(key);
  else index.set(key, rest);
}
