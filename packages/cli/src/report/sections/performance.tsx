import type { Finding, FindingsFile } from "@modelwatch/conventions/query";
import { Chart } from "../chart.js";
import { intervalOption, type IntervalSeries } from "../charts/interval-chart.js";
import { COLOR } from "../charts/theme.js";
import { DataTable } from "../data-table.js";
import { formatCount, formatFixed, formatInterval, formatMonth, formatPercent } from "../format.js";
import { detailNumber, selectFindings } from "../select-findings.js";
import { StatusText } from "../status-text.js";

type FileOnly = { readonly file: FindingsFile };

/** How good the model was, month by month, with the truth and without it. */
export function PerformanceSection({ file }: FileOnly) {
  const gaps = monthly(file, "calibration-gap");
  const labels = gaps.map(({ window }) => formatMonth(window.from));
  return (
    <section>
      <h2>What the model promised, and what came</h2>
      <p>
        Each month, the model's average score is the share of late flights that it expects. The gap to the
        share that really was late is what its users feel.
      </p>
      <ExpectedAndActual gaps={gaps} labels={labels} />
      <h3>How well it ranks, and how far its probabilities are off</h3>
      <p>
        AUC is the chance that a late flight got a higher score than a punctual one: .5 is guessing. The Brier
        score is the mean squared error of the probabilities: lower is better. The dashed line is what could
        be said without the truth; it assumes that the scores are still calibrated, which here they are not.
      </p>
      <WithAndWithout file={file} labels={labels} statistic="auc" title="AUC by month" />
      <WithAndWithout file={file} labels={labels} statistic="brier" title="Brier score by month" />
      <MonthTable file={file} />
    </section>
  );
}

function monthly(file: FindingsFile, statistic: string): Finding[] {
  return selectFindings(file, { analysis: "performance", statistic, level: "overall" });
}

function ExpectedAndActual({
  gaps,
  labels,
}: {
  readonly gaps: readonly Finding[];
  readonly labels: readonly string[];
}) {
  const line = (detail: string, color: string, dashed = false): IntervalSeries => ({
    points: gaps.map((gap) => ({ value: detailNumber(gap, detail) ?? null, low: null, high: null })),
    color,
    dashed,
  });
  const worst = [...gaps].sort((a, b) => Math.abs(b.value ?? 0) - Math.abs(a.value ?? 0))[0];
  const summary =
    worst === undefined
      ? "No month has a truth."
      : `The gap was widest in ${formatMonth(worst.window.from)}: ${formatPercent(detailNumber(worst, "meanScore"))} expected, ${formatPercent(detailNumber(worst, "outcomeRate"))} late.`;
  return (
    <>
      <Chart
        id="expected"
        title="Share of late flights: expected by the model, and actual"
        summary={summary}
        height={260}
        legend={[
          { label: "actually late", color: COLOR.second },
          { label: "expected by the model", color: COLOR.first, mark: "dashed" },
        ]}
        option={() =>
          intervalOption({
            labels,
            series: [line("outcomeRate", COLOR.second), line("meanScore", COLOR.first, true)],
            format: (value) => formatPercent(value, 0),
            fromZero: true,
          })
        }
      />
      <p class="small">{summary}</p>
    </>
  );
}

interface WithAndWithoutProps extends FileOnly {
  readonly labels: readonly string[];
  readonly statistic: string;
  readonly title: string;
}

function WithAndWithout({ file, labels, statistic, title }: WithAndWithoutProps) {
  const labelled = monthly(file, statistic);
  const estimated = monthly(file, `estimated-${statistic}`);
  const limit = labelled.find(({ threshold }) => threshold !== null)?.threshold;
  const before = labelled
    .map((finding) => detailNumber(finding, "referenceValue"))
    .find((value) => value !== undefined);
  const line = limit ?? before;
  const points = labelled.map(
    (finding) => `${formatMonth(finding.window.from)} ${formatFixed(finding.value, 3)}`,
  );
  return (
    <Chart
      id={`performance-${statistic}`}
      title={title}
      summary={`With labels: ${points.join(", ")}.`}
      height={220}
      legend={[
        { label: "with the truth (bar: 95 % interval)", color: COLOR.first },
        { label: "estimated without it", color: COLOR.second, mark: "dashed" },
        ...(line == null
          ? []
          : [
              {
                label: limit == null ? "in training" : "training + tolerance",
                color: COLOR.limit,
                mark: "dotted" as const,
              },
            ]),
      ]}
      option={() =>
        intervalOption({
          labels,
          series: [
            { points: labelled, color: COLOR.first },
            { points: estimated, color: COLOR.second, dashed: true },
          ],
          format: (value) => formatFixed(value, 2),
          ...(line == null ? {} : { limit: line }),
        })
      }
    />
  );
}

function MonthTable({ file }: FileOnly) {
  const columns = [
    { head: "AUC", statistic: "auc" },
    { head: "Brier score", statistic: "brier" },
    { head: "expected − actual", statistic: "calibration-gap" },
  ];
  const of = columns.map(({ statistic }) => monthly(file, statistic));
  const briers = of[1] ?? [];
  return (
    <DataTable
      caption="Month by month, with the truth"
      head={[
        "month",
        "flights with a truth",
        ...columns.flatMap(({ head }) => [head, "95 % interval"]),
        "Brier score is",
      ]}
      rows={briers.map((brier, month) => [
        formatMonth(brier.window.from),
        formatCount(brier.n),
        ...of.flatMap((findings) => {
          const finding = findings[month];
          return [digits(finding?.value), formatInterval(finding?.low, finding?.high, digits)];
        }),
        <StatusText status={brier.status} />,
      ])}
    />
  );
}

function digits(value: number | null | undefined): string {
  return formatFixed(value, 3);
}
