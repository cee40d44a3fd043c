import { ModelwatchError, type ReferenceHistogram } from "@modelwatch/conventions";
import type { NumericDefinition } from "../model/model-definition.js";
import { VALID, checkNumber } from "../record/valid-number.js";
import { BoundsSurvey } from "./bounds-survey.js";
import { HistogramCount } from "./histogram-count.js";
import { InvalidTally } from "./invalid-tally.js";

/** Known bounds, or how to choose them. */
export type BoundsChoice = readonly number[] | ((survey: BoundsSurvey) => readonly number[]);

/**
 * One numeric column, by the rules of production. With bounds it counts on the first reading; without, the first reading surveys
 * the values and the second counts them.
 */
export class NumberColumn {
  /** Whether it takes a second reading. */
  readonly isFitted: boolean;
  readonly #what: string;
  readonly #definition: NumericDefinition;
  readonly #choice: BoundsChoice;
  readonly #survey = new BoundsSurvey();
  readonly #invalid = new InvalidTally();
  #counted: HistogramCount | undefined;

  /** @param what names the column in errors. */
  constructor(what: string, definition: NumericDefinition, choice: BoundsChoice) {
    this.#what = what;
    this.#definition = definition;
    this.#choice = choice;
    this.isFitted = typeof choice === "function";
    if (typeof choice !== "function") this.#counted = new HistogramCount(choice);
  }

  /** First reading. False where the value is invalid, which is counted. */
  read(value: unknown): value is number {
    const { min, max } = this.#definition;
    const reason = checkNumber(value, min, max);
    if (reason !== VALID) this.#invalid.add(reason);
    // valid values are numbers
    else (this.#counted ?? this.#survey).add(value as number);
    return reason === VALID;
  }

  /** Whether the rows so far held nothing of it. */
  get isBlank(): boolean {
    const isMissing = Object.keys(this.#invalid.toRecord()).every((reason) => reason === "missing");
    return (this.#counted?.count ?? this.#survey.count) === 0 && isMissing;
  }

  /** Between the readings. @throws ModelwatchError `invalid-argument` where no value is valid. */
  settle(): readonly number[] {
    const counted = this.#counted?.count ?? this.#survey.count;
    if (counted === 0) {
      throw new ModelwatchError("invalid-argument", {
        problem: `${this.#what} has no valid value in the reference rows (${JSON.stringify(this.#invalid.toRecord())})`,
        allowed: "at least one",
        remedy: "correct the rows or the declared range, or remove it from the declaration",
      });
    }
    const bounds = typeof this.#choice === "function" ? this.#choice(this.#survey) : this.#choice;
    this.#counted ??= new HistogramCount(bounds);
    return bounds;
  }

  /** Second reading. False where the value is invalid, which the first one counted. */
  readAgain(value: unknown): value is number {
    const { min, max } = this.#definition;
    const isValid = checkNumber(value, min, max) === VALID;
    // valid values are numbers
    if (isValid) this.#counted?.add(value as number);
    return isValid;
  }

  /** @throws ModelwatchError `invalid-argument` where the second reading held other values than the first. */
  toHistogram(): ReferenceHistogram {
    const counted = this.#counted;
    if (counted === undefined || (this.isFitted && counted.count !== this.#survey.count)) {
      throw rowsChanged(`${this.#what} had ${this.#survey.count} valid values, then ${counted?.count ?? 0}`);
    }
    const { unit } = this.#definition;
    return { ...counted.toHistogram(this.#invalid.toRecord()), ...(unit !== undefined && { unit }) };
  }
}

export function rowsChanged(how: string): ModelwatchError {
  return new ModelwatchError("invalid-argument", {
    problem: `the rows changed between their two readings: ${how}`,
    allowed: "the same rows from each call of the function",
    remedy: "read from something that does not change, or pass the rows as a stream",
  });
}
