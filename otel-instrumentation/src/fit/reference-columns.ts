import type { ReferenceCategories, ReferenceFile, ReferenceHistogram } from "@modelwatch/conventions";
import type { ModelDefinition } from "../model/model-definition.js";
import { quantilesOf } from "./bounds-survey.js";
import { CategoryColumn } from "./category-column.js";
import { NumberColumn } from "./number-column.js";
import type { CountedRow } from "./row-buffer.js";
import { ScoreColumn } from "./score-column.js";

/** Every column of a reference, read twice where bounds are to be chosen. */
export class ReferenceColumns {
  #score: ScoreColumn | undefined;
  readonly #decisions: CategoryColumn | undefined;
  readonly #numbers = new Map<string, NumberColumn>();
  readonly #categories = new Map<string, CategoryColumn>();

  constructor(
    { prediction, features }: ModelDefinition,
    { withoutScores }: { readonly withoutScores: boolean },
  ) {
    const { classes: categories } = prediction;
    this.#score = withoutScores ? undefined : new ScoreColumn(prediction);
    this.#decisions = withoutScores || categories === undefined ? undefined : decisionsAmong(categories);
    for (const [name, definition] of features) {
      const what = `feature "${name}"`;
      if (definition.kind === "categorical") this.#categories.set(name, new CategoryColumn(what, definition));
      else this.#numbers.set(name, new NumberColumn(what, definition, definition.bounds ?? quantilesOf));
    }
  }

  /** Numeric features that take a second reading. */
  get fittedFeatures(): readonly string[] {
    return [...this.#numbers].filter(([, { isFitted }]) => isFitted).map(([name]) => name);
  }

  get isReadTwice(): boolean {
    return this.#score?.isFitted === true || this.fittedFeatures.length > 0;
  }

  /** First reading. */
  read({ score, chosen, truth, features }: CountedRow): void {
    this.#decisions?.read(chosen);
    this.#score?.read(score, truth);
    for (const [name, column] of this.#numbers) column.read(features[name]);
    for (const [name, column] of this.#categories) column.read(features[name]);
  }

  /** Between the readings. @throws ModelwatchError `invalid-argument` where a numeric column has no valid value. */
  settle(): void {
    // of several classes, some models choose one and say no more
    if (this.#decisions !== undefined && this.#score?.isBlank === true) this.#score = undefined;
    this.#score?.settle();
    for (const column of this.#numbers.values()) column.settle();
  }

  /** Second reading. */
  readAgain({ score, truth, features }: CountedRow): void {
    if (this.#score?.isFitted === true) this.#score.readAgain(score, truth);
    for (const [name, column] of this.#numbers) if (column.isFitted) column.readAgain(features[name]);
  }

  toDistributions(): Pick<ReferenceFile, "prediction" | "decisions" | "features" | "outcomes"> {
    const features = new Map<string, ReferenceHistogram | ReferenceCategories>();
    for (const [name, column] of this.#numbers) features.set(name, column.toHistogram());
    for (const [name, column] of this.#categories) features.set(name, column.toCategories());
    const decisions = this.#decisions?.toCategories();
    return {
      ...this.#score?.toDistributions(),
      ...(decisions && { decisions }),
      features: Object.fromEntries(features),
    };
  }
}

function decisionsAmong(categories: readonly string[]): CategoryColumn {
  return new CategoryColumn("the decision", { kind: "categorical", categories, top: categories.length });
}
