import { andersonDarling } from "./comparisons/anderson-darling.js";
import { chi2Homogeneity } from "./comparisons/chi2-homogeneity.js";
import { cramerVonMises } from "./comparisons/cramer-von-mises.js";
import { energyDistance } from "./comparisons/energy-distance.js";
import { fisherExact } from "./comparisons/fisher-exact.js";
import { gTest } from "./comparisons/g-test.js";
import { hellinger } from "./comparisons/hellinger.js";
import { jsDistance } from "./comparisons/js-distance.js";
import { jsDivergence } from "./comparisons/js-divergence.js";
import { kl } from "./comparisons/kl.js";
import { ks } from "./comparisons/ks.js";
import { mannWhitney } from "./comparisons/mann-whitney.js";
import { poissonRateRatio } from "./comparisons/poisson-rate-ratio.js";
import { psi } from "./comparisons/psi.js";
import { totalVariation } from "./comparisons/total-variation.js";
import { twoProportion } from "./comparisons/two-proportion.js";
import { wasserstein1 } from "./comparisons/wasserstein-1.js";
import { wasserstein1Scaled } from "./comparisons/wasserstein-1-scaled.js";
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
  wasserstein1Scaled,
  energyDistance,
  chi2Homogeneity,
  gTest,
  cramerVonMises,
  andersonDarling,
  mannWhitney,
  welchT,
  twoProportion,
  fisherExact,
  poissonRateRatio,
] as const satisfies readonly StatisticDefinition[];
