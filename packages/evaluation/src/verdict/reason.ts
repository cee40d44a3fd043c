import type { RecommendedAction, MonitorState } from "../decide/index.js";
import { memberName } from "../drift/reason.js";
import { formatCount, formatNumber } from "../finding/format.js";
import type { Culprit } from "./list-culprits.js";
import type { LossTrack } from "./loss-track.js";

export interface VerdictFacts {
  readonly state: MonitorState;
  readonly hasReference: boolean;
  /** Every member was refused. */
  readonly membersRefused: boolean;
  readonly action: RecommendedAction;
  readonly loss: LossTrack | null;
  readonly tolerance: number;
  /** Local day on which the loss's running mean starts. */
  readonly lossSince: string | null;
  /** Local days. */
  readonly firstAct: string | null;
  readonly firstWatch: string | null;
  readonly culprits: readonly Pick<Culprit, "member" | "changed">[];
  /** Members that cannot be judged because their layouts share no bound. */
  readonly layoutChanged: readonly string[];
  readonly budgetDays: number;
  readonly windows: number;
}

const ACTIONS: Readonly<Record<RecommendedAction, string>> = {
  "leave alone": "leave it alone",
  "investigate inputs": "look at the inputs",
  recalibrate: "recalibrate the scores",
  retrain: "train it again",
};

/** One plain sentence about a monitor. */
export function verdictText(facts: VerdictFacts): string {
  const todo = `Recommended: ${ACTIONS[facts.action]}.`;
  const texts: Readonly<Record<MonitorState, string>> = {
    missing: `The model has stopped reporting predictions. ${todo}`,
    undetermined: facts.membersRefused
      ? "No alarm could keep its promise here: every member was refused, the details say why. Wider windows may help."
      : facts.hasReference
        ? `${formatCount(facts.windows)} closed windows are not enough yet to judge the model.`
        : "There is no reference to judge the model against: emit one, or name a time range.",
    act: `The model should be looked at${since(facts.firstAct)}: ${sayLoss(facts)}. ${todo}`,
    watch: `The inputs or scores have moved beyond the tolerance${since(facts.firstWatch)}${sayCulprits(facts)}, ${sayHarm(facts)}.${earlier(facts)} ${todo}`,
    ok:
      facts.loss === null
        ? `No drift beyond the tolerance is evident (budget: one false alarm in ${formatNumber(facts.budgetDays)} days).`
        : `The loss is not shown to be harmful: ${sayLoss(facts)}.${earlier(facts)}`,
  };
  return `${texts[facts.state]}${sayChanged(facts)}`;
}

function sayChanged({ layoutChanged }: VerdictFacts): string {
  if (layoutChanged.length === 0) return "";
  const named = layoutChanged.slice(0, 3).map(memberName).join(", ");
  const more = layoutChanged.length > 3 ? ` and ${layoutChanged.length - 3} more` : "";
  return ` Not judged, because bucket layouts that share no bound meet in it: ${named}${more}.`;
}

function sayHarm({ loss }: VerdictFacts): string {
  return loss === null
    ? "and without labels nobody can tell whether it hurts"
    : "while the loss is not shown to be harmful";
}

function sayLoss({ loss, lossSince, tolerance }: VerdictFacts): string {
  if (loss === null || loss.latest === null) return "the Brier score has only begun to be measured";
  const { estimate, low, high } = loss.latest;
  return `the Brier score averages ${formatNumber(estimate)}${since(lossSince)} (${formatNumber(low)} to ${formatNumber(high)}) against ${formatNumber(loss.referenceLoss)} in training, the limit is ${formatNumber(loss.limit)} with a tolerance of ${formatNumber(tolerance)}`;
}

function sayCulprits({ culprits }: VerdictFacts): string {
  if (culprits.length === 0) return "";
  const named = culprits.slice(0, 3).map(({ member, changed }) => {
    const name = member === "prediction" ? "the score" : memberName(member);
    return changed === null ? name : `${name} from about ${changed.slice(0, 10)}`;
  });
  return ` (most in ${named.join(", ")})`;
}

function since(day: string | null): string {
  return day === null ? "" : ` since ${day}`;
}

function earlier({ firstAct }: VerdictFacts): string {
  return firstAct === null ? "" : ` It was harmful when first shown on ${firstAct}, and has recovered since.`;
}
