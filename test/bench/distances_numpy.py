"""PSI, JS, KS and W1 of 26 x 336 histograms of 32 buckets, vectorised; prints {"version", "nanoseconds"} per bucket and distance.

The rival of distances.ts, which writes the counts to the file that the argument names: one call per distribution on a windows x buckets matrix, processor time, median of 15 rounds.
"""

import json
import sys
import time

import numpy as np

DISTRIBUTIONS, WINDOWS, BUCKETS, DISTANCES = 26, 336, 32, 4


def distances(r, s, bounds, reference_sum, sums):
    n0, n = r.sum(), s.sum(axis=1, keepdims=True)
    p, q = r / n0, s / n
    used = (r + s) > 0
    added = 0.5 * used.sum(axis=1, keepdims=True)
    ps, qs = (r + 0.5) / (n0 + added), (s + 0.5) / (n + added)
    psi = np.where(used, (qs - ps) * np.log(qs / ps), 0).sum(axis=1)
    m = (p + q) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.where(p > 0, p * np.log2(p / m), 0).sum(axis=1)
        right = np.where(q > 0, q * np.log2(q / m), 0).sum(axis=1)
    js = np.sqrt((left + right) / 2)
    gap = np.cumsum(q - p, axis=1)
    ks = np.abs(gap).max(axis=1)
    a, b = gap[:, :-2], gap[:, 1:-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        height = np.where(a * b >= 0, np.abs(a + b) / 2, (a * a + b * b) / (2 * np.abs(b - a)))
    w1 = np.maximum((np.diff(bounds) * height).sum(axis=1), np.abs(sums / n[:, 0] - reference_sum / n0))
    return np.stack([psi, js, ks, w1], axis=1)


def main():
    rows = np.fromfile(sys.argv[1]).reshape(DISTRIBUTIONS, WINDOWS + 1, BUCKETS + 1)
    bounds = np.arange(1, BUCKETS) / BUCKETS
    series = [(block[0, :-1].copy(), block[1:, :-1].copy(), block[0, -1], block[1:, -1].copy()) for block in rows]
    times = []
    for _ in range(18):
        start = time.process_time_ns()
        for r, s, reference_sum, sums in series:
            distances(r, s, bounds, reference_sum, sums)
        times.append(time.process_time_ns() - start)
    cells = DISTRIBUTIONS * WINDOWS * BUCKETS * DISTANCES
    print(json.dumps({"version": f"numpy {np.__version__}", "nanoseconds": float(np.median(times[3:])) / cells}))


main()
