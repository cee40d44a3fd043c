"""Two distributions or two samples against each other: scipy."""

import numpy as np
from case import case
from scipy import stats
from scipy.spatial.distance import jensenshannon

SEED = 41


def comparison_cases():
    random = np.random.default_rng(SEED)
    yield from distances(random)
    yield from tables(random)
    yield from samples(random)


def histograms(random):
    yield "five", [120, 340, 560, 340, 120], [11, 30, 61, 38, 20]
    yield "disjoint", [10, 20, 0, 0], [0, 0, 5, 9]
    yield "empty-both", [7, 0, 3, 0, 9], [70, 0, 31, 0, 95]
    yield "huge", [4 * 10**14, 5 * 10**14, 10**14], [40003, 49990, 10007]
    for cells in (2, 10, 32, 64):
        shares = random.dirichlet(np.full(cells, 2.0))
        moved = shares * np.exp(0.2 * random.normal(size=cells))
        yield (
            f"random-{cells}",
            (random.multinomial(50_000, shares) + 1).tolist(),
            (random.multinomial(3_000, moved / moved.sum()) + 1).tolist(),
        )


def distances(random):
    for name, ref, cur in histograms(random):
        p, q = np.array(ref) / sum(ref), np.array(cur) / sum(cur)
        sides = {"ref": ref, "cur": cur}
        for base in ("e", 2, 10):
            value = jensenshannon(p, q, np.e if base == "e" else base)
            yield case(f"js-{name}-base-{base}", "js-distance", {**sides, "base": base}, {"js": value}, "scipy jensenshannon", 1e-9, 2e-8)
        hellinger = np.sqrt(((np.sqrt(p) - np.sqrt(q)) ** 2).sum() / 2)
        yield case(f"hellinger-{name}", "hellinger", sides, {"hellinger": hellinger}, "numpy sqrt(sum((sqrt p - sqrt q)^2)/2)", 1e-9, 1e-12)
        if min(ref) > 0 and min(cur) > 0:
            psi = ((q - p) * np.log(q / p)).sum()
            yield case(f"psi-{name}", "psi", sides, {"psi": psi}, "numpy sum((q-p)ln(q/p))")
        for epsilon in (1e-4, 1e-6, 0.01):
            used = (p > 0) | (q > 0)
            pf, qf = np.maximum(p, epsilon)[used], np.maximum(q, epsilon)[used]
            floored = ((qf - pf) * np.log(qf / pf)).sum()
            yield case(f"psi-{name}-floor-{epsilon}", "psi", {**sides, "epsilon": epsilon}, {"psi": floored}, "numpy, shares floored, not renormalised")


def tables(random):
    chosen = {
        "2x2": [[90, 10], [70, 30]],
        "2x2-near": [[50, 50], [51, 49]],
        "2x2-empty-cell": [[12, 0], [5, 9]],
        "2x2-tail": [[9000, 1000], [5000, 5000]],
        "2x7": random.integers(1, 300, (2, 7)).tolist(),
        "3x4": random.integers(1, 80, (3, 4)).tolist(),
        "5x3": random.integers(5, 5000, (5, 3)).tolist(),
        "same": [[10, 20, 30], [100, 200, 300]],
    }
    for name, table in chosen.items():
        for correction in (False, True):
            for family, power in (("chi2-homogeneity", "pearson"), ("g-test", "log-likelihood")):
                test = stats.chi2_contingency(table, correction=correction, lambda_=power)
                given = {"table": table, "correction": correction}
                expected = {"statistic": test.statistic, "p": test.pvalue, "df": test.dof}
                # statistics near 0 are differences of logarithms that cancel
                yield case(f"{family}-{name}-{correction}", family, given, expected, f"scipy chi2_contingency({power})", 1e-8, 1e-10)


def sample_pairs(random):
    yield "shifted-30-25", random.normal(0, 1, 30).round(3), random.normal(0.6, 1, 25).round(3)
    yield "same-12-15", random.normal(0, 1, 12).round(4), random.normal(0, 1, 15).round(4)
    yield "ties-40-33", random.integers(0, 9, 40).astype(float), random.integers(1, 10, 33).astype(float)
    yield "scaled-60-60", random.normal(0, 1, 60).round(5), random.normal(0, 3, 60).round(5)
    yield "far-50-40", random.normal(0, 1, 50).round(4), random.normal(4, 1, 40).round(4)
    yield "large-400-300", random.exponential(1, 400).round(4), random.exponential(1.2, 300).round(4)
    yield "tiny-5-4", np.array([1.5, -2.0, 0.3, 8.0, 4.4]), np.array([0.1, 9.0, 9.5, 7.0])
    yield "offset-20-20", (1e6 + random.normal(0, 1, 20)).round(3), (1e6 + random.normal(0.5, 1, 20)).round(3)


def samples(random):
    for name, x, y in sample_pairs(random):
        raw = {"x": x, "y": y}
        small = max(len(x), len(y)) <= 60
        for method in ("asymp", "auto", *(["exact"] if small else [])):
            ks = stats.ks_2samp(x, y, method=method)
            yield case(f"ks-{name}-{method}", "ks-two-sample", {**raw, "method": method}, {"statistic": ks.statistic, "p": ks.pvalue}, "scipy ks_2samp", 1e-6, 1e-9)
        for method in ("asymptotic", "auto"):
            test = stats.cramervonmises_2samp(x, y, method=method)
            # scipy's own asymptotic tail is a series in doubles that is good to about 1e-8 absolute
            yield case(f"cvm-{name}-{method}", "cramer-von-mises", {**raw, "method": method}, {"statistic": test.statistic, "p": test.pvalue}, "scipy cramervonmises_2samp", 1e-6, 1e-8)
        for continuity in (True, False):
            test = stats.mannwhitneyu(x, y, method="asymptotic", use_continuity=continuity)
            yield case(f"mwu-{name}-{continuity}", "mann-whitney", {**raw, "continuity": continuity}, {"u": test.statistic, "p": test.pvalue}, "scipy mannwhitneyu(asymptotic)")
        if len(set(x) | set(y)) == len(x) + len(y) and small:
            test = stats.mannwhitneyu(x, y, method="exact")
            yield case(f"mwu-{name}-exact", "mann-whitney", {**raw, "method": "exact"}, {"u": test.statistic, "p": test.pvalue}, "scipy mannwhitneyu(exact)")
        yield case(f"w1-{name}", "wasserstein", raw, {"w1": stats.wasserstein_distance(x, y)}, "scipy wasserstein_distance")
    for name, ref, cur in histograms(random):
        cells = np.arange(len(ref))
        sides = {"ref": ref, "cur": cur}
        points = (np.cumsum(random.exponential(1, len(ref))) - 2).round(3)
        weighted = stats.wasserstein_distance(points, points, ref, cur)
        yield case(f"w1-points-{name}", "wasserstein", {"points": points, **sides}, {"w1": weighted}, "scipy wasserstein_distance weighted")
        if sum(ref) > 60_000:
            continue
        x, y = np.repeat(cells, ref), np.repeat(cells, cur)
        ks = stats.ks_2samp(x, y, method="asymp")
        yield case(f"ks-binned-{name}", "ks-two-sample", {**sides, "method": "asymp"}, {"statistic": ks.statistic, "p": ks.pvalue}, "scipy ks_2samp on bin indices", 1e-6, 1e-9)
        test = stats.mannwhitneyu(x, y, method="asymptotic", use_continuity=False)
        expected = {"u_ref": test.statistic, "p": test.pvalue, "auc_ref_gt_cur": test.statistic / (len(x) * len(y))}
        yield case(f"mwu-binned-{name}", "mann-whitney", {**sides, "continuity": False}, expected, "scipy mannwhitneyu on bin indices")
    z = [0.05, 0.3, 0.61, 0.99, 1.01, 1.95, 3.3, 5.0, 12.0]
    yield case("kolmogorov-limit", "ks-two-sample", {"z": z}, {"sf": stats.kstwobign.sf(z)}, "scipy kstwobign.sf", 1e-9, 1e-300)
