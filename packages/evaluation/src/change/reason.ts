import type { ReasonCode } from "@modelwatch/conventions/query";
import type { ChangeKind } from "@modelwatch/statistics";
import { memberName } from "../drift/reason.js";
import { formatCount, formatNumber } from "../finding/format.js";

export interface ChangeFacts {
  readonly member: string;
  readonly n: number;
  readonly minimumCount: number;
  readonly kind: ChangeKind | null;
  /** Local times, cut to what their windows can say. */
  readonly changed: string | null;
  readonly earliest: string | null;
  readonly latest: string | null;
}

/** One plain sentence about when a member changed. */
export function changeText(code: ReasonCode, facts: ChangeFacts): string {
  const name = memberName(facts.member);
  const found = `${name} changed ${describeWhen(facts)}: ${describeKind(facts.kind)}.`;
  const texts: Partial<Record<ReasonCode, string>> = {
    "no-data": `No value of ${name} arrived in this range.`,
    "change-not-found": `${name} shows no change beyond chance and the variation between windows.`,
    "layout-changed": `${name} cannot be dated: its bucket layouts share no bound.`,
    "unit-changed": found,
    "change-found": found,
  };
  return (
    texts[code] ??
    `${name} has ${formatCount(facts.n)} rows here, too few to date a change (the minimum is ${formatCount(facts.minimumCount)}, in four windows at least).`
  );
}

function describeWhen({ changed, earliest, latest }: ChangeFacts): string {
  if (changed === null) return "by the monitor's evidence, though no single date stands out in this range";
  if (earliest === latest) return `at ${changed}`;
  return `at ${changed} (or any time between ${earliest} and ${latest})`;
}

function describeKind(kind: ChangeKind | null): string {
  if (kind === null) return "what kind of change it was cannot be told";
  const { change, map, categories } = kind;
  if (change === null) {
    return `what kind of change it was cannot be told; ${kind.alike.map((one) => KINDS[one]).join(" and ")} explain it alike`;
  }
  if (change === "unit-change" && map !== null) {
    const known = map.known.length === 1 ? ` (${map.known[0]})` : "";
    const sign = map.intercept.value < 0 ? "−" : "+";
    const intercept = formatNumber(Math.abs(map.intercept.value));
    return `${KINDS[change]}, new = ${formatNumber(map.slope.value)} · old ${sign} ${intercept}${known}`;
  }
  if (change === "shift" && map !== null) return `${KINDS[change]} by ${formatNumber(map.intercept.value)}`;
  if (change === "scale" && map !== null)
    return `${KINDS[change]}, ${formatNumber(map.slope.value)} times as wide`;
  return categories.length > 0 ? `${KINDS[change]} (${categories.slice(0, 3).join(", ")})` : KINDS[change];
}

const KINDS: Readonly<Record<NonNullable<ChangeKind["change"]>, string>> = {
  shift: "every value moved",
  scale: "values spread around the same centre",
  "unit-change": "another unit",
  tail: "only the tails changed",
  threshold: "rows crossed the decision threshold",
  "new-category": "a new category",
  "lost-category": "a lost category",
  shape: "the shape itself changed",
};
