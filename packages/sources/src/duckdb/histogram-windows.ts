import { buildWindowedSeries } from "../build-windows.js";
import { planSquares, planSums } from "../moments.js";
import type { SumPlan } from "../moments.js";
import { HISTOGRAM_KINDS } from "../series-dictionary.js";
import { selectGroups, splitByLayout } from "../series-selection.js";
import type { HistogramWindowsRequest, WindowedSeries } from "../source.js";
import { checkAnswerSize, checkEdges } from "../windows-request.js";
import { countExplicit, countExponential } from "./count-layouts.js";
import type { AskedLayout, CountedLayout } from "./count-layouts.js";
import { sumsByPlan, sumsOfCounters } from "./moments.js";
import type { StoreSnapshot } from "./reader.js";

export async function readHistogramWindows(
  store: StoreSnapshot,
  request: HistogramWindowsRequest,
): Promise<readonly WindowedSeries[]> {
  const { edges } = request;
  checkEdges(edges);
  const groups = selectGroups(store.dictionary, HISTOGRAM_KINDS, request);
  const asked = groups.flatMap(({ labels, members }, group) =>
    splitByLayout(members).map((layout): AskedLayout => ({ ...layout, group, labels })),
  );
  const explicit = asked.filter(({ bounds }) => bounds !== undefined);
  const exponential = asked.filter(({ bounds }) => bounds === undefined);
  const counted = [
    ...(explicit.length > 0 ? await countExplicit(store, explicit, edges) : []),
    ...(exponential.length > 0 ? await countExponential(store, exponential, edges) : []),
  ];
  checkAnswerSize(counted.reduce((cells, { counts }) => cells + counts.length, 0));
  return withMoments(
    store,
    request,
    counted.toSorted((a, b) => a.group - b.group),
  );
}

async function withMoments(
  store: StoreSnapshot,
  request: HistogramWindowsRequest,
  layouts: readonly CountedLayout[],
): Promise<readonly WindowedSeries[]> {
  const sumPlans = layouts.map((layout) => toSumPlan(store, layout, layouts));
  const squarePlans = layouts.map((layout) =>
    request.squares === true
      ? planSquares(store.dictionary, layout.counted, otherKeys(layout, layouts))
      : undefined,
  );
  const nothing: SumPlan = { own: [], added: [], subtracted: [] };
  const sums = await sumsByPlan(
    store,
    sumPlans.map((plan) => plan ?? nothing),
    request.edges,
  );
  const squares = await sumsOfCounters(
    store,
    squarePlans.map((plan) => plan ?? []),
    request.edges,
  );
  return layouts.map(({ labels, bounds, counts, flags }, i) => {
    const moments = {
      ...(sumPlans[i] && { sums: sums[i]! }),
      ...(squarePlans[i] && { sumsOfSquares: squares[i]! }),
    };
    return buildWindowedSeries(labels, { kind: "numeric", bounds }, counts, flags, moments);
  });
}

function toSumPlan(
  store: StoreSnapshot,
  layout: CountedLayout,
  all: readonly CountedLayout[],
): SumPlan | undefined {
  const plan = planSums(store.dictionary, layout.counted, otherKeys(layout, all));
  return plan?.own.some((series) => layout.withoutSum.has(series)) === true ? undefined : plan;
}

/** Labels of the series that counted under another layout of the same group. */
function otherKeys(layout: CountedLayout, all: readonly CountedLayout[]): ReadonlySet<string> {
  const others = all.filter((other) => other !== layout && other.group === layout.group);
  return new Set(others.flatMap((other) => other.counted.map((series) => series.labelsKey)));
}
