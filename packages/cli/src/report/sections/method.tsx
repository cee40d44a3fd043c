import type { FindingsFile } from "@modelwatch/conventions/query";
import { DataTable } from "../data-table.js";
import { formatCount } from "../format.js";
import type { SectionProps } from "../page.js";

/** How it was done, and that nothing was lost on the way. */
export function MethodSection({ file, story }: SectionProps) {
  const { counts, range } = file;
  return (
    <section>
      <h2>How this was done</h2>
      {story.notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      <p>
        Windows are calendar weeks and months of {range.timeZone}. Intervals of months combine what buckets
        hide with what other samples would show; days, not flights, are what varies, so the variance comes
        from days. The policy's intervals and the verdict's evidence stay valid however often they are read.
        "Cannot tell" is an answer: no number stands in for it.
      </p>
      <p>
        The store holds {formatCount(counts["predictions"] ?? 0)} predictions and{" "}
        {formatCount(counts["outcomes"] ?? 0)} outcomes, exactly as many as were replayed. For every input,
        counted and invalid values add up to the predictions:
      </p>
      <CountTable counts={counts} />
    </section>
  );
}

function CountTable({ counts }: Pick<FindingsFile, "counts">) {
  const names = Object.keys(counts)
    .filter((name) => name.startsWith("feature:"))
    .map((name) => name.slice("feature:".length));
  return (
    <DataTable
      caption="Values in the store"
      head={["input", "counted", "missing or invalid", "together"]}
      rows={names.map((name) => {
        const counted = counts[`feature:${name}`] ?? 0;
        const invalid = counts[`invalid:${name}`] ?? 0;
        return [name, formatCount(counted), formatCount(invalid), formatCount(counted + invalid)];
      })}
    />
  );
}
