import { ModelwatchError, type ReferenceFile } from "@modelwatch/conventions";
import type { ModelDeclaration } from "../model/declaration.js";
import type { Decision, FeatureValues, Truth } from "../model/input.js";
import type { ModelDefinition } from "../model/model-definition.js";
import { truthDigit } from "../record/scores.js";
import { toReferenceId } from "../reference/canonical-json.js";
import { rowsChanged } from "./number-column.js";
import { ReferenceColumns } from "./reference-columns.js";
import { RowBuffer, type CountedRow } from "./row-buffer.js";

/**
 * One row of the training or validation data, with the score that the model gives it, or the class that it chooses and, where there is
 * one, that class's probability.
 */
export type ReferenceRow<D extends ModelDeclaration = ModelDeclaration> = Decision<D> & {
  readonly features?: FeatureValues<D>;
  readonly truth?: Truth<D> | null | undefined;
};

/** A row whatever its model declares. */
interface AnyRow {
  readonly score?: number | null | undefined;
  readonly class?: unknown;
  readonly truth?: unknown;
  readonly features?: object | undefined;
}

type AnyIterable<Row> = Iterable<Row> | AsyncIterable<Row>;

/**
 * Rows that can be read twice (an array, or a function that opens them anew: it is called twice, and nothing is kept), or a stream
 * that is read once, of which the numbers are kept in memory.
 */
export type ReferenceRows<D extends ModelDeclaration = ModelDeclaration> =
  AnyIterable<ReferenceRow<D>> | (() => AnyIterable<ReferenceRow<D>>);

export interface FitOptions<D extends ModelDeclaration> {
  readonly declaration: ModelDefinition<D>;
  /** The model that the rows were scored by; the declared one by default. */
  readonly model?: { readonly name: string; readonly version: string };
  /** Where the rows came from, in words for people. */
  readonly description: string;
  readonly rows: ReferenceRows<D>;
  /** The rows are training data that no model has scored: the reference then holds features only. Default false. */
  readonly withoutScores?: boolean;
  /** The time range of the rows, ISO 8601. */
  readonly from?: string;
  readonly to?: string;
}

/**
 * The reference of a model: the distribution of its features, scores, and scores by truth. Declared bounds and categories are kept;
 * others are chosen from the rows: at most 32 readable reference quantiles, each value where a feature has few, the common layout
 * for probabilities, the most frequent categories. Counts and sums are exact, whatever the size. Values that production would count
 * as invalid are counted as invalid here, by the same rules.
 *
 * Memory does not grow with the rows, but for a stream: about 0.2 MB for each numeric feature, and the distinct values of each
 * categorical one. A stream (neither an array nor a function) is kept as 8 bytes for each number, up to 128 MB.
 *
 * @throws ModelwatchError `invalid-argument` where there are no rows, no valid value of the score or a numeric feature, or rows that
 * differ between the readings; `limit-exceeded` for a stream beyond the memory, or a categorical feature of more than 100,000 values.
 */
export async function fitReference<D extends ModelDeclaration>(
  options: FitOptions<D>,
): Promise<ReferenceFile> {
  const { declaration, description, rows, from, to } = options;
  const { name, version } = options.model ?? declaration;
  const columns = new ReferenceColumns(declaration, { withoutScores: options.withoutScores ?? false });
  const isStream = typeof rows !== "function" && !Array.isArray(rows);
  const buffer = isStream && columns.isReadTwice ? new RowBuffer(columns.fittedFeatures) : undefined;
  let count = 0;
  for await (const row of open(rows)) {
    const counted = toCountedRow(row);
    columns.read(counted);
    buffer?.add(counted);
    count++;
  }
  if (count === 0) throw nothingToFit("there are no rows");
  columns.settle();
  if (columns.isReadTwice) {
    let again = 0;
    for await (const row of buffer ?? open(rows)) {
      columns.readAgain(toCountedRow(row));
      again++;
    }
    if (again !== count) throw rowsChanged(`there were ${count}, then ${again}`);
  }
  const content: Omit<ReferenceFile, "id"> = {
    format: "modelwatch-reference",
    version: 1,
    model: { name, version },
    description,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    rows: count,
    ...columns.toDistributions(),
  };
  return { ...content, id: toReferenceId(content) };
}

function open<D extends ModelDeclaration>(rows: ReferenceRows<D>): AnyIterable<ReferenceRow<D>> {
  return typeof rows === "function" ? rows() : rows;
}

function toCountedRow({ score, class: chosen, truth, features }: AnyRow): CountedRow {
  // any object can be read by name: what is not there is undefined
  return { score, chosen, truth: truthDigit(truth), features: (features ?? {}) as CountedRow["features"] };
}

function nothingToFit(problem: string): ModelwatchError {
  return new ModelwatchError("invalid-argument", { problem, allowed: "at least one row" });
}
