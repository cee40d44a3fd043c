import { chi2Homogeneity } from "./comparisons/chi2-homogeneity.js";
import { gTest } from "./comparisons/g-test.js";
import { hellinger } from "./comparisons/hellinger.js";
import { jsDistance } from "./comparisons/js-distance.js";
import { jsDivergence } from "./comparisons/js-divergence.js";
import { kl } from "./comparisons/kl.js";
import { ks } from "./comparisons/ks.js";
import { mannWhitney } from "./comparisons/mann-whitney.js";
import { psi } from "./comparisons/psi.js";
import { totalVariation } from "./comparisons/total-variation.js";
import { twoProportion } from "./comparisons/two-proportion.js";
import { wasserstein1 } from "./comparisons/wasserstein-1.js";
import { welchT } from "./comparisons/welch-t.js";
import type { StatisticDefinition } from "./definition/statistic-definition.js";

/** Every comparison of two distributions, in display order. Adding one: its file, its oracle, its line here. */
export const STATISTICS = [
  psi,
  jsDistance,
  jsDivergence,
  hellinger,
  totalVariation,
  kl,
  ks,
  wasserstein1,
  chi2Homogeneity,
  gTest,
  mannWhitney,
  welchT,
  twoProportion,
] as const satisfies readonly StatisticDefinition[];
