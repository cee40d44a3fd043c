import type { ComputeFamily } from "./family.js";
import { alwaysValidP } from "./families/always-valid.js";
import { cbpe } from "./families/cbpe.js";
import { adwin, pageHinkley } from "./families/change-detectors.js";
import { confidenceSequence } from "./families/confidence-sequence.js";
import { chi2Homogeneity, gTest } from "./families/contingency.js";
import { cramerVonMises } from "./families/cramer-von-mises.js";
import { hellinger } from "./families/hellinger.js";
import { jsDistance } from "./families/js-distance.js";
import { ksTwoSample } from "./families/ks-two-sample.js";
import { mannWhitney } from "./families/mann-whitney.js";
import { multiplicity } from "./families/multiplicity.js";
import { auc, brier, ece } from "./families/performance.js";
import { proportionCi, twoProportionZ } from "./families/proportions.js";
import { psi } from "./families/psi.js";
import { special } from "./families/special.js";
import { cochranMantelHaenszel, oddsRatio, vanElteren } from "./families/strata.js";
import { autocorrelation, neweyWest } from "./families/time-series.js";
import { cuped, ratioDelta } from "./families/value.js";
import { wasserstein } from "./families/wasserstein.js";
import { welchT } from "./families/welch-t.js";

/** Every family, in display order. Adding one: its file, its line here, its cases in test/oracles. */
export const FAMILIES = [
  psi,
  jsDistance,
  hellinger,
  chi2Homogeneity,
  gTest,
  ksTwoSample,
  cramerVonMises,
  wasserstein,
  mannWhitney,
  vanElteren,
  cochranMantelHaenszel,
  oddsRatio,
  twoProportionZ,
  proportionCi,
  welchT,
  multiplicity,
  neweyWest,
  autocorrelation,
  cuped,
  ratioDelta,
  auc,
  brier,
  ece,
  cbpe,
  alwaysValidP,
  confidenceSequence,
  adwin,
  pageHinkley,
  special,
] as const satisfies readonly ComputeFamily[];
