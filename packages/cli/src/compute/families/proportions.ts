import {
  agrestiCoullInterval,
  clopperPearsonInterval,
  computeStatistic,
  createNumericDistribution,
  jeffreysInterval,
  newcombeInterval,
  waldInterval,
  wilsonInterval,
  type Interval,
} from "@modelwatch/statistics";
import { z } from "zod";
import { defineFamily } from "../family.js";
import { alpha, count } from "../inputs.js";

const trials = z.number().int().min(1);

/** By the names that statsmodels gives them. */
const METHODS = {
  wilson: wilsonInterval,
  beta: clopperPearsonInterval,
  jeffreys: jeffreysInterval,
  agresti_coull: agrestiCoullInterval,
  normal: waldInterval,
} as const satisfies Record<string, (count: number, trials: number, alpha: number) => Interval>;

export const proportionCi = defineFamily(
  "proportion-ci",
  z.object({
    count,
    nobs: trials,
    alpha,
    method: z.enum(["wilson", "beta", "jeffreys", "agresti_coull", "normal"]).default("wilson"),
  }),
  (input) => {
    const { low, high } = METHODS[input.method](input.count, input.nobs, input.alpha);
    return { result: { ci: [low, high] } };
  },
);

export const twoProportionZ = defineFamily(
  "two-proportion-z",
  z.object({ count: z.tuple([count, count]), nobs: z.tuple([trials, trials]) }),
  ({ count: [first, second], nobs: [firstTrials, secondTrials] }) => {
    const a = { count: first, trials: firstTrials };
    const b = { count: second, trials: secondTrials };
    // Newcombe's interval is for second − first, the test compares current with reference
    const { low, high } = newcombeInterval(b, a, 0.05);
    const test = computeStatistic("two-proportion", { reference: twoCells(b), current: twoCells(a) });
    const newcombe = { newcombe_ci95: [low, high] };
    if (test.kind === "undetermined")
      return { result: { z: null, p: null, ...newcombe }, undetermined: test.reason };
    return { result: { z: test.value, p: test.pValue ?? null, ...newcombe } };
  },
);

function twoCells(share: { readonly count: number; readonly trials: number }) {
  return createNumericDistribution({ bounds: [0], counts: [share.trials - share.count, share.count] });
}
