import {
  contaminateTail,
  kumaraswamy,
  logNormal,
  lomax,
  normal,
  studentT,
  weibull,
  type Law,
} from "./law.js";

export type LawGroup = "light" | "skewed" | "heavy-tailed";
export type DriftKind = "moved" | "spread" | "tail";

/** A reference law and what it became. */
export interface DriftCase {
  readonly group: LawGroup;
  readonly law: string;
  readonly kind: DriftKind;
  readonly change: string;
  readonly reference: Law;
  readonly current: Law;
}

interface Family {
  readonly group: LawGroup;
  readonly law: string;
  readonly reference: Law;
  readonly moved: readonly [change: string, law: Law];
  readonly spread: readonly [change: string, law: Law];
}

const FAMILIES: readonly Family[] = [
  {
    group: "light",
    law: "score in [0, 1], Kumaraswamy (2, 5)",
    reference: kumaraswamy(2, 5),
    moved: ["(2, 4)", kumaraswamy(2, 4)],
    spread: ["(1.6, 3.6)", kumaraswamy(1.6, 3.6)],
  },
  {
    group: "light",
    law: "normal (0, 1)",
    reference: normal(0, 1),
    moved: ["mean + 0.25", normal(0.25, 1)],
    spread: ["sd × 1.25", normal(0, 1.25)],
  },
  {
    group: "skewed",
    law: "exponential (mean 1)",
    reference: weibull(1, 1),
    moved: ["mean × 1.25", weibull(1.25, 1)],
    spread: ["Weibull, shape 0.85", weibull(1, 0.85)],
  },
  {
    group: "skewed",
    law: "log-normal (0, 1)",
    reference: logNormal(0, 1),
    moved: ["all × e^0.25", logNormal(0.25, 1)],
    spread: ["sd of the logarithm × 1.2", logNormal(0, 1.2)],
  },
  {
    group: "heavy-tailed",
    law: "Student t, 3 degrees",
    reference: studentT(3, 0, 1),
    moved: ["+ 0.25", studentT(3, 0.25, 1)],
    spread: ["× 1.25", studentT(3, 0, 1.25)],
  },
  {
    group: "heavy-tailed",
    law: "Lomax, exponent 2.5",
    reference: lomax(1, 2.5),
    moved: ["× 1.25", lomax(1.25, 2.5)],
    spread: ["exponent 2.2", lomax(1, 2.2)],
  },
];

/** Eighteen: six laws, each moved, spread and with 5 % of its values replaced by values from its own upper 1 %. */
export const DRIFT_CASES: readonly DriftCase[] = FAMILIES.flatMap(({ moved, spread, ...own }) => [
  { ...own, kind: "moved", change: moved[0], current: moved[1] },
  { ...own, kind: "spread", change: spread[0], current: spread[1] },
  { ...own, kind: "tail", change: "5 % from its upper 1 %", current: contaminateTail(own.reference) },
]);
