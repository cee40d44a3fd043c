import { trace, type Attributes } from "@opentelemetry/api";
import { ATTR_PREDICTION_CLASS, ATTR_PREDICTION_VALUE } from "@modelwatch/conventions";

/**
 * Writes onto the active span, where it is recorded, which model predicted what; of several predictions in a span the last. Never
 * throws: a span of somebody's own making is not the inference code's concern.
 */
export class ActiveSpan {
  readonly #model: Attributes;

  /** @param model `ml.model.name` and `ml.model.version`. */
  constructor(model: Attributes) {
    this.#model = model;
  }

  /** @param value the score that was counted, undefined where there was none. */
  set(value: number | undefined, decision: string | undefined): void {
    try {
      const span = trace.getActiveSpan();
      if (span === undefined || !span.isRecording()) return;
      span.setAttributes(this.#model);
      if (value !== undefined) span.setAttribute(ATTR_PREDICTION_VALUE, value);
      if (decision !== undefined) span.setAttribute(ATTR_PREDICTION_CLASS, decision);
    } catch {
      // what counts was counted; a span that refuses attributes loses only them
    }
  }
}
