import type { ReasonCode } from "@modelwatch/conventions/query";
import { formatCount, formatNumber, formatPercent } from "../finding/format.js";
import type { Contribution } from "./describe-member.js";
import type { LayoutChange } from "./layout-change.js";

export interface DriftFacts {
  readonly member: string;
  readonly n: number;
  readonly minimumCount: number;
  readonly hellinger: number | null;
  readonly tolerance: number;
  readonly top: Contribution | undefined;
  /** Why there is no reference at all. */
  readonly missing: string | undefined;
  readonly layoutChange: LayoutChange | null;
}

/** One plain sentence about the drift of a member in a window. */
export function driftText(code: ReasonCode, facts: DriftFacts): string {
  const name = memberName(facts.member);
  const distance = facts.hellinger === null ? "" : ` (Hellinger distance ${formatNumber(facts.hellinger)})`;
  const tolerance = `the tolerance of ${formatNumber(facts.tolerance)}`;
  const texts: Partial<Record<ReasonCode, string>> = {
    "drift-beyond-tolerance": `${name} moved by more than ${tolerance}${distance}${describeTop(facts.top)}.`,
    "within-tolerance": `${name} stayed within ${tolerance}${distance}.`,
    "drift-not-evident": `${name} looks moved${distance}, but not yet by more than chance and day-to-day variation could explain.`,
    "no-data": `No value of ${name} arrived in this window.`,
    "no-reference": `${name} has nothing to be compared with: ${facts.missing ?? "the reference does not hold it"}.`,
    "display-only": `${name} beside its reference${distance}. Windows that overlap or were chosen by their own data are for looking at: evidence comes from windows that follow each other.`,
    "reference-overlaps": `${name} cannot be compared: its reference lies inside this window.`,
    "layout-changed":
      facts.layoutChange === null
        ? `${name} cannot be compared: its buckets and those of the reference share no bound.`
        : `${name} shows no drift, but too little of the layout is shared to say that there is none${distance}.`,
  };
  const text =
    texts[code] ??
    `${name} has ${formatCount(facts.n)} rows here, too few to judge (the minimum is ${formatCount(facts.minimumCount)}, and it takes 20 base windows to know how much they vary).`;
  return facts.layoutChange === null ? text : `${text} ${describeChange(facts.layoutChange)}`;
}

function describeChange({ cells, referenceCells, currentCells }: LayoutChange): string {
  return `Its layout changed: ${currentCells} cells are compared with the reference's ${referenceCells} on the ${cells} that both can tell apart.`;
}

/** `feature:temp` → `temp`; the score is called `The score`. */
export function memberName(member: string): string {
  if (member === "prediction") return "The score";
  return member.slice(member.indexOf(":") + 1);
}

function describeTop(top: Contribution | undefined): string {
  if (top === undefined) return "";
  return `; ${top.cell} went from ${formatPercent(top.referenceShare)} to ${formatPercent(top.currentShare)} of the rows`;
}
