import type { Finding, FindingsFile } from "@modelwatch/conventions/query";
import { DataTable } from "../data-table.js";
import { formatDay } from "../format.js";
import { detailText, selectFindings } from "../select-findings.js";

/** When each input and the score changed most, and how. */
export function ChangesSection({ file }: { readonly file: FindingsFile }) {
  const changes = selectFindings(file, { analysis: "change", statistic: "change-date" });
  if (changes.length === 0) return null;
  return (
    <section>
      <h2>When it changed</h2>
      <p>
        One look at the whole time, all inputs together: the date that splits each input’s days best into a
        before and an after, and the dates that the data do not rule out. An input that moves all the time,
        such as temperature, has no one date: then the span covers nearly all of the time.
      </p>
      <DataTable
        caption="The strongest change of each input"
        head={["input", "changed", "or any time between", "how"]}
        textColumns={[1, 2, 3]}
        rows={changes.map((change) => [
          nameOf(change),
          dayOf(change, "changed"),
          spanOf(change),
          kindOf(change),
        ])}
      />
    </section>
  );
}

function spanOf(change: Finding): string {
  const earliest = detailText(change, "earliest");
  const latest = detailText(change, "latest");
  return earliest === undefined || latest === undefined
    ? "–"
    : `${formatDay(earliest)} and ${formatDay(latest)}`;
}

function dayOf(change: Finding, detail: string): string {
  const iso = detailText(change, detail);
  return iso === undefined ? "–" : formatDay(iso);
}

const KINDS: Readonly<Record<string, string>> = {
  shift: "every value moved alike",
  scale: "the spread changed",
  "unit-change": "the unit changed",
  tail: "only the tails changed",
  threshold: "rows crossed the decision threshold",
  "new-category": "a new category came",
  "lost-category": "a category went",
  shape: "the shape itself changed",
};

function kindOf(change: Finding): string {
  if (change.reason.code === "change-not-found") return "no change beyond chance";
  if (change.status === "undetermined") return "cannot tell";
  return KINDS[detailText(change, "kind") ?? ""] ?? "several kinds of change explain it alike";
}

function nameOf({ subject }: Finding): string {
  return subject.target === "prediction"
    ? "the score"
    : subject.target.replace(/^feature:/, "").replaceAll("-", " ");
}
