/** Traffic in which nothing changes that should alarm. */
export interface Traffic {
  readonly id: string;
  readonly title: string;
  /** Rows come in identical groups of this many. Default 1. */
  readonly groupSize?: number;
  /** Every five minutes draw their own shares, from a Dirichlet law of this concentration. */
  readonly dirichletConcentration?: number;
  /** The location follows an autoregression of sd .3 with this integrated autocorrelation time, (1 + ρ)/(1 − ρ) minutes. */
  readonly memoryMinutes?: number;
  /** A daily wave of the location and another level at weekends. */
  readonly hasSeason?: true;
  /** Rows at midnight as a share of those at noon. Default 1. */
  readonly nightShare?: number;
  /** Every feature has a category that always was rare. */
  readonly hasRareCategory?: true;
  /** Members compare two arms that are alike, instead of the present with the past. */
  readonly arms?: "ramping" | "stepping" | "even";
  /** The only reference is a training histogram of this many rows. */
  readonly trainingRows?: number;
}

/** Everything that the false-alarm budget is shown for. */
export const TRAFFICS: readonly Traffic[] = [
  { id: "independent", title: "independent rows" },
  { id: "groups", title: "identical groups of 5 rows", groupSize: 5 },
  { id: "dirichlet", title: "Dirichlet variation from window to window", dirichletConcentration: 500 },
  { id: "ar-19m", title: "AR(1) minute effects, ρ = .9 (19 minutes of memory)", memoryMinutes: 19 },
  { id: "ar-100m", title: "AR(1) minute effects, 100 minutes of memory", memoryMinutes: 100 },
  { id: "ar-8h", title: "AR(1) minute effects, 8 hours of memory", memoryMinutes: 480 },
  { id: "season", title: "daily and weekly cycle with a weekend level", hasSeason: true },
  { id: "night", title: "traffic × 10 between night and day", nightShare: 0.1 },
  { id: "arms-ramping", title: "A/A arms, ramping split", arms: "ramping", hasSeason: true },
  {
    id: "arms-stepping",
    title: "A/A arms, split stepping inside windows",
    arms: "stepping",
    memoryMinutes: 19,
  },
  { id: "arms-groups", title: "A/A arms, identical groups of 5 rows", arms: "even", groupSize: 5 },
  {
    id: "training",
    title:
      "a training histogram of 3,000 rows as the only reference, by the hour for 14 days, then live windows",
    trainingRows: 3000,
  },
  { id: "rare-category", title: "a new category that always was rare", hasRareCategory: true },
];

/** @throws RangeError for a name that is not in the table. */
export function findTraffic(id: string): Traffic {
  const traffic = TRAFFICS.find((candidate) => candidate.id === id);
  if (traffic === undefined) {
    throw new RangeError(`no traffic "${id}"; there are ${TRAFFICS.map((known) => known.id).join(", ")}`);
  }
  return traffic;
}
