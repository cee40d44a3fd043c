import { ModelwatchError } from "@modelwatch/conventions";

/** Both in the order of the input. */
export interface MultiplicityResult {
  readonly reject: readonly boolean[];
  readonly adjusted: Float64Array;
}

/** Holm (1979): family-wise error, any dependence. */
export function holm(_pValues: ArrayLike<number>, _alpha: number): MultiplicityResult {
  throw new ModelwatchError("unsupported", "holm is being written");
}

/** Benjamini & Hochberg (1995): false-discovery rate, independent or positively dependent tests. */
export function benjaminiHochberg(_pValues: ArrayLike<number>, _alpha: number): MultiplicityResult {
  throw new ModelwatchError("unsupported", "benjaminiHochberg is being written");
}

/** Benjamini & Yekutieli (2001): false-discovery rate, any dependence. */
export function benjaminiYekutieli(_pValues: ArrayLike<number>, _alpha: number): MultiplicityResult {
  throw new ModelwatchError("unsupported", "benjaminiYekutieli is being written");
}

/** e-BH, Wang & Ramdas (2022): false-discovery rate from e-values (given as ln e), any dependence. */
export function eBenjaminiHochberg(_logEvidence: ArrayLike<number>, _alpha: number): readonly boolean[] {
  throw new ModelwatchError("unsupported", "eBenjaminiHochberg is being written");
}
