import { DRIFT_CASES, type DriftCase } from "./drift-cases.js";
import { LAYOUTS, type LayoutName } from "./layouts.js";
import { measureErrors, MEASURES, type Errors, type Measure } from "./measure.js";
import { computeTrueDistances, type Distances } from "./true-distances.js";

interface MeasuredCase {
  readonly drift: DriftCase;
  readonly truth: Distances;
  readonly errors: Readonly<Record<LayoutName, Errors>>;
}

const MEASURE_TITLES: Readonly<Record<Measure, string>> = {
  psi: "PSI",
  "js-distance": "JS distance",
  hellinger: "Hellinger",
  "total-variation": "TV",
  ks: "KS",
  "wasserstein-1": "W1, buckets alone",
  "wasserstein-1 with sums": "W1 with sums",
};

/** docs/binning.md, the same bytes each time. */
export function describeBinning(): string {
  const cases = DRIFT_CASES.map((drift): MeasuredCase => {
    const truth = computeTrueDistances(drift.reference, drift.current);
    const errors = LAYOUTS.map(({ name, boundsFor }) => [
      name,
      measureErrors(drift, boundsFor(drift), truth),
    ]);
    return { drift, truth: truth.distances, errors: Object.fromEntries(errors) as MeasuredCase["errors"] };
  });
  return [
    introduction(),
    "## Summary",
    summaryTable(cases, median, "Median over the eighteen cases of the relative error, without its sign."),
    summaryTable(cases, Math.max, "The worst of the eighteen."),
    conclusions(),
    "## The cases and the truth",
    truthTable(cases),
    "## Case by case",
    "Relative error with its sign: −100 % is all lost.",
    caseTable(cases, "psi"),
    caseTable(cases, "js-distance"),
    caseTable(cases, "ks"),
    caseTable(cases, "wasserstein-1"),
    caseTable(cases, "wasserstein-1 with sums"),
  ]
    .join("\n\n")
    .concat("\n");
}

function introduction(): string {
  return `# What buckets cost

Written by \`npm run binning\`; a test measures again and compares. How far a distance computed from buckets is from the same
distance of the continuous laws, sampling left out: the counts are those of 2^50 values at exact shares, the truth comes from
quadrature over some 14,000 cells. The distances are the product's own.

- *deciles*: cut at the reference's deciles, ten buckets, as PSI is often computed.
- *32 and 64 reference quantiles*: bounds fitted to the reference by the quantile sketch, as \`quantileBounds\` gives them.
- *exponential, 160 buckets*: OpenTelemetry's base-2 histogram of 10,000 values of each side, on their common scale.
- *OpenTelemetry's default bounds*: 0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000.

Without a drift every distance is 0 under every layout: buckets hide drift, they do not invent it.`;
}

function conclusions(): string {
  return `## What follows

- **PSI depends on its cells more than any other distance**, and most where a drift is confined to a tail, inside one bucket. A PSI
  means nothing without the cells it was computed on: compare values, and cut-offs, on one layout only. JS and Hellinger lose
  about half as much, KS and TV little, since a coarse layout still meets the place where the curves are furthest apart.
- **W1 is lost in the open outermost buckets of quantile layouts**, whose width nobody knows. The difference of the exact sums
  restores it where values moved to one side, and only in part where they spread to both.
- **Exponential buckets** follow a tail wherever it goes and need no reference. Most of them lie around 0 where values change sign.
- **OpenTelemetry's default bounds** put every score in [0, 1] into one bucket: all is lost. Modelwatch then answers
  \`undetermined\` with the reason \`one-cell\`, never 0. Give every histogram bounds of its own.`;
}

function summaryTable(
  cases: readonly MeasuredCase[],
  summarise: (...errors: number[]) => number,
  caption: string,
): string {
  const rows = LAYOUTS.map(({ name }) => [
    name,
    ...MEASURES.map((measure) =>
      percent(summarise(...cases.map(({ errors }) => Math.abs(errors[name][measure])))),
    ),
  ]);
  return `${caption}\n\n${table(["layout", ...MEASURES.map((measure) => MEASURE_TITLES[measure])], rows)}`;
}

function truthTable(cases: readonly MeasuredCase[]): string {
  const ids = ["psi", "js-distance", "hellinger", "total-variation", "ks", "wasserstein-1"] as const;
  const rows = cases.map(({ drift, truth }) => [
    drift.group,
    drift.law,
    drift.change,
    ...ids.map((id) => truth[id].toPrecision(3)),
  ]);
  return table(["kind", "reference", "becomes", "PSI", "JS distance", "Hellinger", "TV", "KS", "W1"], rows);
}

function caseTable(cases: readonly MeasuredCase[], measure: Measure): string {
  const rows = cases.map(({ drift, errors }) => [
    `${drift.law} → ${drift.change}`,
    ...LAYOUTS.map(({ name }) => percent(errors[name][measure])),
  ]);
  return `### ${MEASURE_TITLES[measure]}\n\n${table(["case", ...LAYOUTS.map(({ name }) => name)], rows)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [toLine(head), `|${"---|".repeat(head.length)}`, ...rows.map(toLine)].join("\n");
}

function toLine(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** Two digits; what is smaller than a hundredth of a percent is rounding of the quadrature, too. */
function percent(error: number): string {
  const inPercent = Math.abs(error) * 100;
  if (inPercent < 0.01) return "< 0.01 %";
  const text = inPercent >= 10 ? inPercent.toFixed(0) : inPercent.toPrecision(2);
  return `${error < 0 ? "−" : ""}${text} %`;
}

function median(...values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)]!;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1]!;
  return (lower + upper) / 2;
}
