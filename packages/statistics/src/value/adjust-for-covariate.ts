import { totalOf, type GroupWindows } from "./group-windows.js";

/** One group's windows with Σy of a covariate from before the experiment. */
export interface CovariateWindows extends GroupWindows {
  readonly covariateSums: Float64Array;
}

/**
 * The windows of both groups with x − θ(y − ȳ) in place of x (CUPED), ȳ over both groups: what contrasts take. θ comes from
 * `computeCuped`. Where treatment cannot have moved y, the difference of means keeps its expectation and loses variance.
 *
 * Reference: Deng, Xu, Kohavi, Walker (WSDM 2013), doi:10.1145/2433396.2433413.
 */
export function adjustForCovariate(
  treated: CovariateWindows,
  control: CovariateWindows,
  theta: number,
): { readonly treated: GroupWindows; readonly control: GroupWindows } {
  const rows = totalOf(treated.counts) + totalOf(control.counts);
  const mean = rows === 0 ? 0 : (totalOf(treated.covariateSums) + totalOf(control.covariateSums)) / rows;
  const adjusted = ({ counts, sums, covariateSums }: CovariateWindows): GroupWindows => ({
    counts,
    sums: sums.map((sum, t) => sum - theta * (covariateSums[t]! - mean * counts[t]!)),
  });
  return { treated: adjusted(treated), control: adjusted(control) };
}
