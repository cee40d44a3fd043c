"""Scored rows, experiments and series: numpy, scipy, nannyml and statsmodels."""

import numpy as np
import statsmodels.api as sm
from case import case
from nannyml.performance_estimation.confidence_based import metrics
from scipy import stats
from statsmodels.stats.sandwich_covariance import cov_hac
from statsmodels.tsa.stattools import acf

SEED = 43


def row_cases():
    random = np.random.default_rng(SEED)
    yield from scored(random)
    yield from unlabelled(random)
    yield from experiments(random)
    yield from series(random)


def scored(random):
    for number, (rows, digits) in enumerate([(20, 2), (57, 1), (300, 4), (6, 3)]):
        score = np.clip(random.beta(2, 3, rows).round(digits), 0.01, 0.99)
        y = (random.random(rows) < score).astype(int)
        y[:2] = [0, 1]
        given = {"y": y, "score": score}
        wins = stats.mannwhitneyu(score[y == 1], score[y == 0]).statistic
        yield case(f"auc-{number}", "auc", given, {"auc": wins / ((y == 1).sum() * (y == 0).sum())}, "scipy mannwhitneyu U/(n1 n0)")
        loss = -(y * np.log(score) + (1 - y) * np.log(1 - score)).mean()
        yield case(f"brier-{number}", "brier", given, {"brier": ((score - y) ** 2).mean(), "log_loss": loss}, "numpy")
        for bins in (1, 5, 10, 15):
            edges = np.arange(1, bins) / bins
            index = np.searchsorted(edges, score, side="right")
            ece = sum(abs(y[index == b].mean() - score[index == b].mean()) * (index == b).mean() for b in set(index))
            yield case(f"ece-{number}-{bins}", "ece", {**given, "bins": bins}, {"ece": ece}, "numpy, bins [i/b, (i+1)/b), last closed")


def unlabelled(random):
    for number, (rows, threshold) in enumerate([(40, 0.5), (120, 0.3), (500, 0.8)]):
        score = np.unique(random.beta(1.2, 1.5, rows).round(6))
        random.shuffle(score)
        y_pred = (score >= threshold).astype(int)
        expected = {
            "roc_auc": metrics.estimate_roc_auc(score, score),
            "average_precision": metrics.estimate_ap(score, score),
            "accuracy": metrics.estimate_accuracy(y_pred, score),
            "f1": metrics.estimate_f1(y_pred, score),
            "precision": metrics.estimate_precision(y_pred, score),
            "recall": metrics.estimate_recall(y_pred, score),
            "specificity": metrics.estimate_specificity(y_pred, score),
        }
        given = {"score": score, "y_pred": y_pred, "threshold": threshold}
        yield case(f"cbpe-{number}", "cbpe", given, expected, "nannyml estimate_*", 5e-5, 5e-5, "nannyml rounds cumulative counts to 5 decimals")
        matrix = random.integers(-30, 40, (2, 2))
        worth = {
            "business_value": metrics.estimate_business_value(y_pred, score, None, matrix),
            "per_prediction": metrics.estimate_business_value(y_pred, score, "per_prediction", matrix),
        }
        given = {"score": score, "y_pred": y_pred, "matrix_tn_fp_fn_tp": matrix}
        yield case(f"cbpe-value-{number}", "cbpe", given, worth, "nannyml estimate_business_value", 1e-9, 1e-9)


def experiments(random):
    for number, (treated, control, slope) in enumerate([(12, 12, 0.8), (40, 25, 0.0), (7, 90, -1.5), (3, 3, 2.0)]):
        group = np.array([0] * control + [1] * treated)
        x_pre = random.normal(10, 3, len(group)).round(3)
        y = (5 + slope * x_pre + 0.5 * group + random.normal(0, 1, len(group))).round(3)
        theta = np.cov(y, x_pre)[0, 1] / x_pre.var(ddof=1)
        adjusted = y - theta * (x_pre - x_pre.mean())
        test = stats.ttest_ind(adjusted[group == 1], adjusted[group == 0], equal_var=False)
        expected = {
            "theta": theta,
            "effect": adjusted[group == 1].mean() - adjusted[group == 0].mean(),
            "t": test.statistic,
            "p": test.pvalue,
            "raw_effect": y[group == 1].mean() - y[group == 0].mean(),
            "var_reduction": 1 - adjusted.var(ddof=1) / y.var(ddof=1),
        }
        yield case(f"cuped-{number}", "cuped", {"y": y, "x_pre": x_pre, "group": group}, expected, "numpy and scipy ttest_ind (Welch)", 1e-8, 1e-10)
    for number, units in enumerate([2, 20, 200]):
        den = random.integers(1, 12, units).astype(float)
        num = (den * 3.1 + random.normal(0, 2, units)).round(3)
        ratio = num.sum() / den.sum()
        covariance = np.cov(num, den, ddof=1)
        variance = (covariance[0, 0] - 2 * ratio * covariance[0, 1] + ratio**2 * covariance[1, 1]) / units / den.mean() ** 2
        yield case(f"ratio-{number}", "ratio-delta", {"num": num, "den": den}, {"ratio": ratio, "se": np.sqrt(variance)}, "delta method, numpy cov", 1e-8, 1e-10)


def series(random):
    for number, (size, memory, offset) in enumerate([(60, 0.6, 0), (25, 0.0, 1e5), (200, 0.9, -4), (12, -0.7, 0)]):
        noise = random.normal(0, 1, size)
        x = np.zeros(size)
        for t in range(size):
            x[t] = memory * x[t - 1] * (t > 0) + noise[t]
        x = (x + offset).round(4)
        for lags in (0, 1, 5, size // 3):
            fit = sm.OLS(x, np.ones((size, 1))).fit()
            expected = {
                "mean": fit.params[0],
                "se": np.sqrt(cov_hac(fit, nlags=lags, use_correction=False)[0, 0]),
                "se_small_sample": np.sqrt(cov_hac(fit, nlags=lags, use_correction=True)[0, 0]),
            }
            given = {"x": x, "lags": lags, "kernel": "bartlett"}
            yield case(f"newey-west-{number}-{lags}", "newey-west", given, expected, "statsmodels cov_hac on a constant", 1e-8, 1e-10)
        for adjusted in (False, True):
            found = acf(x, nlags=8, adjusted=adjusted, fft=False)
            given = {"x": x, "nlags": 8, "adjusted": adjusted}
            yield case(f"acf-{number}-{adjusted}", "autocorrelation", given, {"acf": found}, "statsmodels acf", 1e-8, 1e-10)
