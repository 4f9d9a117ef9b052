"""How far a reliability curve may stray by luck, and where it cannot be right."""

import math
from collections import Counter
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from forecasts.scoring.decomposition import curve_at
from forecasts.scoring.distributions import beta_quantiles
from forecasts.scoring.inference import CONFIDENCE, Interval
from forecasts.scoring.levels import Cell, LevelTable
from forecasts.scoring.rules import FloatArray, filled

RESAMPLES = 1_000
"""Times that all outcomes are drawn anew from the stated probabilities."""

BAND_SHARE = 0.90
"""Share of calibrated authors' curves that lie within the band, at each level by itself."""

MOST_LEVELS = 200
"""Levels up to which each is looked at by itself; of more, they are put to whole percents."""

_SEED = 20_261_126


class Null(NamedTuple):
    """What luck alone does to somebody whose stated probabilities are all true.

    Attributes:
        miscalibration95: MCB below which 95 % of such people stay; more than this is no luck.
        band: for each level of the table, where the curve would lie 90 % of the time.
    """

    miscalibration95: float
    band: tuple[Interval, ...]


def null_of(table: LevelTable) -> Null:
    """What the same forecasts would show if every stated probability were the true one.

    Outcomes are drawn level by level, the same draws each time. More than ``MOST_LEVELS`` levels
    are put to whole percents first, and the band is of those.

    Raises:
        ValueError: the table is empty.

    Source:
        Bröcker and Smith (2007), Weather and Forecasting 22(3), 651-661, for the band; Dimitriadis,
        Gneiting and Jordan (2021), PNAS 118(8) e2016191118, for the curve it is put around.
    """
    table = coarse(table)
    looks = [_look(_redrawn(table, row)) for row in _draw(filled(table))]
    errors = sorted(error for error, _ in looks)
    heights = np.sort([height for _, height in looks], axis=0)
    cut = int((1 - BAND_SHARE) / 2 * RESAMPLES)
    ends = zip(heights[cut], heights[RESAMPLES - 1 - cut], strict=True)
    return Null(
        miscalibration95=errors[int(CONFIDENCE * RESAMPLES) - 1],
        band=tuple(Interval(float(low), float(high)) for low, high in ends),
    )


def coarse(table: LevelTable) -> LevelTable:
    """The table itself, or where it has too many levels one of whole percents."""
    if len(table.cells) <= MOST_LEVELS:
        return table
    tally: Counter[tuple[int, int]] = Counter()
    for level, n, yes in table:
        percent = round(Fraction(100 * level, table.scale))
        tally[percent, 1] += yes
        tally[percent, 0] += n - yes
    return LevelTable.from_tally(tally, scale=100)


def _draw(table: LevelTable) -> list[list[int]]:
    """How many came true at each level, so many times."""
    chance = np.random.default_rng(_SEED)
    numbers = [cell.n for cell in table]
    chances = [cell.level / table.scale for cell in table]
    drawn: list[list[int]] = chance.binomial(numbers, chances, (RESAMPLES, len(numbers))).tolist()
    return drawn


def _redrawn(table: LevelTable, row: list[int]) -> LevelTable:
    cells = (Cell(cell.level, cell.n, yes) for cell, yes in zip(table, row, strict=True))
    return LevelTable(tuple(cells), table.scale)


def _look(table: LevelTable) -> tuple[float, list[float]]:
    """The miscalibration of a table, and the height of its curve at each level."""
    heights = curve_at(table)
    errors = (
        n * ((level / table.scale) ** 2 - height**2) - 2 * yes * (level / table.scale - height)
        for (level, n, yes), height in zip(table, heights, strict=True)
    )
    return math.fsum(errors) / table.n, heights


def clopper_pearson(n: int, yes: int, *, confidence: float = CONFIDENCE) -> Interval:
    """Interval for the true share that holds at least this often, whatever the share is.

    Raises:
        ValueError: more yes than cases, or fewer than none.

    Source:
        Clopper and Pearson (1934), Biometrika 26(4), 404-413.

    >>> [round(end, 3) for end in clopper_pearson(10, 8)]
    [0.444, 0.975]
    """
    if not 0 <= yes <= n:
        raise ValueError(f"{yes} of {n} cannot have been counted")
    low, high = _clopper_pearson(np.array([n]), np.array([yes]), 1 - confidence)
    return Interval(float(low[0]), float(high[0]))


def _clopper_pearson(n: FloatArray, yes: FloatArray, alpha: float) -> tuple[FloatArray, FloatArray]:
    low = beta_quantiles(alpha / 2, yes, n - yes + 1)
    high = beta_quantiles(1 - alpha / 2, yes + 1, n - yes)
    return np.where(yes == 0, 0.0, low), np.where(yes == n, 1.0, high)


def honest_band(table: LevelTable, *, confidence: float = CONFIDENCE) -> tuple[Interval, ...]:
    """For each level, where the true share of yes lies, at all levels at once.

    More than ``MOST_LEVELS`` levels are put to whole percents first, and the band is of those.
    Every run of neighbouring levels gives a bound to all levels above and below it, if the true
    share does not fall as the stated one rises. It is wide, and holds at any number of forecasts.

    Raises:
        ValueError: the table is empty.

    Source:
        Dimitriadis, Dümbgen, Henzi, Puke and Ziegel (2023), Biometrika 110(2), 285-302.
    """
    table = coarse(filled(table))
    numbers = np.cumsum([0, *(cell.n for cell in table)])
    came = np.cumsum([0, *(cell.yes for cell in table)])
    levels = len(table.cells)
    first, last = np.triu_indices(levels)
    runs = numbers[last + 1] - numbers[first], came[last + 1] - came[first]
    alpha = (1 - confidence) * 2 / (levels * (levels + 1))
    low, high = _clopper_pearson(*runs, alpha)
    floors, ceilings = np.zeros(levels), np.ones(levels)
    np.maximum.at(floors, last, low)
    np.minimum.at(ceilings, first, high)
    floors = np.maximum.accumulate(floors)
    ceilings = np.minimum.accumulate(ceilings[::-1])[::-1]
    ends = zip(floors, ceilings, strict=True)
    return tuple(Interval(float(low), float(high)) for low, high in ends)


class Misstated(NamedTuple):
    """Neighbouring levels at which the stated chances cannot all be right.

    Attributes:
        low: the lowest such level, 0 to 1.
        high: the highest.
        too_high: whether they were stated too high; else too low.
    """

    low: float
    high: float
    too_high: bool


def misstated(table: LevelTable) -> tuple[Misstated, ...]:
    """Where the honest band leaves no room for what was stated, run by run; mostly nowhere."""
    table = coarse(table)
    found: list[Misstated] = []
    stated: Misstated | None = None
    for cell, band in zip(table, honest_band(table), strict=True):
        level = cell.level / table.scale
        here = None
        if not band.low <= level <= band.high:
            here = Misstated(level, level, too_high=level > band.high)
        if here and stated and here.too_high == stated.too_high:
            found[-1] = stated = stated._replace(high=level)
        elif here:
            found.append(here)
            stated = here
        else:
            stated = None
    return tuple(found)
