import { chiSquareSurvival } from "../special/survival.js";

/** Ways in which a distribution can have changed. */
export const CHANGE_KINDS = [
  /** Every value moved by the same amount. */
  "shift",
  /** Values spread around the same centre, more or less than before. */
  "scale",
  /** One linear map with another slope and another centre takes the old values to the new ones. */
  "unit-change",
  /** Only the outer values changed. */
  "tail",
  /** Rows crossed the decision threshold; on either side nothing else changed. */
  "threshold",
  "new-category",
  "lost-category",
  /** None of these explains it: the shape itself, or the mix of categories. */
  "shape",
] as const;
export type ChangeKindName = (typeof CHANGE_KINDS)[number];

/** One kind, and how well it explains the counts on both sides. */
export interface Explanation {
  readonly kind: ChangeKindName;
  /** Misfit ÷ overdispersion, on the scale of chi-square with `degrees`. */
  readonly deviance: number;
  readonly degrees: number;
  /** Numbers that this kind may choose freely. */
  readonly parameters: number;
  /** ln of the p-value for "this kind is the whole change". */
  readonly logPValue: number;
  /** Not rejected, and not contradicted by any bucket. */
  readonly explains: boolean;
}

/** Posterior odds of 20 : 1 between two kinds, on the scale of BIC; below it they explain the change alike. */
const ALIKE = 2 * Math.log(20);

export function explain(
  kind: ChangeKindName,
  misfit: { readonly deviance: number; readonly degrees: number },
  options: { readonly parameters: number; readonly overdispersion: number; readonly alpha: number },
): Explanation {
  const { parameters, overdispersion, alpha } = options;
  const deviance = misfit.deviance / overdispersion;
  const degrees = Math.max(0, misfit.degrees);
  const logPValue = degrees === 0 ? 0 : chiSquareSurvival(deviance, degrees).logProbability;
  return { kind, deviance, degrees, parameters, logPValue, explains: logPValue >= Math.log(alpha) };
}

/**
 * The kinds that explain a change best: among those that explain it, the one with the lowest deviance + parameters·ln n (Schwarz 1978,
 * doi:10.1214/aos/1176344136) and those that come close; `shape` where none explains it. Shift and scale are special cases of a unit
 * change: where one of them explains the change, the general map is no other explanation.
 */
export function bestExplanations(
  explanations: readonly Explanation[],
  effectiveRows: number,
): readonly ChangeKindName[] {
  const cost = ({ deviance, parameters }: Explanation): number =>
    deviance + parameters * Math.log(Math.max(Math.E, effectiveRows));
  const able = explanations.filter(({ explains }) => explains);
  const isSpecial = able.some(({ kind }) => kind === "shift" || kind === "scale");
  const left = able.filter(({ kind }) => kind !== "unit-change" || !isSpecial);
  const least = Math.min(...left.map(cost));
  const best = left.filter((one) => cost(one) < least + ALIKE).map(({ kind }) => kind);
  return best.length === 0 ? ["shape"] : best;
}
