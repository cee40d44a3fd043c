import {
  CLASS_NEGATIVE,
  CLASS_POSITIVE,
  PROBABILITY_BOUNDS,
  type ReferenceFile,
} from "@modelwatch/conventions";
import type { PredictionDefinition } from "../model/model-definition.js";
import { quantilesOf } from "./bounds-survey.js";
import { HistogramCount } from "./histogram-count.js";
import { NumberColumn, type BoundsChoice } from "./number-column.js";
import { probabilityBounds } from "./probability-bounds.js";

/** The score, counted on one layout as a whole and by the class of its truth; the truth of a regression has no classes. */
export class ScoreColumn {
  readonly #column: NumberColumn;
  readonly #classes: readonly string[];
  #outcomes: readonly HistogramCount[] = [];

  constructor(prediction: PredictionDefinition) {
    const choice = boundsOf(prediction);
    this.#column = new NumberColumn("the score", prediction, choice);
    this.#classes = hasBinaryTruth(prediction) ? [CLASS_NEGATIVE, CLASS_POSITIVE] : [];
    if (typeof choice !== "function") this.#startOutcomes(choice);
  }

  get isFitted(): boolean {
    return this.#column.isFitted;
  }

  /** Whether the rows so far held no scores. */
  get isBlank(): boolean {
    return this.#column.isBlank;
  }

  /** First reading. */
  read(score: unknown, truth: 0 | 1 | undefined): void {
    if (this.#column.read(score)) this.#countOutcome(score, truth);
  }

  /** Between the readings. @throws ModelwatchError `invalid-argument` where no score is valid. */
  settle(): void {
    const bounds = this.#column.settle();
    if (this.isFitted) this.#startOutcomes(bounds);
  }

  /** Second reading. */
  readAgain(score: unknown, truth: 0 | 1 | undefined): void {
    if (this.#column.readAgain(score)) this.#countOutcome(score, truth);
  }

  toDistributions(): Pick<ReferenceFile, "prediction" | "outcomes"> {
    const outcomes = this.#classes.flatMap((name, truth) => {
      const counted = this.#outcomes[truth];
      return counted === undefined || counted.count === 0 ? [] : [[name, counted.toHistogram({})] as const];
    });
    return {
      prediction: this.#column.toHistogram(),
      ...(outcomes.length > 0 && { outcomes: Object.fromEntries(outcomes) }),
    };
  }

  #startOutcomes(bounds: readonly number[]): void {
    this.#outcomes = this.#classes.map(() => new HistogramCount(bounds));
  }

  #countOutcome(score: number, truth: 0 | 1 | undefined): void {
    if (truth !== undefined) this.#outcomes[truth]?.add(score);
  }
}

function hasBinaryTruth({ kind }: PredictionDefinition): boolean {
  return kind === "probability" || kind === "score";
}

/** Declared bounds, or how to choose some. A probability that declares none was given the common layout. */
function boundsOf({ kind, bounds }: PredictionDefinition): BoundsChoice {
  if (kind !== "probability") return bounds ?? quantilesOf;
  const isCommon = bounds === undefined || bounds.join() === PROBABILITY_BOUNDS.join();
  return isCommon ? (survey) => probabilityBounds(survey.items()) : bounds;
}
