import { CATEGORY_OTHER, ModelwatchError, type ReferenceCategories } from "@modelwatch/conventions";
import type { CategoricalFeatureDefinition } from "../model/model-definition.js";
import { toCategory } from "../record/valid-number.js";
import { InvalidTally } from "./invalid-tally.js";

/** Most distinct values of a column whose categories are chosen from the rows: some 10 MB of short texts. */
const MOST_DISTINCT = 100_000;

/** The values of one categorical column, counted by the rules of production. */
export class CategoryColumn {
  readonly #what: string;
  readonly #definition: CategoricalFeatureDefinition;
  readonly #counts: Map<string, number>;
  readonly #invalid = new InvalidTally();
  #other = 0;

  constructor(what: string, definition: CategoricalFeatureDefinition) {
    this.#what = what;
    this.#definition = definition;
    this.#counts = new Map(definition.categories?.map((category) => [category, 0]));
  }

  /** @throws ModelwatchError `limit-exceeded` where none are declared and there are more distinct values than can be kept. */
  read(value: unknown): void {
    const category = toCategory(value);
    if (typeof category === "number") {
      this.#invalid.add(category);
      return;
    }
    const count = this.#counts.get(category);
    if (count !== undefined) this.#counts.set(category, count + 1);
    else if (category === CATEGORY_OTHER || this.#definition.categories !== undefined) this.#other++;
    else if (this.#counts.size < MOST_DISTINCT) this.#counts.set(category, 1);
    else throw this.#tooMany();
  }

  /** Declared categories, or the most frequent ones, ties in alphabetical order; those first that are most frequent. */
  toCategories(): ReferenceCategories {
    const ranked = [...this.#counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    const known = ranked.slice(0, this.#definition.categories?.length ?? this.#definition.top);
    const rest = ranked.slice(known.length).reduce((sum, [, count]) => sum + count, this.#other);
    return {
      kind: "categorical",
      categories: known.map(([category]) => category),
      counts: [...known.map(([, count]) => count), rest],
      invalid: this.#invalid.toRecord(),
    };
  }

  #tooMany(): ModelwatchError {
    return new ModelwatchError("limit-exceeded", {
      problem: `${this.#what} has more than ${MOST_DISTINCT} distinct values: it looks like an id or free text`,
      allowed: `at most ${MOST_DISTINCT}`,
      remedy: "remove it from the declaration, or declare its categories",
    });
  }
}
