"""What may be watched: savvi, confseq, river and closed forms."""

import numpy as np
from case import case
from river import drift
from savvi.multinomial import Multinomial

# confseq 0.0.11 names a type that numpy 2 no longer has
np.float_ = np.float64
from confseq import boundaries, predmix, quantiles  # noqa: E402

SEED = 44


def sequence_cases():
    random = np.random.default_rng(SEED)
    yield from known_variance(random)
    yield from known_shares(random)
    yield from crossing_boundaries(random)
    yield from bounded_means(random)
    yield from change_detectors(random)


def known_variance(random):
    for number, (size, mean, sigma2, tau2, theta0, alpha) in enumerate([(40, 0.0, 1.0, 0.25, 0.0, 0.05), (25, 1.0, 2.0, 0.5, 0.3, 0.01), (60, -2.0, 0.3, 4.0, -1.9, 0.1), (3, 100.0, 9.0, 1.0, 90.0, 0.05)]):
        x = random.normal(mean, np.sqrt(sigma2), size).round(3)
        n = np.arange(1, size + 1)
        distance = np.cumsum(x) / n - theta0
        lambda_ = np.sqrt(sigma2 / (sigma2 + n * tau2)) * np.exp(n**2 * tau2 * distance**2 / (2 * sigma2 * (sigma2 + n * tau2)))
        half = np.sqrt(2 * sigma2 * (sigma2 + n * tau2) / (n**2 * tau2) * np.log(np.sqrt((sigma2 + n * tau2) / sigma2) / alpha))
        expected = {"lambda_": lambda_, "p": np.minimum.accumulate(np.minimum(1, 1 / lambda_)), "half_width_at": {str(k): half[k - 1] for k in (1, 2, size)}}
        given = {"x": x, "sigma2": sigma2, "tau2": tau2, "theta0": theta0, "alpha": alpha}
        yield case(f"msprt-{number}", "always-valid-p", given, expected, "closed form of the normal mixture, numpy", 1e-8, 1e-12)


def known_shares(random):
    for number, (theta0, k, size, true) in enumerate([([0.5, 0.5], 2, 20, [0.6, 0.4]), ([0.5, 0.5], 100, 400, [0.5, 0.5]), ([0.2, 0.3, 0.5], 50, 90, [0.25, 0.3, 0.45]), ([0.9, 0.05, 0.03, 0.02], 10, 1000, [0.9, 0.05, 0.03, 0.02])]):
        test = Multinomial(0.05, np.array(theta0), k)
        counts = random.multinomial(size, true, 8)
        odds, p = [], []
        for row in counts:
            test.update(row)
            odds.append(test.odds)
            p.append(min([1.0, *p[-1:], 1 / test.odds]))
        yield case(f"multinomial-{number}", "always-valid-p", {"theta0": theta0, "k": k, "counts": counts}, {"posterior_odds": odds, "p": p}, "savvi Multinomial", 1e-8, 1e-10)


def crossing_boundaries(random):
    v = np.array([0.5, 1.0, 10.0, 99.5, 1000.0, 12_000.0, 1e6])
    for number, (alpha, v_opt, alpha_opt) in enumerate([(0.05, 100.0, 0.05), (0.01, 10.0, 0.025), (1e-4, 5000.0, 0.2), (0.4, 1.0, 0.01)]):
        for one_sided in (0, 1):
            tuned = {"v_opt": v_opt, "alpha_opt": alpha_opt, "one_sided": one_sided}
            bound = boundaries.normal_mixture_bound(v, alpha, v_opt, alpha_opt, bool(one_sided))
            yield case(f"mixture-bound-{number}-{one_sided}", "confidence-sequence", {"v": v, "alpha": alpha, **tuned}, {"bound": bound}, "confseq normal_mixture_bound", 1e-7, 1e-9)
            s = (random.normal(0, 2, len(v)) * np.sqrt(v)).round(4)
            evidence = boundaries.normal_log_mixture(s, v, v_opt, alpha_opt, bool(one_sided))
            yield case(f"mixture-evidence-{number}-{one_sided}", "confidence-sequence", {"s": s, "v": v, **tuned}, {"log_mixture": evidence}, "confseq normal_log_mixture", 1e-7, 1e-9)
    for number, (alpha, v_min, c, s, eta) in enumerate([(0.05, 1, 0, 1.4, 2), (0.01, 10, 0.5, 1.4, 2), (0.1, 100, 2, 1.1, 1.5), (0.001, 0.5, 0, 3, 10)]):
        bound = boundaries.poly_stitching_bound(v, alpha, v_min, c, s, eta)
        given = {"v": v, "alpha": alpha, "v_min": v_min, "c": c, "s": s, "eta": eta}
        yield case(f"stitching-{number}", "confidence-sequence", given, {"bound": bound}, "confseq poly_stitching_bound", 1e-7, 1e-9)
    t = [100, 250, 1000, 12_000, 1_000_000]
    for number, (alpha, t_min, leading) in enumerate([(0.05, 100, 0.85), (0.01, 10, 0.85), (0.2, 1, 0.85), (0.05, 100, 0.8), (0.05, 32, 1.0)]):
        given = {"t": t, "alpha": alpha, "t_min": t_min, "A": leading}
        bound = [quantiles.empirical_process_lil_bound(at, alpha, t_min, leading) for at in t]
        yield case(f"cdf-band-{number}", "confidence-sequence", given, {"bound": bound}, "confseq empirical_process_lil_bound", 1e-7, 1e-9)


def bounded_means(random):
    for number, (size, a, b, alpha) in enumerate([(60, 2, 5, 0.05), (200, 0.5, 0.5, 0.01), (30, 50, 50, 0.2)]):
        x = random.beta(a, b, size).round(3)
        for method, sequence, truncation in (("hoeffding", predmix.predmix_hoeffding_cs, 1), ("hoeffding", predmix.predmix_hoeffding_cs, 3), ("empirical-bernstein", predmix.predmix_empbern_twosided_cs, 0.5), ("empirical-bernstein", predmix.predmix_empbern_twosided_cs, 0.75)):
            for running in (False, True):
                lower, upper = sequence(x, alpha=alpha, truncation=truncation, running_intersection=running)
                given = {"x": x, "alpha": alpha, "truncation": truncation, "method": method, "running_intersection": running}
                yield case(f"predmix-{number}-{method}-{truncation}-{running}", "confidence-sequence", given, {"lower": lower, "upper": upper}, f"confseq {sequence.__name__}", 1e-7, 1e-9)


def streams(random):
    yield "step", np.r_[random.beta(2, 6, 300), random.beta(6, 3, 300)].round(4)
    yield "none", random.beta(3, 3, 700).round(4)
    yield "back", np.r_[random.normal(0.2, 0.05, 250), random.normal(0.8, 0.05, 200), random.normal(0.2, 0.05, 250)].round(4)
    yield "drift", np.clip(np.linspace(0, 1, 600) + random.normal(0, 0.1, 600), 0, 1).round(4)
    yield "bits", np.r_[random.random(400) < 0.1, random.random(300) < 0.35].astype(float)


def change_detectors(random):
    settings = [
        {"delta": 0.002, "clock": 32, "max_buckets": 5, "min_window_length": 5, "grace_period": 10},
        {"delta": 0.2, "clock": 1, "max_buckets": 5, "min_window_length": 5, "grace_period": 10},
        {"delta": 1e-6, "clock": 8, "max_buckets": 2, "min_window_length": 20, "grace_period": 100},
    ]
    modes = [
        {"min_instances": 30, "delta": 0.005, "threshold": 5.0, "alpha": 0.9999, "mode": "both"},
        {"min_instances": 10, "delta": 0.05, "threshold": 1.5, "alpha": 0.99, "mode": "up"},
        {"min_instances": 1, "delta": 0.0, "threshold": 3.0, "alpha": 1.0, "mode": "down"},
    ]
    for name, stream in streams(random):
        for number, options in enumerate(settings):
            detector = drift.ADWIN(**options)
            detected, widths = watch(detector, stream, lambda: float(detector.width))
            expected = {"detected_at": detected, "width_at_detection": widths, "final_width": float(detector.width), "final_estimation": detector.estimation}
            yield case(f"adwin-{name}-{number}", "adwin", {"stream": stream, **options}, expected, "river ADWIN", 1e-9, 1e-9)
        for options in modes:
            detector = drift.PageHinkley(**options)
            detected, _ = watch(detector, stream, lambda: 0.0)
            yield case(f"page-hinkley-{name}-{options['mode']}", "page-hinkley", {"stream": stream, "params": options}, {"detected_at": detected}, "river PageHinkley")


def watch(detector, stream, width):
    detected, widths = [], []
    for index, value in enumerate(stream):
        detector.update(float(value))
        if detector.drift_detected:
            detected.append(index)
            widths.append(width())
    return detected, widths
