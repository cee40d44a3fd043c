import type { Finding, FindingsFile } from "@modelwatch/conventions/query";
import type { ComponentChildren } from "preact";
import { DataTable } from "../data-table.js";
import { formatCount, formatDay, formatFixed, formatInterval } from "../format.js";
import { detailText, selectFindings } from "../select-findings.js";
import { StatusText } from "../status-text.js";
import { timelineOf } from "../verdict-timeline.js";

/** How the verdict came about: its states over time, its numbers, its budget. */
export function VerdictSection({ file }: { readonly file: FindingsFile }) {
  return (
    <>
      {selectFindings(file, { analysis: "verdict" }).map((verdict) => (
        <section key={verdict.monitor}>
          <h2>How the verdict came about</h2>
          <p>{verdict.reason.text}</p>
          <dl>
            <Fact name="state at the end">
              <StatusText status={verdict.status} />
            </Fact>
            <Fact name="recommended">{detailText(verdict, "action") ?? "–"}</Fact>
            <Fact name="inputs visibly moved by">{dayOf(verdict, "firstWatch")}</Fact>
            <Fact name="harm proven by">{dayOf(verdict, "firstAct")}</Fact>
            <Fact name={verdict.statistic === "brier" ? "Brier score now" : "evidence"}>
              {formatFixed(verdict.value, 3)} (
              {formatInterval(verdict.low, verdict.high, (value) => formatFixed(value, 3))}), limit{" "}
              {formatFixed(verdict.threshold, 3)}
            </Fact>
            <Fact name="predictions judged">{formatCount(verdict.n)}</Fact>
            <Fact name="moved most">{culpritsOf(verdict)}</Fact>
          </dl>
          <DataTable
            caption="Its states over time"
            head={["from", "to", "state"]}
            textColumns={[1, 2]}
            rows={timelineOf(verdict).map(({ state, from, to }) => [
              formatDay(from),
              formatDay(to),
              <StatusText status={state} />,
            ])}
          />
        </section>
      ))}
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function dayOf(verdict: Finding, detail: string): string {
  const iso = detailText(verdict, detail);
  return iso === undefined ? "never" : formatDay(iso);
}

function culpritsOf({ details }: Finding): string {
  const culprits = details["culprits"];
  if (!Array.isArray(culprits) || culprits.length === 0) return "–";
  const names = culprits.flatMap((culprit: unknown) =>
    typeof culprit === "object" &&
    culprit !== null &&
    "member" in culprit &&
    typeof culprit.member === "string"
      ? [culprit.member.replace(/^feature:/, "")]
      : [],
  );
  return names.slice(0, 5).join(", ");
}
