import { ModelwatchError } from "@modelwatch/conventions";

export type OverdispersionEstimate =
  | { readonly kind: "value"; readonly overdispersion: number; readonly lags: number }
  | {
      readonly kind: "undetermined";
      readonly reason: "too-few" | "one-cell";
      readonly windowsNeeded: number;
    };

/** φ ≥ 1: by how much the windows vary more than independent rows would. `counts`: windows × cells, row-major. */
export function estimateOverdispersion(_options: {
  readonly counts: Float64Array;
  readonly cells: number;
}): OverdispersionEstimate {
  throw new ModelwatchError("unsupported", "estimateOverdispersion is being written");
}
