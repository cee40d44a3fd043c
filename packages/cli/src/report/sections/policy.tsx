import { STRATUM_PREFIX } from "@modelwatch/conventions";
import type { Finding } from "@modelwatch/conventions/query";
import { Chart } from "../chart.js";
import { forestOption } from "../charts/forest-chart.js";
import { COLOR } from "../charts/theme.js";
import { DataTable } from "../data-table.js";
import { formatCount, formatFixed, formatInterval, formatSigned } from "../format.js";
import type { SectionProps } from "../page.js";
import { detailNumber, selectFindings } from "../select-findings.js";
import { StatusText } from "../status-text.js";

/** What the randomised policy is worth, overall and by stratum. */
export function PolicySection({ file, story }: SectionProps) {
  const lifts = selectFindings(file, { analysis: "lift" }).filter(({ subject }) =>
    subject.target.startsWith("business:"),
  );
  const effects = lifts.filter(({ statistic }) => statistic === "mean-difference");
  const split = lifts.find(({ statistic }) => statistic === "sample-ratio");
  const within = lifts.find(({ statistic }) => statistic === "stratified-mean-difference");
  const { simulatedEffect } = story.policy;
  return (
    <section>
      <h2>What the policy is worth</h2>
      <p>{story.policy.description}</p>
      <Chart
        id="policy"
        title="Difference in delay, treated − control, minutes per flight"
        summary={effects.map(describe).join("; ")}
        height={effects.length * 34 + 60}
        option={() =>
          forestOption({
            rows: effects.map((effect) => ({ ...effect, label: labelOf(effect) })),
            format: (value) => formatSigned(value, 1),
            lines: [
              { value: 0, label: "no effect", color: COLOR.muted },
              ...(simulatedEffect === undefined
                ? []
                : [{ value: simulatedEffect, label: "truth", color: COLOR.second }]),
            ],
          })
        }
      />
      <DataTable
        caption="Overall and by origin, with 95 % intervals that hold at every look"
        head={[
          "flights",
          "treated",
          "control",
          "mean treated",
          "mean control",
          "difference",
          "interval",
          "reading",
        ]}
        textColumns={[7]}
        rows={effects.map((effect) => [
          labelOf(effect),
          formatCount(detailNumber(effect, "treatedCount") ?? 0),
          formatCount(detailNumber(effect, "controlCount") ?? 0),
          oneDigit(detailNumber(effect, "treatedMean")),
          oneDigit(detailNumber(effect, "controlMean")),
          formatSigned(effect.value, 2),
          formatInterval(effect.low, effect.high, (value) => formatSigned(value, 2)),
          effect.value === null ? (
            <StatusText status={effect.status} />
          ) : (
            (READINGS[effect.reason.code] ?? effect.reason.text)
          ),
        ])}
      />
      {split !== undefined && (
        <p class="small">
          Was the split sound? {split.reason.text} {within?.reason.text}
        </p>
      )}
    </section>
  );
}

const READINGS: Readonly<Record<string, string>> = {
  "effect-significant": "more than chance",
  "effect-not-significant": "within chance",
};

function describe(effect: Finding): string {
  return `${labelOf(effect)} ${formatSigned(effect.value, 2)}, ${formatInterval(effect.low, effect.high, (value) => formatSigned(value, 2))}`;
}

/** `overall`, or the stratum's values. */
export function labelOf({ subject }: Finding): string {
  const values = Object.entries(subject.labels)
    .filter(([attribute]) => attribute.startsWith(STRATUM_PREFIX))
    .map(([, value]) => value);
  return values.length === 0 ? "overall" : values.join(" ");
}

function oneDigit(value: number | undefined): string {
  return formatFixed(value, 1);
}
