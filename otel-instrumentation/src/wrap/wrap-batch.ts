import { observe, type OnFailure } from "./observe.js";
import { wrapPredict } from "./wrap-predict.js";

/** A function from rows to one result for each, in the same order: arrays or typed arrays, at once or promised. */
export type BatchFunction = (
  rows: never,
  ...more: never[]
) => ArrayLike<unknown> | PromiseLike<ArrayLike<unknown>>;

type RowOf<F extends BatchFunction> = Parameters<F>[0] extends ArrayLike<infer Row> ? Row : never;
type ResultOf<F extends BatchFunction> =
  Awaited<ReturnType<F>> extends ArrayLike<infer Result> ? Result : never;

/** Counts one result of a batch, given with its row and their position. */
export type CountRow<F extends BatchFunction> = (
  result: ResultOf<F>,
  row: RowOf<F>,
  position: number,
) => void;

/**
 * {@link wrapPredict} for a function that predicts many rows at once: each result is counted with its row, and one that cannot be counted
 * does not keep the others from it. Where there are not as many results as rows, nobody knows which belongs to which: one failure, none
 * counted.
 */
export function wrapBatch<F extends BatchFunction>(predict: F, count: CountRow<F>, onFailure: OnFailure): F {
  const countAll = (results: ArrayLike<ResultOf<F>>, rows: ArrayLike<RowOf<F>>): void => {
    const { length } = results;
    if (rows.length !== length) {
      onFailure();
      return;
    }
    for (let position = 0; position < length; position++)
      observe(() => count(results[position]!, rows[position]!, position), onFailure);
  };
  // a batch function's first argument and result are array-like by its type
  return wrapPredict(predict, countAll as never, onFailure);
}
