import {
  ATTR_BUSINESS_NAME,
  ATTR_OUTCOME_CLASS,
  ATTR_UNIT,
  METRIC_BUSINESS_VALUE,
  METRIC_OUTCOME_PREDICTION,
  ModelwatchError,
} from "@modelwatch/conventions";
import type { Query } from "@modelwatch/conventions/query";
import type { Matcher } from "@modelwatch/sources";
import { NOT_CLASSES } from "./prediction-kind.js";
import { equals, modelMatchers, type ReadContext } from "./model-matchers.js";

/** Where the rows of a target with a value per row live. */
export interface ValueMetric {
  readonly name: string;
  readonly matchers: readonly Matcher[];
  readonly groupBy: readonly string[];
  /** The value is 1 for a positive truth and 0 for a negative one. */
  readonly isOutcome: boolean;
  /** The business metric whose sum stands in place of the rows, for a ratio metric. */
  readonly per?: string;
}

/** @throws ModelwatchError `unsupported` for a target without a value per row. */
export function valueMetricOf(
  { subject: { target } }: Pick<Query, "subject">,
  analysis: string,
): ValueMetric {
  if (target.kind === "business") {
    const matchers = [equals(ATTR_BUSINESS_NAME, target.name)];
    const per = target.per === undefined ? {} : { per: target.per };
    return { name: METRIC_BUSINESS_VALUE, matchers, groupBy: [], isOutcome: false, ...per };
  }
  if (target.kind === "outcome") {
    return {
      name: METRIC_OUTCOME_PREDICTION,
      matchers: [NOT_CLASSES],
      groupBy: [ATTR_OUTCOME_CLASS],
      isOutcome: true,
    };
  }
  throw new ModelwatchError("unsupported", {
    problem: `${analysis} of "${target.kind}" is not offered`,
    allowed: "business or outcome",
  });
}

/** Units of a mean (`EUR`, `EUR/visits`) and of a sum; empty where none or several are declared, and for outcomes. */
export interface ValueUnits {
  readonly mean: string;
  readonly sum: string;
}

export async function readUnits(
  context: ReadContext,
  metric: ValueMetric,
  range: { readonly fromMs: number; readonly toMs: number },
): Promise<ValueUnits> {
  if (metric.isOutcome) return { mean: "", sum: "" };
  const sum = await declaredUnit(context, metric.matchers, range);
  if (metric.per === undefined) return { mean: sum, sum };
  const per = await declaredUnit(context, [equals(ATTR_BUSINESS_NAME, metric.per)], range);
  return { mean: `${sum === "" ? "1" : sum}/${per === "" || per === "1" ? metric.per : per}`, sum };
}

async function declaredUnit(
  context: ReadContext,
  matchers: readonly Matcher[],
  range: { readonly fromMs: number; readonly toMs: number },
): Promise<string> {
  const request = {
    attribute: ATTR_UNIT,
    metric: METRIC_BUSINESS_VALUE,
    matchers: [...modelMatchers(context.subject), ...matchers],
    range,
  };
  const units = await context.source.labelValues(request, context.signal);
  const declared = units.filter((unit) => unit !== "");
  // Two units under one name cannot be added; naming neither is less wrong than naming one.
  return declared.length === 1 ? declared[0]! : "";
}
