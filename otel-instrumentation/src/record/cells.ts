import type { Attributes } from "@opentelemetry/api";
import { ATTR_ARM, CATEGORY_OTHER, toStratumAttribute } from "@modelwatch/conventions";
import type { ModelDefinition } from "../model/model-definition.js";
import type { FaultLog } from "./fault-log.js";

/** A declared attribute and the digit of each of its values; the digit `values.length` is `__other__`. */
interface Dimension {
  readonly name: string;
  readonly attribute: string;
  readonly values: readonly string[];
  readonly digits: ReadonlyMap<unknown, number>;
}

type Placement = { readonly strata?: unknown; readonly arm?: unknown } | null | undefined;

/**
 * Strata and arm of a call as one integer, a mixed-radix number with one digit for each stratum and one for the arm, so
 * that a call finds its series without building a key.
 */
export class Cells {
  /** How many cells there are, those with `__other__` included. */
  readonly size: number;
  /** How many cells the declared values alone span. */
  readonly declaredSize: number;
  readonly #strata: readonly Dimension[];
  readonly #arms: Dimension;
  readonly #faults: FaultLog;

  constructor(model: ModelDefinition, faults: FaultLog) {
    this.#strata = [...model.strata].map(([name, values]) =>
      toDimension(name, toStratumAttribute(name), values),
    );
    this.#arms = toDimension("arm", ATTR_ARM, model.arms);
    this.#faults = faults;
    const strata = this.#strata.map((stratum) => stratum.values.length);
    // an arm has one digit more: none, where the decision is in no experiment
    this.size = strata.reduce((cells, values) => cells * (values + 1), model.arms.length + 2);
    this.declaredSize = strata.reduce((cells, values) => cells * values, Math.max(1, model.arms.length));
  }

  /** The cell of a call. Undeclared or absent strata and undeclared arms are `__other__`, and counted as faults. */
  indexOf(placement: Placement): number {
    const cell = this.#armDigit(placement?.arm);
    if (this.#strata.length === 0) return cell;
    const given = placement?.strata;
    const strata =
      typeof given === "object" && given !== null ? (given as Record<string, unknown>) : NO_STRATA;
    let index = cell;
    for (const stratum of this.#strata) {
      let digit = stratum.digits.get(strata[stratum.name]);
      if (digit === undefined) {
        digit = stratum.values.length;
        this.#faults.count("undeclared-stratum", stratum.name);
      }
      index = index * (stratum.values.length + 1) + digit;
    }
    return index;
  }

  /** The cell of the same arm with every stratum `__other__`: where values go when the series limit is reached. */
  foldStrata(cell: number): number {
    const strata = this.#strata.reduce((cells, stratum) => cells * (stratum.values.length + 1), 1);
    return Math.floor(cell / strata) * strata + strata - 1;
  }

  attributesOf(cell: number): Attributes {
    const attributes: Attributes = {};
    let rest = cell;
    for (const stratum of this.#strata.toReversed()) {
      const radix = stratum.values.length + 1;
      attributes[stratum.attribute] = stratum.values[rest % radix] ?? CATEGORY_OTHER;
      rest = Math.floor(rest / radix);
    }
    const arms = this.#arms.values;
    if (rest <= arms.length) attributes[ATTR_ARM] = arms[rest] ?? CATEGORY_OTHER;
    return attributes;
  }

  #armDigit(arm: unknown): number {
    const { values, digits } = this.#arms;
    if (arm == null) return values.length + 1;
    const digit = digits.get(arm);
    if (digit !== undefined) return digit;
    this.#faults.count("undeclared-arm");
    return values.length;
  }
}

const NO_STRATA: Record<string, unknown> = Object.freeze({});

function toDimension(name: string, attribute: string, values: readonly string[]): Dimension {
  return { name, attribute, values, digits: new Map(values.map((value, digit) => [value, digit])) };
}
