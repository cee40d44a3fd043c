import {
  CLASS_NEGATIVE,
  CLASS_POSITIVE,
  ModelwatchError,
  type ReferenceCategories,
  type ReferenceFile,
  type ReferenceHistogram,
} from "@modelwatch/conventions";
import type { ModelDeclaration } from "../model/declaration.js";
import type { FeatureValues, Truth } from "../model/input.js";
import type { ModelDefinition } from "../model/model-definition.js";
import { truthDigit } from "../record/scores.js";
import { CategoryColumn } from "./category-column.js";
import { NumberColumn, toHistogram } from "./number-column.js";
import { toReferenceId } from "./canonical-json.js";

/** One row of the training or validation data, with the score that the model gives it. */
export interface ReferenceRow<D extends ModelDeclaration = ModelDeclaration> {
  readonly score: number | null | undefined;
  readonly features?: FeatureValues<D>;
  readonly truth?: Truth<D> | null | undefined;
}

export interface FitOptions<D extends ModelDeclaration> {
  readonly declaration: ModelDefinition<D>;
  /** The model that the rows were scored by; the declared one by default. */
  readonly model?: { readonly name: string; readonly version: string };
  /** Where the rows came from, in words for people. */
  readonly description: string;
  readonly rows: Iterable<ReferenceRow<D>>;
  /** The time range of the rows, ISO 8601. */
  readonly from?: string;
  readonly to?: string;
}

/**
 * The reference of a model: the distribution of its features, scores, and scores by truth, over rows read once. Declared
 * bounds and categories are kept; others are chosen from the rows (32 quantiles, the most frequent categories). Values that
 * production would count as invalid are counted as invalid here, by the same rules. Holds one number for each row and
 * numeric feature in memory.
 *
 * @throws ModelwatchError `invalid-argument` where there are no rows, or no valid value of the score or a numeric feature.
 */
export function fitReference<D extends ModelDeclaration>(options: FitOptions<D>): ReferenceFile {
  const { declaration, description, rows, from, to } = options;
  const { name, version } = options.model ?? declaration;
  const columns = new Map(
    [...declaration.features].map(([feature, definition]) => [
      feature,
      definition.kind === "numeric" ? new NumberColumn(definition) : new CategoryColumn(definition),
    ]),
  );
  const score = new NumberColumn(declaration.prediction);
  const truths: (0 | 1 | undefined)[] = [];
  let count = 0;
  for (const row of rows) {
    count++;
    const features = (row.features ?? {}) as Readonly<Record<string, unknown>>;
    for (const [feature, column] of columns) column.add(features[feature]);
    if (score.add(row.score)) truths.push(truthDigit(row.truth));
  }
  if (count === 0) throw nothingToFit("there are no rows");
  const outcomes = fitOutcomes(declaration, score, truths);
  const content: Omit<ReferenceFile, "id"> = {
    format: "modelwatch-reference",
    version: 1,
    model: { name, version },
    description,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    rows: count,
    prediction: score.toHistogram("the score"),
    features: Object.fromEntries(
      [...columns].map(([feature, column]) => [feature, toDistribution(column, feature)]),
    ),
    ...(outcomes && { outcomes }),
  };
  return { ...content, id: toReferenceId(content) };
}

function toDistribution(
  column: NumberColumn | CategoryColumn,
  feature: string,
): ReferenceHistogram | ReferenceCategories {
  return column instanceof NumberColumn ? column.toHistogram(`feature "${feature}"`) : column.toCategories();
}

/** The scores of each class of the truth, where there are any; numbers (regression) have no classes. */
function fitOutcomes(
  { prediction }: ModelDefinition,
  score: NumberColumn,
  truths: readonly (0 | 1 | undefined)[],
): Record<string, ReferenceHistogram> | undefined {
  if (prediction.kind !== "probability" || prediction.bounds === undefined) return undefined;
  const { bounds } = prediction;
  const outcomes: Record<string, ReferenceHistogram> = {};
  for (const [digit, name] of [CLASS_NEGATIVE, CLASS_POSITIVE].entries()) {
    const values = score.values.filter((_value, index) => truths[index] === digit);
    if (values.length > 0) outcomes[name] = toHistogram(values, bounds, {});
  }
  return Object.keys(outcomes).length > 0 ? outcomes : undefined;
}

function nothingToFit(problem: string): ModelwatchError {
  return new ModelwatchError("invalid-argument", { problem, allowed: "at least one row" });
}
