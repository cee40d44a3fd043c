import type { ReasonCode } from "@modelwatch/conventions/query";
import { POLICY } from "./policy.js";

export type MonitorState = "ok" | "watch" | "act" | "undetermined" | "missing";

/** What is known about a monitor at the end of one window. */
export interface MonitorFacts {
  /** No row in the last windows. */
  readonly silent: boolean;
  readonly loss: "harmful" | "not-shown-harmful" | "unknown";
  readonly drift: "evident" | "not-evident" | "unknown";
}

/** `act` needs labels: drift alone is watched. Unknown is said, never taken for `ok`. */
export function decideState({ silent, loss, drift }: MonitorFacts): MonitorState {
  if (silent) return "missing";
  if (loss === "harmful") return "act";
  if (drift === "evident") return "watch";
  return loss === "unknown" && drift === "unknown" ? "undetermined" : "ok";
}

/** The reason behind a state. */
export function reasonOfState(
  state: MonitorState,
  facts: MonitorFacts,
  known: { readonly hasReference: boolean; readonly membersRefused: boolean },
): ReasonCode {
  const reasons: Readonly<Record<MonitorState, ReasonCode>> = {
    missing: "no-data",
    act: "loss-beyond-tolerance",
    watch: "drift-beyond-tolerance",
    undetermined: known.membersRefused
      ? "members-refused"
      : known.hasReference
        ? "too-few-rows"
        : "no-reference",
    ok: facts.loss === "unknown" ? "drift-not-evident" : "loss-within-tolerance",
  };
  return reasons[state];
}

export type RecommendedAction = "leave alone" | "investigate inputs" | "recalibrate" | "retrain";

/**
 * What to do about a state. Ranking that survived can be recalibrated; ranking that was lost, or a loss that nothing explains,
 * asks for training; invalid values, silence and drift without harm ask for a look at the inputs.
 */
export function decideAction(facts: {
  readonly state: MonitorState;
  readonly invalidShareRise: number;
  readonly decomposition: ReasonCode | null;
  readonly auc: number | null;
  readonly referenceAuc: number | null;
}): RecommendedAction {
  const { state, auc, referenceAuc } = facts;
  if (state === "ok" || state === "undetermined") return "leave alone";
  if (state === "missing" || facts.invalidShareRise > POLICY.invalidShareRise) return "investigate inputs";
  if (state === "watch") return "investigate inputs";
  if (auc !== null && referenceAuc !== null && auc < referenceAuc - POLICY.rankingLoss) return "retrain";
  if (facts.decomposition === "data-moved") return "investigate inputs";
  return facts.decomposition === "drift-not-evident" || facts.decomposition === null
    ? "retrain"
    : "recalibrate";
}
