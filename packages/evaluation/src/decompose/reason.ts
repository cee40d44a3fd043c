import type { ReasonCode } from "@modelwatch/conventions/query";
import { formatCount, formatNumber, formatSigned } from "../finding/format.js";
import type { DecomposedWindow } from "./decompose.js";

/** One plain sentence about which part of a loss change is beyond chance. */
export function decomposeText(
  code: ReasonCode,
  facts: { readonly n: number; readonly minimumCount: number; readonly split: DecomposedWindow | null },
): string {
  if (code === "cannot-tell-without-labels")
    return "No truth has arrived for this window, so the loss cannot be split.";
  if (code === "no-reference") return "There are no labelled reference outcomes to compare the loss with.";
  if (facts.split === null || code === "too-few-rows") {
    return `${formatCount(facts.n)} labelled rows are too few to split the loss (the minimum is ${formatCount(facts.minimumCount)}).`;
  }
  const { parts } = facts.split;
  const said = `The Brier score went from ${formatNumber(parts.referenceLoss)} to ${formatNumber(parts.currentLoss)}`;
  const mix = formatSigned(parts.scoreMix.value, "");
  const concept = formatSigned(parts.outcomeGivenScore.value, "");
  const texts: Partial<Record<ReasonCode, string>> = {
    "data-moved": `${said}: moved scores explain ${mix}; at the same score outcomes came as before (${concept}, within chance).`,
    "model-moved": `${said}: at the same score outcomes now come differently (${concept}); moved scores explain only ${mix}, within chance.`,
    "data-and-model-moved": `${said}: moved scores explain ${mix}, and at the same score outcomes now come differently (${concept}).`,
  };
  return (
    texts[code] ??
    `${said}, and neither part of the change (moved scores ${mix}, outcomes at the same score ${concept}) is beyond chance.`
  );
}
