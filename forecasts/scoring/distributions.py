"""Quantiles and chances of the few distributions that the figures need, without SciPy."""

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from forecasts.scoring.rules import FloatArray

_NORMAL = NormalDist()
_SERIES_UP_TO = 200
"""Degrees of freedom up to which the t distribution is summed exactly; see ``t_quantile``."""


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
