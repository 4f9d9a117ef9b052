"""Quantiles and chances of the few distributions that the figures need, without SciPy."""

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from forecasts.scoring.rules import FloatArray

_NORMAL = NormalDist()
_SERIES_UP_TO = 200
"""Degrees of freedom up to which the t distribution is summed exactly; see ``t_quantile``."""

_MOST_STEPS = 100
_CLOSE = 1e-12
_MOST_TERMS = 10_000
_NEAR_ENOUGH = 1e-15
_TINY = 1e-300


def normal_quantile(chance: float) -> float:
    """The value below which a standard normal variable stays with this chance."""
    return _NORMAL.inv_cdf(chance)


@lru_cache(maxsize=1024)
def t_quantile(chance: float, freedom: int) -> float:
    """The value below which Student's t stays with this chance, at least one half.

    Up to 200 degrees of freedom the finite series of Abramowitz and Stegun 26.7.3 and 26.7.4 is
    bisected; beyond, their expansion 26.7.5 is used, whose error there is below 1e-10.

    Raises:
        ValueError: a chance outside 0.5 to 1, or less than one degree of freedom.

    >>> round(t_quantile(0.975, 9), 3), round(t_quantile(0.975, 10**6), 3)
    (2.262, 1.96)
    """
    if not 0.5 <= chance < 1 or freedom < 1:  # noqa: PLR2004 - one half, the centre
        raise ValueError(f"no quantile at {chance} with {freedom} degrees of freedom")
    if freedom > _SERIES_UP_TO:
        return _t_expansion(normal_quantile(chance), freedom)
    low, high = 0.0, math.pi / 2
    while low < (middle := (low + high) / 2) < high:
        if _t_central(middle, freedom) < 2 * chance - 1:
            low = middle
        else:
            high = middle
    return math.sqrt(freedom) * math.tan(high)


def _t_central(angle: float, freedom: int) -> float:
    """Chance of staying within +-sqrt(freedom) * tan(angle), by the finite series."""
    odd = freedom % 2
    cosine = math.cos(angle)
    term = math.sin(angle) * (cosine if odd else 1.0)
    total = 0.0
    for step in range(2 + odd, freedom + 1, 2):
        total += term
        term *= cosine**2 * (step - 1) / step
    return (angle + total) * 2 / math.pi if odd else total


def _t_expansion(normal: float, freedom: int) -> float:
    """The quantile as the normal one, corrected in powers of 1/freedom."""
    square = normal * normal
    terms = (
        (square + 1) / 4,
        ((5 * square + 16) * square + 3) / 96,
        (((3 * square + 19) * square + 17) * square - 15) / 384,
        ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945) / 92160,
    )
    correction = math.fsum(term / freedom**power for power, term in enumerate(terms, start=1))
    return normal * (1 + correction)


def binomial_chances(n: int, chance: float) -> FloatArray:
    """Chance of 0, 1, ... n successes in ``n`` independent trials; shape (n + 1,).

    Summed outwards from the most likely count, so that nothing overflows at any ``n``.
    """
    if chance in (0, 1):
        return np.eye(1, n + 1, n if chance else 0).ravel()
    counts = np.arange(n, dtype=np.float64)
    steps = np.log((n - counts) / (counts + 1)) + math.log(chance) - math.log1p(-chance)
    logs = np.concatenate(([0.0], np.cumsum(steps)))
    weights: FloatArray = np.exp(logs - logs.max())
    weights /= weights.sum()
    return weights


def binomial_range(n: int, chance: float, *, share: float) -> tuple[int, int]:
    """The central range of successes: each end cuts off at most half of what is not ``share``.

    >>> binomial_range(10, 0.5, share=0.9)
    (2, 8)
    """
    tail = (1 - share) / 2
    below = np.cumsum(binomial_chances(n, chance))
    return first_reaching(below, tail), first_reaching(below, 1 - tail)


def first_reaching(cumulated: FloatArray, chance: float) -> int:
    """Index of the first cumulated chance that reaches ``chance``, forgiving rounding."""
    found = int(np.searchsorted(cumulated, chance - 1e-12))
    return min(found, len(cumulated) - 1)


def beta_quantiles(chance: float, first: FloatArray, second: FloatArray) -> FloatArray:
    """The values below which beta variables stay with this chance; shape of the parameters.

    Where a parameter is 0 there is no such variable, and the value is 0. Newton's steps on the
    logarithm of the distribution, which bends one way, to within 1e-12.

    >>> beta_quantiles(0.5, np.array([1.0]), np.array([1.0])).round(6).tolist()
    [0.5]
    """
    if chance > 0.5:  # noqa: PLR2004 - one half: from there on the other end is the near one
        return 1 - beta_quantiles(1 - chance, second, first)
    defined = (first > 0) & (second > 0)
    a, b = np.where(defined, first, 1.0), np.where(defined, second, 1.0)
    low, high = np.zeros(len(a)), np.ones(len(a))
    logs, wanted = _log_beta(a, b), math.log(chance)
    value = _guess(a, b, chance, logs)
    for _ in range(_MOST_STEPS):
        reached = np.log(np.maximum(beta_distribution(value, a, b), _TINY))
        low, high = np.where(reached < wanted, value, low), np.where(reached < wanted, high, value)
        slope = np.exp((a - 1) * np.log(value) + (b - 1) * np.log1p(-value) - logs - reached)
        step = value - (reached - wanted) / np.maximum(slope, _TINY)
        inside = (step >= low) & (step <= high)
        value, before = np.where(inside, step, (low + high) / 2), value
        if np.all(np.abs(value - before) < _CLOSE):
            break
    return np.where(defined, value, 0.0)


def _guess(a: FloatArray, b: FloatArray, chance: float, logs: FloatArray) -> FloatArray:
    """Near the quantile: that of a normal variable, or of the power it begins with."""
    mean = a / (a + b)
    normal = mean + normal_quantile(chance) * np.sqrt(mean * (1 - mean) / (a + b + 1))
    power = np.exp((math.log(chance) + np.log(a) + logs) / a)
    guess: FloatArray = np.minimum(np.maximum(normal, power), mean)
    return guess


def beta_distribution(values: FloatArray, first: FloatArray, second: FloatArray) -> FloatArray:
    """Chance that a beta variable stays below each value; shape of the arguments.

    The continued fraction of the incomplete beta function, from the side on which it converges.

    Source:
        NIST Digital Library of Mathematical Functions, 8.17.22; evaluated as Lentz (1976) has it.

    >>> beta_distribution(np.array([0.25]), np.array([2.0]), np.array([3.0])).round(6).tolist()
    [0.261719]
    """
    turned = values > (first + 1) / (first + second + 2)
    x = np.where(turned, 1 - values, values)
    a, b = np.where(turned, second, first), np.where(turned, first, second)
    with np.errstate(divide="ignore"):
        logs = a * np.log(x) + b * np.log1p(-x) - _log_beta(a, b) - np.log(a)
    part = np.exp(logs) * _beta_fraction(x, a, b)
    found: FloatArray = np.where(turned, 1 - part, part)
    return found


def _beta_fraction(x: FloatArray, a: FloatArray, b: FloatArray) -> FloatArray:
    above, below = np.ones_like(x), _away_from_0(1 - (a + b) * x / (a + 1))
    below = 1 / below
    value: FloatArray = below.copy()
    for step in range(1, _MOST_TERMS):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        for term in (even, odd):
            below = 1 / _away_from_0(1 + term * below)
            above = _away_from_0(1 + term / above)
            value = value * above * below
        if np.all(np.abs(above * below - 1) < _NEAR_ENOUGH):
            break
    return value


def _away_from_0(values: FloatArray) -> FloatArray:
    return np.where(np.abs(values) < _TINY, _TINY, values)


def _log_beta(a: FloatArray, b: FloatArray) -> FloatArray:
    logs = [math.lgamma(p) + math.lgamma(q) - math.lgamma(p + q) for p, q in zip(a, b, strict=True)]
    return np.array(logs)
