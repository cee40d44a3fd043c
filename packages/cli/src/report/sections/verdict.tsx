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
            {verdict.statistic === "brier" && (
              <Fact name="Brier score lately (at one look)">
                {formatFixed(verdict.value, 3)} (
                {formatInterval(verdict.low, verdict.high, (value) => formatFixed(value, 3))}), limit{" "}
                {formatFixed(lossLimitOf(verdict), 3)}
              </Fact>
            )}
            {verdict.threshold !== null && (
              <Fact name="alarm budget">
                at most one false alarm in {formatCount(verdict.threshold)} days, everything together
              </Fact>
            )}
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

/** The loss above which the model is harmful. */
function lossLimitOf({ details }: Finding): number | null {
  const { loss } = details;
  return isRecord(loss) && typeof loss["limit"] === "number" ? loss["limit"] : null;
}

/** Members behind the evidence, each with the date of its change where one stands out. */
function culpritsOf({ details }: Finding): string {
  const culprits: readonly unknown[] = Array.isArray(details["culprits"]) ? details["culprits"] : [];
  const names = culprits.flatMap((culprit) => {
    if (!isRecord(culprit) || typeof culprit["member"] !== "string") return [];
    const name =
      culprit["member"] === "prediction" ? "the score" : culprit["member"].replace(/^feature:/, "");
    const { changed } = culprit;
    return [typeof changed === "string" ? `${name} (from about ${formatDay(changed)})` : name];
  });
  return names.length === 0 ? "–" : names.slice(0, 5).join(", ");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
