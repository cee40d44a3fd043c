/** How probabilities are written down. Both scales keep the order, so maxima and minima are the numbers' own. */
export interface ProbabilityScale {
  readonly times: (p: number, factor: number) => number;
  /** Probability that at least one of `tests` independent events of probability p happens. */
  readonly anyOf: (p: number, tests: number) => number;
  readonly isAtMost: (p: number, level: number) => boolean;
}

export const LINEAR_SCALE: ProbabilityScale = {
  times: (p, factor) => p * factor,
  anyOf: (p, tests) => -Math.expm1(tests * Math.log1p(-Math.min(1, p))),
  isAtMost: (p, level) => p <= level,
};

/** Below this probability 1 − (1 − p)^m is m·p to sixteen digits for any number of tests that anyone runs. */
const TINY_LOG10 = -30;

export const LOG10_SCALE: ProbabilityScale = {
  times: (p, factor) => p + Math.log10(factor),
  anyOf: (p, tests) =>
    p < TINY_LOG10 ? p + Math.log10(tests) : Math.log10(LINEAR_SCALE.anyOf(10 ** Math.min(0, p), tests)),
  isAtMost: (p, level) => p <= Math.log10(level),
};
