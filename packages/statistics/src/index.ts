export type {
  CategoricalDistribution,
  Distribution,
  DistributionWindows,
  Layout,
  NumericDistribution,
} from "./distribution/distribution.js";
