import { buildWindowedSeries } from "../build-windows.js";
import { compareLabels, labelsKey } from "../labels.js";
import { checkAnswerSize } from "../windows-request.js";
import { createDoubts, toQualities } from "./doubts.js";
import type { Labels, WindowedSeries } from "../source.js";
import type { Doubts } from "./doubts.js";

/** The windows of one group under one bucket layout, while they are being filled. */
export interface LayoutWindows {
  readonly bounds: Float64Array;
  /** Row-major, windows × (bounds + 1). */
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

/** One group while its answers come in. */
export interface GroupWindows {
  readonly labels: Labels;
  readonly layouts: Map<string, LayoutWindows>;
  /** Windows in which some series of the group reported. */
  readonly reported: Uint8Array;
  /** Where every series of the group has them. */
  readonly hasSums: boolean;
  readonly hasSquares: boolean;
}

export function createGroup(
  labels: Labels,
  windows: number,
  has: Pick<GroupWindows, "hasSums" | "hasSquares">,
): GroupWindows {
  return {
    labels,
    layouts: new Map(),
    reported: new Uint8Array(windows),
    ...has,
  };
}

/** The group's windows under these bounds, made at first use. */
export function layoutOf(group: GroupWindows, bounds: Float64Array): LayoutWindows {
  const key = bounds.join(" ");
  const known = group.layouts.get(key);
  if (known !== undefined) return known;
  const windows = group.reported.length;
  checkAnswerSize(windows * (bounds.length + 1));
  const layout = {
    bounds,
    counts: new Float64Array(windows * (bounds.length + 1)),
    sums: new Float64Array(windows),
    squares: new Float64Array(windows),
  };
  group.layouts.set(key, layout);
  return layout;
}

/**
 * The answer: groups ascend by their labels, a group's layouts by their number of bounds, then bound by bound. `doubts` by the
 * group's key.
 */
export function toWindowedSeries(
  groups: Iterable<GroupWindows>,
  doubts: ReadonlyMap<string, Doubts>,
  extrapolated: boolean,
): readonly WindowedSeries[] {
  return [...groups]
    .sort((a, b) => compareLabels(a.labels, b.labels))
    .flatMap((group) => {
      const { labels, reported } = group;
      const layouts = [...group.layouts.values()]
        .sort((a, b) => compareBounds(a.bounds, b.bounds))
        .map((layout) => buildLayout(group, layout));
      const own = doubts.get(labelsKey(labels)) ?? createDoubts(reported.length);
      const quality = toQualities(reported, totalsOf(group), own, extrapolated);
      return layouts.map((layout) => ({ ...layout, quality }));
    });
}

/** What was counted in each window under whatever layout, by the group's key. */
export function totalsByGroup(groups: Iterable<GroupWindows>): ReadonlyMap<string, Float64Array> {
  return new Map([...groups].map((group) => [labelsKey(group.labels), totalsOf(group)]));
}

function totalsOf({ layouts, reported }: GroupWindows): Float64Array {
  const totals = new Float64Array(reported.length);
  for (const { counts, bounds } of layouts.values()) {
    const cells = bounds.length + 1;
    counts.forEach((count, i) => (totals[Math.floor(i / cells)]! += count));
  }
  return totals;
}

function buildLayout(group: GroupWindows, layout: LayoutWindows): WindowedSeries {
  return buildWindowedSeries(
    group.labels,
    { kind: "numeric", bounds: layout.bounds },
    layout.counts,
    new Uint8Array(group.reported.length),
    {
      ...(group.hasSums && layout.sums.every(Number.isFinite) && { sums: layout.sums }),
      ...(group.hasSquares && layout.squares.every(Number.isFinite) && { sumsOfSquares: layout.squares }),
    },
  );
}

function compareBounds(a: Float64Array, b: Float64Array): number {
  if (a.length !== b.length) return a.length - b.length;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}

/** The entry of a group, made at first use. */
export function groupIn<T extends { readonly labels: Labels }>(
  groups: Map<string, T>,
  labels: Labels,
  create: () => T,
): T {
  const key = labelsKey(labels);
  const known = groups.get(key);
  if (known !== undefined) return known;
  const created = create();
  groups.set(key, created);
  return created;
}
