import type { FindingsFile } from "@modelwatch/conventions/query";
import { Chart } from "../chart.js";
import { stackedOption } from "../charts/stacked-chart.js";
import { COLOR } from "../charts/theme.js";
import { DataTable } from "../data-table.js";
import { formatCount, formatInterval, formatMonth, formatSigned } from "../format.js";
import { selectFindings } from "../select-findings.js";

/** Is it the data or the model? The loss change of each month in its two parts. */
export function CausesSection({ file }: { readonly file: FindingsFile }) {
  const part = (statistic: string) => selectFindings(file, { analysis: "decompose", statistic });
  const totals = part("loss-change");
  const mix = part("loss-change-score-mix");
  const concept = part("loss-change-outcome-given-score");
  const labels = totals.map(({ window }) => formatMonth(window.from));
  return (
    <section>
      <h2>The data, or the model?</h2>
      <p>
        The change of the Brier score since training, split in two. One part comes from scores that moved: the
        flights are of another mix. The other comes from flights that turn out differently{" "}
        <em>at the same score</em>: there, the model is wrong. An input that the score ignores would show in
        the second part too.
      </p>
      <Chart
        id="causes"
        title="Change of the Brier score since training, by month"
        summary={totals
          .map((total) => `${formatMonth(total.window.from)} ${threeDigits(total.value)}`)
          .join(", ")}
        height={260}
        legend={[
          { label: "scores moved (data)", color: COLOR.first, mark: "block" },
          { label: "outcomes at the same score changed (model)", color: COLOR.second, mark: "block" },
          { label: "sum, with 95 % interval", color: COLOR.ink, mark: "dot" },
        ]}
        option={() =>
          stackedOption({
            labels,
            parts: [
              { values: mix.map(({ value }) => value), color: COLOR.first },
              { values: concept.map(({ value }) => value), color: COLOR.second },
            ],
            totals,
            format: (value) => formatSigned(value, 2),
          })
        }
      />
      <DataTable
        caption="The two parts, with 95 % intervals"
        head={[
          "month",
          "flights with a truth",
          "sum",
          "scores moved",
          "interval",
          "same score, other outcome",
          "interval",
          "reading",
        ]}
        textColumns={[7]}
        rows={totals.map((total, month) => [
          formatMonth(total.window.from),
          formatCount(total.n),
          threeDigits(total.value),
          ...[mix[month], concept[month]].flatMap((finding) => [
            threeDigits(finding?.value),
            formatInterval(finding?.low, finding?.high, threeDigits),
          ]),
          READINGS[total.reason.code] ?? "cannot tell",
        ])}
      />
    </section>
  );
}

const READINGS: Readonly<Record<string, string>> = {
  "data-moved": "the data moved",
  "model-moved": "the model no longer fits",
  "data-and-model-moved": "both beyond chance",
  "drift-not-evident": "neither part beyond chance",
};

function threeDigits(value: number | null | undefined): string {
  return formatSigned(value, 3);
}
