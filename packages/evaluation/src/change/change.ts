import type { Finding, Monitor, Query } from "@modelwatch/conventions/query";
import type { WindowedSeries } from "@modelwatch/sources";
import { criticalLogPValue, type LinearMapEstimate } from "@modelwatch/statistics";
import { correctionOfPValues, decideChange } from "../decide/index.js";
import { describeDistances } from "../drift/describe-member.js";
import { membersInOrder } from "../drift/drift-rows.js";
import { createFinding, finiteOrNull, frameOf, fromLog, toEvidence } from "../finding/finding-builder.js";
import { memberMetrics, readMembers } from "../read/members.js";
import { readMemberReferences } from "../read/member-references.js";
import { modelMatchers, type ReadContext } from "../read/model-matchers.js";
import { qualityOf } from "../read/series-matrix.js";
import { toDay, toIso } from "../windows/edges.js";
import { planWindows } from "../windows/plan-windows.js";
import { changeEdges, memberWindows } from "./change-windows.js";
import { describeSide } from "./describe-side.js";
import { adaptiveStretch, findChange, type AdaptiveStretch, type FoundChange } from "./find-change.js";
import { askDetector, type DetectorAnswer } from "./range-monitor.js";
import { changeText } from "./reason.js";

/** One member over the range. */
interface MemberChange {
  readonly name: string;
  readonly series: readonly WindowedSeries[];
  readonly n: number;
  readonly isLayoutChanged: boolean;
  readonly found: FoundChange | null;
  readonly adaptive: AdaptiveStretch | null;
}

/**
 * When did the scores or features change? One finding per member for the whole range: the most likely date with the dates that are not
 * rejected, both sides, and the kind of change; beside it ADWIN's adaptive window and the budgeted detector's alarms. Dates are
 * ends of windows. All members are tested together. A member that the reference knows and that did not report is `missing`.
 */
export async function evaluateChange(
  query: Query,
  context: ReadContext,
  monitors: readonly Monitor[],
): Promise<readonly Finding[]> {
  const plan = planWindows(query);
  const metrics = memberMetrics(query.subject.target);
  const edges = changeEdges(query, plan);
  const current = await readMembers(context, metrics, modelMatchers(query.subject), edges);
  const references = await readMemberReferences(context, query, metrics, plan, current);
  const detector = await askDetector(query, context, monitors);
  const names = [...new Set([...current.keys(), ...references.members])].sort(membersInOrder);
  const members = names.map((name) => readChange(name, current.get(name) ?? [], edges.length - 1, query));
  const logThreshold = criticalLogPValue(
    members.flatMap(({ found }) => found?.logPValue ?? []),
    correctionOfPValues(query.guard.multiplicity),
    query.guard.alpha,
  );
  return members.map((member) => describe(query, member, edges, logThreshold, detector));
}

function readChange(
  name: string,
  series: readonly WindowedSeries[],
  count: number,
  { guard }: Query,
): MemberChange {
  const windows = memberWindows(series, count);
  if (windows === null || windows === "layout-changed") {
    const n = series.reduce((sum, one) => sum + one.windows.totals.reduce((a, b) => a + b, 0), 0);
    return { name, series, n, isLayoutChanged: windows !== null, found: null, adaptive: null };
  }
  const found = findChange(name, windows, guard);
  return {
    name,
    series,
    n: windows.totals.reduce((sum, total) => sum + total, 0),
    isLayoutChanged: false,
    found,
    adaptive: adaptiveStretch(windows, found?.overdispersion ?? 1),
  };
}

function describe(
  query: Query,
  { name, series, n, isLayoutChanged, found, adaptive }: MemberChange,
  edges: readonly number[],
  logThreshold: number,
  detector: DetectorAnswer | null,
): Finding {
  const { guard, window } = query;
  const iso = (index: number): string => toIso(edges[index]!, window.timeZone);
  const shown = (index: number): string => {
    return isDayWide(window.width) ? toDay(edges[index]!, window.timeZone) : iso(index);
  };
  const isAlarm = detector?.alarms.some(({ culprits }) => culprits.includes(name)) ?? false;
  const decision = isLayoutChanged
    ? ({ status: "undetermined", code: "layout-changed" } as const)
    : decideChange({
        n,
        minimumCount: guard.minimumCount,
        excess: found === null ? null : found.logPValue - logThreshold,
        isAlarm,
        isUnitChange: found?.kind?.change === "unit-change",
      });
  // a date is only named where a change is evident: the most likely cut of a series without one means nothing
  const dated = found !== null && found.logPValue <= logThreshold ? found : null;
  const facts = { member: name, n, minimumCount: guard.minimumCount, kind: dated?.kind ?? null };
  const dates = (toText: (index: number) => string) => ({
    changed: dated && toText(dated.date.cut),
    earliest: dated && toText(dated.date.low),
    latest: dated && toText(dated.date.high),
  });
  const interval = dated && { low: edges[dated.date.low]!, high: edges[dated.date.high]! };
  return createFinding(frameOf(query), {
    target: name,
    statistic: "change-date",
    unit: "unix-ms",
    window: { fromMs: edges[0]!, toMs: edges[edges.length - 1]! },
    value: dated === null ? null : edges[dated.date.cut]!,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    sampling: interval && {
      ...interval,
      level: 1 - guard.alpha,
      sequential: false,
      method: "cuts that the likelihood ratio does not reject",
    },
    n,
    evidence: found === null ? null : toEvidence("p-value", found.logPValue),
    threshold: found === null ? null : fromLog(logThreshold),
    margin: found === null ? null : (logThreshold - found.logPValue) / Math.LN10,
    status: decision.status,
    reason: { code: decision.code, text: changeText(decision.code, { ...facts, ...dates(shown) }) },
    quality: qualityOf(series, 0, edges.length - 1),
    details: {
      ...dates(iso),
      ...(dated === null ? {} : describeFound(dated)),
      overdispersion: found?.overdispersion ?? null,
      adaptiveWindow: adaptive && {
        from: iso(adaptive.first),
        cuts: adaptive.cuts.map(({ window: seen, cut }) => ({ seen: iso(seen + 1), cut: iso(cut) })),
      },
      detector: detector && {
        monitor: detector.monitor,
        alarms: detector.alarms.filter(({ culprits }) => culprits.includes(name)).map(({ at }) => at),
        log10: detector.logDetector === null ? null : detector.logDetector / Math.LN10,
        log10Threshold: detector.logThreshold / Math.LN10,
      },
    },
  });
}

function isDayWide(width: Query["window"]["width"]): boolean {
  return width === "1d" || width === "1w" || width === "1mo";
}

function describeFound({ before, after, kind, by, date }: FoundChange): Finding["details"] {
  return {
    by,
    plausibleDates: date.plausible,
    before: describeSide(before),
    after: describeSide(after),
    distances: describeDistances(before, after),
    kind: kind?.change ?? null,
    alike: kind === null ? [] : [...kind.alike],
    categories: kind === null ? [] : [...kind.categories],
    explanations: (kind?.explanations ?? []).map(
      ({ kind: name, deviance, degrees, logPValue, explains }) => ({
        kind: name,
        deviance: finiteOrNull(deviance),
        degrees,
        log10P: finiteOrNull(logPValue / Math.LN10),
        explains,
      }),
    ),
    map: kind === null || kind.map === null ? null : describeMap(kind.map),
  };
}

function describeMap({ slope, intercept, known }: LinearMapEstimate): Finding["details"] {
  return { slope: { ...slope }, intercept: { ...intercept }, known: [...known] };
}
