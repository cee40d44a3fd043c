import type { Finding, FindingsFile } from "@modelwatch/conventions/query";
import { Chart } from "../chart.js";
import { heatmapOption } from "../charts/heatmap.js";
import { intervalOption } from "../charts/interval-chart.js";
import { CHART_WIDTHS, COLOR } from "../charts/theme.js";
import { DataTable } from "../data-table.js";
import { formatCount, formatFixed, formatPercent, formatShortDay } from "../format.js";
import { detailNumber, selectFindings } from "../select-findings.js";
import { StatusText } from "../status-text.js";

/** The distance at which a cell of the heatmap is full. */
const FULL_DISTANCE = 0.5;

/** What moved among the inputs and scores, week by week. */
export function DriftSection({ file }: { readonly file: FindingsFile }) {
  const members = byTarget(selectFindings(file, { analysis: "drift" }));
  const score = members.get("prediction") ?? [];
  return (
    <section>
      <h2>What moved</h2>
      <p>
        Every week, each input and the score are compared with their training distribution. The Hellinger
        distance is 0 where nothing moved and 1 where nothing overlaps. A dot means: the evidence that the
        drift exceeds the tolerance is beyond chance, over all inputs of that week together. A dark week
        without a dot cannot be told yet: days in a row resemble each other, so a week holds fewer independent
        facts than flights.
      </p>
      <DriftHeatmap members={members} />
      <ScoreDrift score={score} />
      <DriftTable members={members} />
    </section>
  );
}

function byTarget(findings: readonly Finding[]): Map<string, Finding[]> {
  const members = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { target } = finding.subject;
    members.set(target, [...(members.get(target) ?? []), finding]);
  }
  return members;
}

type Members = { readonly members: ReadonlyMap<string, readonly Finding[]> };

function DriftHeatmap({ members }: Members) {
  const rows = [...members.keys()];
  const weeks = [...members.values()][0] ?? [];
  const cells = rows.flatMap((target, row) =>
    (members.get(target) ?? []).map(({ value, status }, column) => ({
      row,
      column,
      strength: value === null ? null : Math.min(1, value / FULL_DISTANCE),
      marked: status === "watch" || status === "act",
    })),
  );
  const summary = rows
    .map((target) => `${nameOf(target)}: ${weeksBeyond(members.get(target) ?? [])}`)
    .join("; ");
  return (
    <>
      <Chart
        id="drift"
        title="Hellinger distance to training, by input and week"
        summary={`Weeks beyond the tolerance. ${summary}.`}
        height={rows.length * 24 + 40}
        option={(width) =>
          heatmapOption({
            rows: rows.map(nameOf),
            columns: weeks.map(({ window }) =>
              width === CHART_WIDTHS.narrow
                ? formatShortDay(window.from).slice(0, 3)
                : formatShortDay(window.from),
            ),
            cells,
          })
        }
      />
      <p class="scale" aria-hidden="true">
        0
        {[0.06, 0.25, 0.5, 0.75, 1].map((opacity) => (
          <i key={opacity} style={{ opacity }} />
        ))}
        {FULL_DISTANCE} and more · a dot: beyond the tolerance · an empty box: no flights
      </p>
    </>
  );
}

function ScoreDrift({ score }: { readonly score: readonly Finding[] }) {
  const tolerance = score
    .map((finding) => detailNumber(finding, "tolerance"))
    .find((value) => value !== undefined);
  if (score.length === 0) return null;
  return (
    <Chart
      id="score-drift"
      title="Drift of the score, by week"
      summary={score
        .map(({ window, value }) => `${formatShortDay(window.from)} ${formatFixed(value, 2)}`)
        .join(", ")}
      height={200}
      legend={[
        { label: "distance", color: COLOR.first },
        { label: "tolerance", color: COLOR.limit, mark: "dotted" },
      ]}
      option={() =>
        intervalOption({
          labels: score.map(({ window }) => formatShortDay(window.from)),
          series: [
            { points: score.map(({ value }) => ({ value, low: null, high: null })), color: COLOR.first },
          ],
          format: (value) => formatFixed(value, 1),
          fromZero: true,
          dots: false,
          ...(tolerance === undefined ? {} : { limit: tolerance }),
        })
      }
    />
  );
}

function DriftTable({ members }: Members) {
  const rows = [...members].map(([target, findings]) => {
    const known = findings.filter(({ value }) => value !== null);
    const worst = [...known].sort((a, b) => (b.value ?? 0) - (a.value ?? 0))[0];
    if (worst === undefined) return [nameOf(target), "–", "–", "–", "–", "–", "–", "–", "cannot tell"];
    return [
      nameOf(target),
      `${weeksOf(findings, BEYOND)} (${weeksOf(findings, ["undetermined"])})`,
      formatShortDay(worst.window.from),
      formatCount(worst.n),
      formatFixed(worst.value, 3),
      formatFixed(noiseFloorOf(worst), 3),
      formatEvidence(worst.evidence),
      formatPercent(detailNumber(worst, "invalidShare")),
      mainMoveOf(worst) ?? <StatusText status={worst.status} />,
    ];
  });
  return (
    <DataTable
      caption="Each input in the week in which it was furthest away"
      head={[
        "input",
        "weeks beyond (cannot tell)",
        "furthest week",
        "flights",
        "distance",
        "chance alone",
        "evidence",
        "missing",
        "what moved most (share in training → that week)",
      ]}
      textColumns={[8]}
      rows={rows}
    />
  );
}

const BEYOND = ["watch", "act"] as const;

function weeksBeyond(findings: readonly Finding[]): string {
  return `${weeksOf(findings, BEYOND)} of ${findings.length}`;
}

function weeksOf(findings: readonly Finding[], statuses: readonly Finding["status"][]): number {
  return findings.filter(({ status }) => statuses.includes(status)).length;
}

/** As a power of ten: it runs to hundreds of digits. Below 1 nothing speaks for a drift beyond the tolerance. */
function formatEvidence(evidence: Finding["evidence"]): string {
  if (evidence === null) return "–";
  return evidence.log10 < 0 ? "none" : `10^${formatFixed(evidence.log10, 0)}`;
}

/** What sampling alone would show at these row counts. */
function noiseFloorOf({ details, statistic }: Finding): number | null {
  const distances = details["distances"];
  const own = isRecord(distances) ? distances[statistic] : undefined;
  const floor = isRecord(own) ? own["noiseFloor"] : undefined;
  return typeof floor === "number" ? floor : null;
}

function mainMoveOf({ details }: Finding): string | undefined {
  const contributions = details["contributions"];
  const first: unknown = Array.isArray(contributions) ? contributions[0] : undefined;
  if (!isRecord(first)) return undefined;
  const { cell, referenceShare, currentShare } = first;
  if (typeof cell !== "string" || typeof referenceShare !== "number" || typeof currentShare !== "number")
    return undefined;
  return `${cell}: ${formatPercent(referenceShare)} → ${formatPercent(currentShare)}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function nameOf(target: string): string {
  return target === "prediction" ? "the score" : target.replace(/^feature:/, "").replaceAll("-", " ");
}
