import type { Query } from "@modelwatch/conventions/query";
import type { Distribution } from "@modelwatch/statistics";
import { alignLayouts } from "../read/align-layouts.js";
import { namesAllCategories } from "../read/member-references.js";
import { sumSeries } from "../read/series-matrix.js";
import { earlierShareRow } from "./earlier-share-row.js";
import type { OutlierMember } from "./outlier-member.js";
import type { OutlierRow, OutlierTest } from "./outlier-row.js";
import { tailRows } from "./tail-rows.js";
import { thresholdRow } from "./threshold-row.js";
import { unseenRows } from "./unseen-row.js";
import { stalenessRow, volumeRow } from "./volume-rows.js";
import { factsOf, type WindowFacts } from "./window-facts.js";
import type { WindowHistory } from "./window-history.js";

/** All rows of a member, window by window; one that has stopped gets one more. */
export function memberRows(query: Query, member: OutlierMember, history: WindowHistory): OutlierRow[] {
  const rows = history.tested.flatMap((window) => {
    const facts = factsOf(history, window, member.rows);
    return [
      volumeRow(query, member, facts),
      ...invalidRows(query, member, facts),
      ...distributionRows(query, member, facts),
    ];
  });
  const last = history.tested.findLast(({ isOpen }) => !isOpen);
  const stale = stalenessRow(member, history, last);
  return stale === null ? rows : [...rows, stale];
}

function invalidRows(query: Query, { name, invalid }: OutlierMember, facts: WindowFacts): OutlierRow[] {
  if (invalid === null) return [];
  const share = { target: name, statistic: "invalid-share", events: invalid, side: "more" } as const;
  const codes = { beyond: "invalid-beyond-expected", within: "invalid-within-expected" } as const;
  const row = earlierShareRow(query, facts, { ...share, ...codes });
  return row === null ? [] : [row];
}

/** What the window's distribution says beside the reference; one row that says why where it says nothing. */
function distributionRows(query: Query, member: OutlierMember, facts: WindowFacts): OutlierRow[] {
  const { from, to } = facts.window;
  const current = sumSeries(member.series, from, to);
  if (current === null) return [];
  const reference = member.references.of(member.name, facts.window);
  const untested = (code: Extract<OutlierTest, { kind: "untested" }>["code"]): OutlierRow[] => [
    {
      target: member.name,
      statistic: "tail-mass",
      window: facts.window,
      n: current === "layout-changed" ? 0 : current.count,
      value: null,
      reference: null,
      expected: null,
      test: { kind: "untested", code },
      details: {},
    },
  ];
  if (current === "layout-changed" || reference === "layout-changed") return untested("layout-changed");
  if (reference === "reference-overlaps") return untested(reference);
  const near = current.kind === "numeric" ? thresholdRow(query, member, facts, current) : null;
  const fragile = near === null ? [] : [near];
  if (reference === null || reference.count === 0) return [...untested("no-reference"), ...fragile];
  return [...besideReference(query, member, facts, reference, current), ...fragile];
}

function besideReference(
  query: Query,
  member: OutlierMember,
  facts: WindowFacts,
  reference: Distribution,
  current: Distribution,
): OutlierRow[] {
  if (reference.kind === "numeric" && current.kind === "numeric")
    return tailRows(query, member, facts, reference, current);
  const { a, b } = withHiddenJoined(query, reference, current);
  return a.kind === "categorical" && b.kind === "categorical" ? unseenRows(query, member, facts, a, b) : [];
}

/** What the version of the reference counted as other is not unseen. */
function withHiddenJoined(query: Query, reference: Distribution, current: Distribution) {
  const isComplete = namesAllCategories(query.reference);
  const aligned = alignLayouts(reference, current, { isComplete });
  return aligned.kind === "aligned" ? aligned : { a: reference, b: current };
}
