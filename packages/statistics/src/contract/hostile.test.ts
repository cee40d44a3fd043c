import * as fc from "fast-check";
import { describe, it } from "vitest";
import { computeStatistic } from "../compute-statistic.js";
import { STATISTICS } from "../registry.js";
import { expectHonest } from "./expect-honest.js";
import { EXTREME_PAIR } from "./hostile-inputs.js";

describe.each(STATISTICS.map(({ id }) => id))("%s", (id) => {
  it("answers extreme inputs with finite numbers or a reason", () => {
    fc.assert(
      fc.property(EXTREME_PAIR, ([reference, current]) => {
        expectHonest(() => computeStatistic(id, { reference, current }));
      }),
      { seed: 53, numRuns: 300 },
    );
  });
});
