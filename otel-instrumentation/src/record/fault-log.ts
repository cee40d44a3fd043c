import { diag } from "@opentelemetry/api";
import {
  ATTR_DROPPED_REASON,
  INVALID_REASONS,
  METRIC_DROPPED,
  type InvalidReason,
} from "@modelwatch/conventions";
import type { ModelDefinition } from "../model/model-definition.js";
import { CounterBlock } from "./counter-block.js";
import { modelAttributes } from "./model-attributes.js";

/** Calls whose value was lost: `prediction-nan` is a prediction that is not in `ml.prediction.value`. */
type LostReason = `${"prediction" | "outcome-score" | "outcome-truth" | "business"}-${InvalidReason}`;

/** What was folded (counted under `__other__` or without the attribute) or is wrong with the set-up. */
const OTHER_REASONS = [
  "undeclared-feature",
  "undeclared-stratum",
  "undeclared-arm",
  "undeclared-business",
  "invalid-age",
  "series-limit",
  "no-reference",
  "invalid-reference",
] as const;

export type FaultReason = LostReason | (typeof OTHER_REASONS)[number];

const FAULT_REASONS: readonly string[] = [
  ...["prediction", "outcome-score", "outcome-truth", "business"].flatMap((lost) =>
    INVALID_REASONS.map((reason) => `${lost}-${reason}`),
  ),
  ...OTHER_REASONS,
];

const INDEX_OF_REASON = new Map(FAULT_REASONS.map((reason, index) => [reason, index]));

/** Most different faults that are written out; their counts go on. */
const MAX_REPORTS = 200;

/** Counts every fault of a watch in `ml.modelwatch.dropped`, and tells OpenTelemetry's `diag` of each kind once. */
export class FaultLog {
  readonly counters: CounterBlock;
  readonly #model: string;
  readonly #reported = new Set<string>();

  constructor(model: Pick<ModelDefinition, "name" | "version">) {
    this.#model = `${model.name} ${model.version}`;
    this.counters = new CounterBlock(
      METRIC_DROPPED,
      modelAttributes(model),
      ATTR_DROPPED_REASON,
      FAULT_REASONS,
    );
  }

  /** @param subject the declared or undeclared name concerned; never a value. */
  count(reason: FaultReason, subject = ""): void {
    const index = INDEX_OF_REASON.get(reason);
    if (index !== undefined) this.counters.count(index);
    this.report(reason, subject);
  }

  /** Writes a fault once, without counting it. */
  report(reason: string, subject: string): void {
    const key = `${reason} ${subject}`;
    if (this.#reported.size >= MAX_REPORTS || this.#reported.has(key)) return;
    this.#reported.add(key);
    this.#write("warn", `${reason}${subject && ` (${subject})`}, reported once`);
  }

  /** Says something that is no fault. */
  inform(message: string): void {
    this.#write("info", message);
  }

  #write(level: "info" | "warn", message: string): void {
    try {
      diag[level](`modelwatch: ${this.#model}: ${message}`);
    } catch {
      // a logger that throws must not reach the inference code; faults are counted all the same
    }
  }
}
