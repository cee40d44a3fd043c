import type { Finding, FindingsFile } from "@modelwatch/conventions/query";
import { DataTable } from "../data-table.js";
import { formatCount, formatFixed, formatInterval, formatPercent, formatSigned } from "../format.js";
import { detailNumber, detailText, selectFindings } from "../select-findings.js";
import { StatusText } from "../status-text.js";
import { labelOf } from "./policy.js";

/** A comparison in which the overall number misleads: two carriers, pooled and within each airport. */
export function CarrierSection({ file }: { readonly file: FindingsFile }) {
  const lifts = selectFindings(file, { analysis: "lift", target: "outcome" });
  const within = lifts.find(({ statistic }) => statistic === "stratified-mean-difference");
  const rows = lifts.filter(({ statistic }) => statistic === "mean-difference");
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>When the overall number misleads</h2>
      <p>
        Two carriers, Endeavor (9E) and Southwest (WN), look equally late overall. At each airport that both
        serve they are not: they fly from different airports, and the mix hides it. Nobody assigned flights to
        carriers at random, so this says where to look, not why.
      </p>
      <DataTable
        caption="Share of late flights, 9E against WN"
        head={[
          "airport",
          "flights 9E",
          "flights WN",
          "late 9E",
          "late WN",
          "difference",
          "95 % interval",
          "reading",
        ]}
        textColumns={[7]}
        rows={[
          ...rows.map((row) => [
            labelOf(row),
            formatCount(detailNumber(row, "treatedCount") ?? 0),
            formatCount(detailNumber(row, "controlCount") ?? 0),
            formatPercent(detailNumber(row, "treatedMean")),
            formatPercent(detailNumber(row, "controlMean")),
            points(row.value),
            formatInterval(row.low, row.high, points),
            readingOf(row),
          ]),
          ...(within === undefined ? [] : [withinRow(within)]),
        ]}
      />
      {within !== undefined && <p class="note">{within.reason.text}</p>}
    </section>
  );
}

function withinRow(within: Finding) {
  const odds = detailNumber(within, "oddsRatio");
  return [
    "within airports",
    "",
    "",
    "",
    "",
    points(within.value),
    formatInterval(within.low, within.high, points),
    odds === undefined ? readingOf(within) : `odds ratio ${formatFixed(odds, 2)}`,
  ];
}

function readingOf(finding: Finding) {
  const simpson = detailText(finding, "simpson");
  if (finding.reason.code === "simpson-reversal" || (simpson !== undefined && simpson !== "none"))
    return "misleads";
  if (finding.reason.code === "effect-significant") return "more than chance";
  if (finding.reason.code === "effect-not-significant") return "within chance";
  return <StatusText status={finding.status} />;
}

/** Percentage points. */
function points(value: number | null | undefined): string {
  return value === null || value === undefined
    ? formatSigned(value, 1)
    : `${formatSigned(value * 100, 1)} pp`;
}
