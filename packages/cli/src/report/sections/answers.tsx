import type { Finding, FindingsFile } from "@modelwatch/conventions/query";
import type { ComponentChildren } from "preact";
import { formatDay, formatInterval, formatSigned } from "../format.js";
import { timelineOf } from "../verdict-timeline.js";
import type { SectionProps } from "../page.js";
import { detailText, selectFinding, selectFindings } from "../select-findings.js";

/** The three answers that a business owner came for, each in one line and one paragraph. */
export function Answers({ file, story }: SectionProps) {
  const verdict = selectFinding(file, { analysis: "verdict" });
  const lift = policyLift(file);
  return (
    <section class="answers" aria-label="The answers" style={{ marginTop: "2.5rem" }}>
      {verdict !== undefined && (
        <Answer
          question="Should someone have stepped in?"
          tone={detailText(verdict, "firstAct") === undefined ? verdict.status : "act"}
          headline={interventionHeadline(verdict)}
        >
          <HarmfulStretches verdict={verdict} />
          <p>Where it stood at the end: {verdict.reason.text}</p>
          <WatchDate verdict={verdict} />
        </Answer>
      )}
      <CauseAnswer file={file} />
      {lift !== undefined && (
        <Answer question="What is the policy worth?" tone="info" headline={liftHeadline(lift)}>
          <p>
            {lift.low === null || lift.high === null
              ? lift.reason.text
              : `The data allow ${formatInterval(lift.low, lift.high, minutes)} minutes; the interval holds however often it is looked at. Negative is shorter.`}
          </p>
          {story.policy.simulatedEffect !== undefined && (
            <Truth lift={lift} effect={story.policy.simulatedEffect} />
          )}
        </Answer>
      )}
    </section>
  );
}

/** The overall effect of the randomised policy. */
export function policyLift(file: FindingsFile): Finding | undefined {
  return selectFindings(file, { analysis: "lift", statistic: "mean-difference", level: "overall" }).find(
    (finding) => finding.subject.target.startsWith("business:"),
  );
}

interface AnswerProps {
  readonly question: string;
  readonly tone: string;
  readonly headline: string;
  readonly children: ComponentChildren;
}

function Answer({ question, tone, headline, children }: AnswerProps) {
  return (
    <div class="answer">
      <h2>{question}</h2>
      <div>
        <p class={`big ${tone}-text`}>{headline}</p>
        {children}
      </div>
    </div>
  );
}

function interventionHeadline(verdict: Finding): string {
  const firstAct = detailText(verdict, "firstAct");
  if (firstAct !== undefined) return `Yes, on ${formatDay(firstAct)}`;
  const headlines: Partial<Record<Finding["status"], string>> = {
    ok: "No",
    watch: "Not yet, but keep an eye on it",
    missing: "Yes: the model has gone silent",
  };
  return headlines[verdict.status] ?? "Nobody can tell yet";
}

/** How long its errors were proven to be too large. */
function HarmfulStretches({ verdict }: { readonly verdict: Finding }) {
  const harmful = timelineOf(verdict).filter(({ state }) => state === "act");
  const last = harmful.at(-1);
  if (last === undefined) return null;
  const lasted =
    last.to === verdict.window.to ? "to the end" : `until ${formatDay(last.to)}, when it had recovered`;
  const times = harmful.length === 1 ? "" : `, ${harmful.length} times in all`;
  return (
    <p>
      By then its errors were proven to be larger than agreed{times}; that lasted {lasted}.
    </p>
  );
}

function WatchDate({ verdict }: { readonly verdict: Finding }) {
  const firstWatch = detailText(verdict, "firstWatch");
  if (firstWatch === undefined) return null;
  return (
    <p class="small">
      Without waiting for the truth, its inputs and scores had visibly moved by {formatDay(firstWatch)}.
    </p>
  );
}

const CAUSES: Readonly<Record<string, string>> = {
  "data-and-model-moved": "Both, in most months",
  "model-moved": "Mostly the model",
  "data-moved": "Mostly the data",
};

function CauseAnswer({ file }: { readonly file: FindingsFile }) {
  const months = selectFindings(file, { analysis: "decompose", statistic: "loss-change" });
  if (months.length === 0) return null;
  const tally = new Map<string, number>();
  for (const { reason } of months) tally.set(reason.code, (tally.get(reason.code) ?? 0) + 1);
  const [code = ""] = [...tally].sort((a, b) => b[1] - a[1])[0] ?? [];
  const modelMoved = (tally.get("data-and-model-moved") ?? 0) + (tally.get("model-moved") ?? 0);
  const dataMoved = (tally.get("data-and-model-moved") ?? 0) + (tally.get("data-moved") ?? 0);
  return (
    <Answer question="Is it the data or the model?" tone="info" headline={CAUSES[code] ?? "Nobody can tell"}>
      <p>
        In {modelMoved} of {months.length} months, flights with the same score turned out differently than in
        training: what the model learnt no longer held. In {dataMoved} of {months.length}, the scores
        themselves had moved.
      </p>
    </Answer>
  );
}

function liftHeadline(lift: Finding): string {
  if (lift.value === null) return "Nobody can tell";
  return `${minutes(lift.value)} ${lift.unit === "" ? "" : lift.unit} per flight`;
}

function Truth({ lift, effect }: { readonly lift: Finding; readonly effect: number }) {
  if (lift.low === null || lift.high === null) return null;
  const held = lift.low <= effect && effect <= lift.high;
  return (
    <p class="small">
      The policy is simulated: its true effect is {minutes(effect)}, {held ? "inside" : "outside"} the
      interval.
    </p>
  );
}

function minutes(value: number | null | undefined): string {
  return formatSigned(value, 1);
}
