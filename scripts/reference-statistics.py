#!/usr/bin/env python3
"""Writes the reference values that the tests of Sources/Accounting/Statistics compare with.

    pip install scipy==1.17.1
    scripts/reference-statistics.py > Tests/AccountingTests/Reference/statistics.json

Values are SciPy's, except: Holm's correction and the interval of a fixed list of resamples are written out below from
their definitions, since SciPy has none; quantiles of the studentized range are refined by root finding on SciPy's own
distribution function, whose own quantiles have about 8 digits. Nothing here is random: vectors come from a linear
congruential generator, so that every run gives the same file.
"""
import itertools
import json
import math

import numpy as np
import scipy
from scipy import integrate, optimize, special, stats


def lcg(seed):
    state = seed
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        yield state >> 11


def uniforms(seed, count):
    return [value / 2**53 for value in itertools.islice(lcg(seed), count)]


def samples(seed, n, decimals=None, shift=0.0):
    first = [0.6 + 0.4 * u for u in uniforms(seed, n)]
    second = [a + shift + 0.1 * (u - 0.5) for a, u in zip(first, uniforms(seed + 1000, n))]
    if decimals is not None:
        first = [round(a, decimals) for a in first]
        second = [round(b, decimals) for b in second]
    return first, second


def distributions():
    t = [[x, df, float(stats.t.cdf(x, df))] for df in (1, 2, 3, 4, 9, 29, 3.5, 200)
         for x in (-40, -6, -2.5, -0.3, 0, 0.7, 1.96, 5)]
    tq = [[p, df, float(stats.t.ppf(p, df))] for df in (1, 2, 3, 4, 9, 29, 200) for p in (1e-6, 0.025, 0.4, 0.9, 0.995)]
    z = [[p, float(special.ndtri(p))] for p in (1e-300, 1e-12, 1e-4, 0.025, 0.075, 0.3, 0.5, 0.6, 0.925, 0.975, 1 - 1e-9)]
    zc = [[x, float(stats.norm.cdf(x))] for x in (-30, -8, -1.96, -0.5, 0, 0.5, 1.96, 8)]
    chi = [[x, df, float(stats.chi2.sf(x, df))] for df in (1, 2, 3, 4.5, 9, 60) for x in (0.01, 0.7, 3, 9.28, 25, 80, 400)]
    f = [[x, a, b, float(stats.f.sf(x, a, b))] for a, b in ((1, 1), (1, 4), (3, 39), (9, 36), (2, 200))
         for x in (0.01, 0.5, 1, 3.69, 20, 1000)]
    q, qq = [], []
    for k, df in ((2, math.inf), (3, math.inf), (4, math.inf), (10, math.inf), (50, math.inf), (3, 4), (10, 60)):
        for x in (0.5, 2.0, 3.5, 5.0):
            q.append([x, k, None if df == math.inf else df, float(stats.studentized_range.cdf(x, k, df))])
        for p in (0.5, 0.9, 0.95, 0.99) if df == math.inf else (0.95,):
            start = float(stats.studentized_range.ppf(p, k, df))
            root = optimize.brentq(lambda x: float(stats.studentized_range.cdf(x, k, df)) - p,
                                   start - 1e-3, start + 1e-3, xtol=1e-14, rtol=1e-14)
            qq.append([p, k, None if df == math.inf else df, root])
    return {"tCumulative": t, "tQuantile": tq, "normalQuantile": z, "normalCumulative": zc, "chiSquaredTail": chi, "fTail": f,
            "rangeCumulative": q, "rangeQuantile": qq}


def rectangular_and_t():
    """Half widths of the interval about 0 that holds a rectangular error plus a scaled t with a probability of 95 %."""
    def half_width(bound, scale, degrees):
        law = stats.norm if degrees > 1e4 else stats.t(degrees)

        def held(width):
            inside = lambda r: law.cdf((width - r) / scale) - law.cdf((-width - r) / scale)
            steps = [x for x in (bound - width, width - bound) if 0 < x < bound]
            return integrate.quad(inside, 0, bound, epsabs=1e-13, epsrel=1e-13, limit=500, points=steps)[0] / bound

        high = bound + scale * law.ppf(0.975)
        return optimize.brentq(lambda w: held(w) - 0.95, 0, high * (1 + 1e-9), xtol=1e-15 * high, rtol=1e-13)

    return [[bound, scale, degrees, half_width(bound, scale, degrees)]
            for degrees in (1, 1.5, 2, 4, 9.3, 100, 1e6) for bound, scale in ((1, 0.05), (1, 0.3), (1, 1), (0.2, 1), (6e4, 2e3))]


def paired():
    cases = []
    vectors = [(f"n={n}", samples(n, n, shift=0.01)) for n in (3, 4, 5, 8, 10, 20, 50, 51, 80)]
    vectors += [(f"ties, n={n}", samples(n + 7, n, decimals=2, shift=0.01)) for n in (5, 9, 13, 14, 30, 60)]
    vectors += [
        ("zeros", ([0.8, 0.9, 0.7, 0.85, 0.6], [0.8, 0.85, 0.75, 0.85, 0.5])),
        ("zeros, n=15", ([0.5 + i / 64 for i in range(15)],
                         [0.5 + i / 64 + (0 if i % 4 == 0 else (i % 5 - 1) / 128) for i in range(15)])),
        ("all in favour", ([0.9, 0.8, 0.85, 0.95, 0.7], [0.8, 0.75, 0.7, 0.9, 0.5])),
        ("ties by exact binary fractions", ([0.5, 0.75, 1.0, 0.25, 0.5, 0.875], [0.25, 0.5, 0.5, 0.5, 0.625, 0.5])),
    ]
    for name, (a, b) in vectors:
        t = stats.ttest_rel(a, b)
        interval = t.confidence_interval(0.95)
        w = stats.wilcoxon(a, b)
        d = np.array(a) - np.array(b)
        m = len(d) - 1
        hedges = float(np.exp(special.gammaln(m / 2) - special.gammaln((m - 1) / 2)) / np.sqrt(m / 2)) if m > 1 else None
        cases.append({
            "name": name, "first": a, "second": b, "t": float(t.statistic), "tP": float(t.pvalue),
            "low": float(interval.low), "high": float(interval.high),
            "wilcoxon": float(w.statistic), "wilcoxonP": float(w.pvalue),
            "cohensDz": float(d.mean() / d.std(ddof=1)), "hedgesFactor": hedges,
            "cliffsDelta": float(np.mean(np.sign(np.subtract.outer(a, b)))),
        })
    return cases


def friedman():
    cases = []
    for seed, (n, k), decimals in ((1, (5, 3), None), (2, (14, 4), None), (3, (10, 10), None), (4, (14, 4), 1), (5, (2, 3), None)):
        rows = np.array(uniforms(seed, n * k)).reshape(n, k)
        if decimals is not None:
            rows = np.round(rows, decimals)
        result = stats.friedmanchisquare(*rows.T)
        f = (n - 1) * result.statistic / (n * (k - 1) - result.statistic)
        cases.append({"scores": rows.tolist(), "chiSquared": float(result.statistic), "p": float(result.pvalue),
                      "ranks": stats.rankdata(-rows, axis=1).mean(axis=0).tolist(),
                      "f": float(f), "fP": float(stats.f.sf(f, k - 1, (k - 1) * (n - 1)))})
    return cases


def holm():
    def adjust(p):
        # Holm 1979: the i-th smallest of m is multiplied by m - i + 1, and none is below one that is smaller.
        order = sorted(range(len(p)), key=lambda i: p[i])
        adjusted, largest = [0.0] * len(p), 0.0
        for place, i in enumerate(order):
            largest = max(largest, min(1.0, (len(p) - place) * p[i]))
            adjusted[i] = largest
        return adjusted

    cases = [[0.01, 0.04, 0.03, 0.005], [0.5], [0.2, 0.2, 0.2], [1, 0.9, 0.0, 0.013, 0.012, 0.011], uniforms(9, 12)]
    return [{"p": p, "adjusted": adjust(p)} for p in cases]


def bootstrap():
    cases = []
    for seed, n, skew in ((1, 5, 1), (2, 12, 3), (3, 40, 6)):
        values = [u**skew for u in uniforms(seed, n)]
        draws = [[int(u * n) for u in uniforms(100 * seed + i, n)] for i in range(200)]
        means = np.array([math.fsum(values[i] for i in draw) / n for draw in draws])
        percentile = np.quantile(means, [0.025, 0.975])
        # As in scipy.stats.bootstrap (method="BCa") for these resamples.
        # fsum: whether a sample's mean equals the estimate must not hang on the order of summation.
        estimate = math.fsum(values) / n
        share = ((means < estimate).sum() + (means <= estimate).sum()) / (2 * len(means))
        z0 = special.ndtri(share)
        jackknife = np.array([math.fsum(values[:i] + values[i + 1:]) / (n - 1) for i in range(n)])
        u = (n - 1) * (jackknife.mean() - jackknife)
        a = (u**3).sum() / n**3 / (6 * ((u**2).sum() / n**2) ** 1.5)
        z = special.ndtri([0.025, 0.975])
        bca = np.quantile(means, special.ndtr(z0 + (z0 + z) / (1 - a * (z0 + z))))
        cases.append({"values": values, "draws": draws, "percentile": percentile.tolist(), "bca": bca.tolist()})
    return cases


def numbers(value):
    """Round-trip text of every number, lists on one line."""
    return json.dumps(value)


document = {"scipy": scipy.__version__, "distributions": distributions(), "rectangularAndT": rectangular_and_t(),
            "paired": paired(), "friedman": friedman(),
            "holm": holm(), "bootstrap": bootstrap()}
print("{")
for index, (key, value) in enumerate(document.items()):
    comma = "," if index + 1 < len(document) else ""
    if isinstance(value, list):
        print(f'"{key}": [\n' + ",\n".join(numbers(item) for item in value) + f"\n]{comma}")
    elif isinstance(value, dict):
        print(f'"{key}": {{\n' + ",\n".join(f'"{name}": {numbers(item)}' for name, item in value.items()) + f"\n}}{comma}")
    else:
        print(f'"{key}": {numbers(value)}{comma}')
print("}")
