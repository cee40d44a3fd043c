"""Groups, proportions, means and many tests: statsmodels and scipy."""

import numpy as np
from case import case
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable, Table2x2
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest

SEED = 42


def group_cases():
    random = np.random.default_rng(SEED)
    yield from strata(random)
    yield from ratios(random)
    yield from proportions()
    yield from means()
    yield from many_tests(random)
    yield from tails()


def strata(random):
    for number, (groups, cells) in enumerate([(1, 4), (2, 6), (5, 10), (12, 3)]):
        drawn = [(random.integers(0, 40, cells).tolist(), random.integers(1, 30, cells).tolist()) for _ in range(groups)]
        z = van_elteren(drawn)
        given = {"strata": [{"ref": ref, "cur": cur} for ref, cur in drawn]}
        expected = {"z": z, "chi2": z * z, "p": 2 * stats.norm.sf(abs(z))}
        yield case(f"van-elteren-{number}", "van-elteren", given, expected, "ranks by scipy rankdata, weights 1/(N+1)", 1e-8, 1e-10)
    drawn = [
        random.integers(5, 90, (count, 2, 2)).tolist() for count in (2, 3, 8)
    ] + [[[[30, 70], [20, 80]], [[0, 50], [3, 60]]], [[[500, 20], [480, 40]], [[100, 10], [90, 30]], [[10, 1], [9, 4]]]]
    for number, tables in enumerate(drawn):
        yield case(f"cmh-{number}", "cochran-mantel-haenszel", {"tables": tables}, cochran_mantel_haenszel(tables), "statsmodels StratifiedTable", 1e-8, 1e-10)


def van_elteren(drawn):
    excess = variance = 0.0
    for ref, cur in drawn:
        cells = np.arange(len(ref))
        x, y = np.repeat(cells, ref), np.repeat(cells, cur)
        pooled = np.concatenate([x, y])
        ranks = stats.rankdata(pooled)
        total = len(pooled)
        _, ties = np.unique(pooled, return_counts=True)
        weight = 1 / (total + 1)
        excess += weight * (ranks[: len(x)].sum() - len(x) * (total + 1) / 2)
        variance += weight**2 * len(x) * len(y) / 12 * (total + 1 - (ties**3 - ties).sum() / (total * (total - 1)))
    return excess / np.sqrt(variance)


def cochran_mantel_haenszel(tables):
    pooled = StratifiedTable([np.array(table, dtype=float) for table in tables])
    null, corrected = pooled.test_null_odds(), pooled.test_null_odds(correction=True)
    plain, tarone = pooled.test_equal_odds(), pooled.test_equal_odds(adjust=True)
    return {
        "pooled_or": pooled.oddsratio_pooled,
        "log_or_se": pooled.logodds_pooled_se,
        "or_ci95": pooled.oddsratio_pooled_confint(),
        "rr_pooled": pooled.riskratio_pooled,
        "chi2": null.statistic,
        "p": null.pvalue,
        "chi2_cc": corrected.statistic,
        "p_cc": corrected.pvalue,
        "breslow_day": plain.statistic,
        "breslow_day_p": plain.pvalue,
        "tarone": tarone.statistic,
        "tarone_p": tarone.pvalue,
    }


def ratios(random):
    chosen = [[[30, 70], [20, 80]], [[5, 995], [50, 950]], [[1, 1], [1, 1]], [[0, 40], [6, 30]], [[12, 8], [0, 25]]]
    chosen += random.integers(1, 2000, (3, 2, 2)).tolist()
    for number, table in enumerate(chosen):
        fitted = Table2x2(np.array(table, dtype=float))
        expected = {
            "oratio": fitted.oddsratio,
            "log_se": fitted.log_oddsratio_se,
            "ci95": fitted.oddsratio_confint(),
            "rr": fitted.riskratio,
            "rr_ci95": fitted.riskratio_confint(),
        }
        yield case(f"odds-ratio-{number}", "odds-ratio", {"table": table}, expected, "statsmodels Table2x2", 1e-8, 1e-12, "an empty cell: 1/2 is added to all")


def proportions():
    pairs = [([45, 30], [500, 500]), ([3, 0], [40, 60]), ([5000, 5400], [10_000, 10_500]), ([7, 900], [9, 1000]), ([10, 90_000], [10_000, 100_000])]
    for number, (count, nobs) in enumerate(pairs):
        z, p = proportions_ztest(count, nobs)
        interval = confint_proportions_2indep(count[0], nobs[0], count[1], nobs[1], method="newcomb")
        expected = {"z": z, "p": p, "newcombe_ci95": interval}
        yield case(f"two-proportion-{number}", "two-proportion-z", {"count": count, "nobs": nobs}, expected, "statsmodels proportions_ztest, newcomb", 1e-8, 1e-10)
    for method in ("wilson", "beta", "jeffreys", "agresti_coull", "normal"):
        for count, nobs, alpha in [(12, 10_000, 0.05), (0, 50, 0.05), (50, 50, 0.1), (1, 3, 0.01), (499, 1000, 0.001)]:
            interval = proportion_confint(count, nobs, alpha, method)
            if not np.all(np.isfinite(interval)):
                continue
            given = {"count": count, "nobs": nobs, "alpha": alpha, "method": method}
            yield case(f"proportion-{method}-{count}-{nobs}", "proportion-ci", given, {"ci": interval}, f"statsmodels proportion_confint({method})", 1e-9, 1e-12)


def means():
    moments = [
        (52.3, 18.2, 1200, 50.9, 21.7, 800),
        (0.0, 1.0, 2, 0.4, 0.1, 3),
        (1e6, 2.0, 50, 1e6 + 1, 3.0, 60),
        (5.0, 0.0, 10, 4.0, 1.5, 9),
        (-3.2, 0.8, 400, 3.2, 0.9, 30),
        (1e-5, 2e-6, 1000, 1.1e-5, 3e-6, 900),
    ]
    for number, (mean1, sd1, n1, mean2, sd2, n2) in enumerate(moments):
        test = stats.ttest_ind_from_stats(mean1, sd1, n1, mean2, sd2, n2, equal_var=False)
        a, b = sd1**2 / n1, sd2**2 / n2
        df = (a + b) ** 2 / (a**2 / (n1 - 1) + b**2 / (n2 - 1))
        given = {"mean1": mean1, "sd1": sd1, "n1": n1, "mean2": mean2, "sd2": sd2, "n2": n2}
        yield case(f"welch-{number}", "welch-t", given, {"t": test.statistic, "p": test.pvalue, "df": df}, "scipy ttest_ind_from_stats", 1e-8, 1e-12)


def many_tests(random):
    lists = {
        "spread": [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1.0],
        "ties": [0.04, 0.04, 0.04, 0.012, 0.5],
        "one": [0.03],
        "tail": [1e-40, 1e-12, 0.02, 0.9, 1e-12],
        "random": (random.random(30) ** 2.5).round(6).tolist(),
        "edges": [0.0, 1.0, 0.5, 0.0],
    }
    methods = ("bonferroni", "sidak", "holm", "holm-sidak", "simes-hochberg", "hommel", "fdr_bh", "fdr_by", "fdr_tsbh", "fdr_tsbky")
    for name, p in lists.items():
        for method in methods:
            alpha = 0.1 if name == "random" else 0.05
            reject, adjusted, _, _ = multipletests(p, alpha, method)
            given = {"p": p, "alpha": alpha, "method": method}
            yield case(f"multiplicity-{name}-{method}", "multiplicity", given, {"reject": reject.astype(bool).tolist(), "adjusted": adjusted}, f"statsmodels multipletests({method})")


def tails():
    z, chi2, t = [0.0, -1.5, 8.3, 20.0, 37.0], [(0.5, 1), (400.0, 3), (4100.0, 4000), (12.0, 0.7)], [(0.0, 5), (-2.2, 9), (60.0, 4), (9.0, 1e6), (1.3, 2.5)]
    expected = {
        "norm_sf": stats.norm.sf(z),
        "chi2_sf": [stats.chi2.sf(*pair) for pair in chi2],
        "t_sf": [stats.t.sf(*pair) for pair in t],
    }
    yield case("special-tails", "special", {"z": z, "chi2": chi2, "t": t}, expected, "scipy sf", 1e-9, 1e-300)
