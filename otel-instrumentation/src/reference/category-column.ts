import { CATEGORY_OTHER, INVALID_REASONS, type ReferenceCategories } from "@modelwatch/conventions";
import type { CategoricalFeatureDefinition } from "../model/model-definition.js";
import { toCategory } from "../record/valid-number.js";

/** The values of one categorical column, counted by the rules of production. */
export class CategoryColumn {
  readonly #definition: CategoricalFeatureDefinition;
  readonly #counts = new Map<string, number>();
  readonly #invalid = new Map<string, number>();

  constructor(definition: CategoricalFeatureDefinition) {
    this.#definition = definition;
  }

  add(value: unknown): void {
    const category = toCategory(value);
    if (typeof category === "string") this.#counts.set(category, (this.#counts.get(category) ?? 0) + 1);
    else {
      const reason = INVALID_REASONS[category]!;
      this.#invalid.set(reason, (this.#invalid.get(reason) ?? 0) + 1);
    }
  }

  /** Declared categories, or the most frequent ones, ties in alphabetical order; those first that are most frequent. */
  toCategories(): ReferenceCategories {
    const { categories: declared, top } = this.#definition;
    const known = declared ?? [...this.#counts.keys()].filter((category) => category !== CATEGORY_OTHER);
    const countOf = (category: string) => this.#counts.get(category) ?? 0;
    const categories = known
      .toSorted((a, b) => countOf(b) - countOf(a) || (a < b ? -1 : 1))
      .slice(0, declared ? declared.length : top);
    const counts = categories.map(countOf);
    const total = [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
    const other = total - counts.reduce((sum, count) => sum + count, 0);
    return {
      kind: "categorical",
      categories,
      counts: [...counts, other],
      invalid: Object.fromEntries(this.#invalid),
    };
  }
}
