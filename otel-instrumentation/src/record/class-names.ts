import { CATEGORY_OTHER } from "@modelwatch/conventions";
import type { PredictionDefinition } from "../model/model-definition.js";
import { MISSING, WRONG_TYPE } from "./valid-number.js";

/** The classes of a model as digits; the last digit is `__other__`. */
export class ClassNames {
  readonly names: readonly string[];
  readonly #digits: ReadonlyMap<string, number>;

  constructor({ classes = [] }: PredictionDefinition) {
    this.names = [...classes, CATEGORY_OTHER];
    this.#digits = new Map(classes.map((name, digit) => [name, digit]));
  }

  /** The digit of a class that nobody declared. */
  get other(): number {
    return this.names.length - 1;
  }

  /** The digit of a class, or −1 − the index in `INVALID_REASONS` of why the value is none. */
  digitOf(value: unknown): number {
    if (typeof value === "string") return this.#digits.get(value) ?? this.other;
    return -1 - (value == null ? MISSING : WRONG_TYPE);
  }

  /** The index in `INVALID_REASONS` behind a negative digit. */
  static reasonOf(digit: number): number {
    return -1 - digit;
  }
}
