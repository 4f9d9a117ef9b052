"""The Brier score that luck alone would give if every stated probability were the true one."""

import math
from collections import Counter
from fractions import Fraction

import numpy as np

from forecasts.scoring.distributions import (
    binomial_chances,
    first_reaching,
    normal_quantile,
)
from forecasts.scoring.inference import Interval, score_variance
from forecasts.scoring.levels import LevelTable
from forecasts.scoring.rules import FloatArray, expected_brier, filled

LUCK_SHARE = 0.90
"""How much of what luck would give lies within the range shown."""

CONVOLVED_UP_TO = 400
"""Forecasts up to which the distribution is worked out; beyond, it is near enough to normal."""

_MOST_CELLS = 20_000
"""Length of the grid on which distributions are worked out."""


def luck_range(table: LevelTable, *, share: float = LUCK_SHARE) -> Interval:
    """Central range of the mean Brier score if every stated probability were the true one.

    Up to ``CONVOLVED_UP_TO`` forecasts by convolving the binomial of each level: exact for levels
    on a common grid (whole percents), else on the finest grid that fits, with the mean kept exact.
    Beyond, the normal approximation with its correction for skewness (Cornish and Fisher, 1938).

    Raises:
        ValueError: the table is empty.
    """
    if filled(table).n > CONVOLVED_UP_TO:
        return _approximate_range(table, share)
    return _convolved_range(table, share)


def _convolved_range(table: LevelTable, share: float) -> Interval:
    """The range from the distribution of the sum of surprises.

    A forecast of p scores p^2, and 1-2p more when it comes true. Folded so that p is at most one
    half, every surprise makes the score larger, by a whole number of grid steps.
    """
    folded = _folded(table)
    step = _grid_step(folded, table.scale)
    chances, drift = np.ones(1), 0.0
    for level, n in folded.items():
        stated, rise = level / table.scale, Fraction(table.scale - 2 * level, table.scale)
        steps = round(rise / step)
        chances = _convolved(chances, binomial_chances(n, stated), steps)
        drift += n * stated * float(rise - steps * step)
    least = float(Fraction(sum(n * level**2 for level, n in folded.items()), table.scale**2))
    below, tail = np.cumsum(chances), (1 - share) / 2
    ends = (first_reaching(below, tail), first_reaching(below, 1 - tail))
    scores = ((least + drift + end * float(step)) / table.n for end in ends)
    return Interval(*(min(1.0, max(0.0, score)) for score in scores))


def _folded(table: LevelTable) -> Counter[int]:
    """Forecasts by their distance from certainty: a Brier score knows no yes from no."""
    counts: Counter[int] = Counter()
    for level, n, _ in table:
        counts[min(level, table.scale - level)] += n
    return counts


def _grid_step(folded: Counter[int], scale: int) -> Fraction:
    """Size of a grid step: the one all levels share, or the finest for which there is room."""
    rises = {scale - 2 * level: n for level, n in folded.items() if 2 * level < scale}
    if not rises:
        return Fraction(1)
    length = sum(rise * n for rise, n in rises.items())
    return max(Fraction(math.gcd(*rises), scale), Fraction(length, scale * _MOST_CELLS))


def _convolved(chances: FloatArray, successes: FloatArray, steps: int) -> FloatArray:
    """The distribution after adding ``steps`` for each success."""
    if steps == 0:
        return chances
    grown = np.zeros(len(chances) + steps * (len(successes) - 1))
    for count, chance in enumerate(successes):
        grown[count * steps : count * steps + len(chances)] += chance * chances
    return grown


def _approximate_range(table: LevelTable, share: float) -> Interval:
    mean, variance = float(expected_brier(table)), float(score_variance(table))
    if variance == 0:
        return Interval(mean, mean)
    skewness = _third_moment(table) / variance**1.5
    z = normal_quantile((1 + share) / 2)
    deviation, lean = math.sqrt(variance) / table.n, skewness * (z * z - 1) / 6
    return Interval(
        max(0.0, mean + deviation * (lean - z)), min(1.0, mean + deviation * (lean + z))
    )


def _third_moment(table: LevelTable) -> float:
    """Third central moment of the sum of scores: each is p(1-p)(1-2p) times (1-2p)^3."""
    whole = table.scale
    total = sum(n * level * (whole - level) * (whole - 2 * level) ** 4 for level, n, _ in table)
    return float(Fraction(total, whole**6))
