"""Three ways to look at the same forecasts beside the reliability curve: ROC, Murphy, and parts."""

from fractions import Fraction
from typing import NamedTuple

from forecasts.scoring.calibration import BINS, bin_of
from forecasts.scoring.levels import Cell, LevelTable
from forecasts.scoring.rules import base_rate_brier, filled


class RocPoint(NamedTuple):
    """What happens if a yes is called from some level on.

    Attributes:
        false_alarms: share of the cases that did not come true which are called.
        hits: share of those that came true which are called.
    """

    false_alarms: float
    hits: float


def roc(table: LevelTable) -> tuple[RocPoint, ...]:
    """The curve from calling nothing to calling all; empty where all outcomes are the same.

    The area under it is `decomposition.auc`. It says nothing about calibration.

    >>> roc(LevelTable.from_pairs([(200_000, 0), (900_000, 1)]))[1]
    RocPoint(false_alarms=0.0, hits=1.0)
    """
    yes, no = table.yes, table.n - table.yes
    if not yes or not no:
        return ()
    points, hits, alarms = [RocPoint(0.0, 0.0)], 0, 0
    for cell in reversed(table.cells):
        hits, alarms = hits + cell.yes, alarms + cell.n - cell.yes
        points.append(RocPoint(alarms / no, hits / yes))
    return tuple(points)


class MurphyPoint(NamedTuple):
    """The mean elementary score at a threshold: what acting on the forecasts there would cost.

    Attributes:
        threshold: the probability from which somebody acts, 0 to 1.
        score: mean cost, 0 to 1; two points of one threshold are the two sides of a jump.
    """

    threshold: float
    score: float


def murphy_curve(table: LevelTable) -> tuple[MurphyPoint, ...]:
    """The Murphy diagram, as the ends of its straight pieces; the area under it is the Brier score.

    Somebody who acts where a forecast lies above the threshold t pays 2t for an act in vain and
    2(1-t) for a yes they let pass. A forecaster whose curve is the lower one everywhere is better
    under every proper score.

    Raises:
        ValueError: the table is empty.

    Source:
        Ehm, Gneiting, Jordan and Krüger (2016), Journal of the Royal Statistical Society B 78(3),
        505-562, scaled so that the area is the one-sided Brier score.
    """
    n, points, missed, vain = filled(table).n, [], 0, table.n - table.yes
    for before, cell in zip((None, *table.cells), (*table.cells, None), strict=True):
        missed += before.yes if before else 0
        vain -= before.n - before.yes if before else 0
        for level in (before.level if before else 0, cell.level if cell else table.scale):
            threshold = level / table.scale
            cost = 2 * (threshold * vain + (1 - threshold) * missed) / n
            points.append(MurphyPoint(threshold, cost))
    return tuple(points)


class Parts(NamedTuple):
    """Murphy's parts: Brier = reliability - resolution + uncertainty + within-bin terms.

    Attributes:
        reliability: mean squared distance of what was stated from what came true.
        resolution: mean squared distance of what came true from the base rate.
        uncertainty: the score of stating the base rate.
        within: variance within bins less twice the covariance; 0 where each level is its own bin.
    """

    reliability: Fraction
    resolution: Fraction
    uncertainty: Fraction
    within: Fraction


def murphy_parts(table: LevelTable, *, binned: bool = False) -> Parts:
    """The parts by exact levels, or by ten bins; exact fractions that add up to the score.

    Both grow by luck alone, the more the finer the levels: `decomposition.decompose` does not
    depend on them.

    Raises:
        ValueError: the table is empty.

    Source:
        Murphy (1973), Journal of Applied Meteorology 12, 595-600; the terms within bins from
        Stephenson, Coelho and Jolliffe (2008), Weather and Forecasting 23(4), 752-757.
    """
    n, base = filled(table).n, Fraction(table.yes, filled(table).n)
    groups = _groups(table) if binned else [[cell] for cell in table]
    each = [_part(group, table.scale, base) for group in groups]
    reliability, resolution, within = (
        sum(column, Fraction()) / n for column in zip(*each, strict=True)
    )
    return Parts(reliability, resolution, base_rate_brier(table), within)


def _groups(table: LevelTable) -> list[list[Cell]]:
    sorted_in: list[list[Cell]] = [[] for _ in range(BINS)]
    for cell in table:
        sorted_in[bin_of(cell.level, table.scale)].append(cell)
    return [group for group in sorted_in if group]


def _part(group: list[Cell], scale: int, base: Fraction) -> tuple[Fraction, Fraction, Fraction]:
    """Reliability, resolution and the term within, each times the forecasts of the group."""
    n, yes = sum(cell.n for cell in group), sum(cell.yes for cell in group)
    stated = Fraction(sum(cell.n * cell.level for cell in group), n * scale)
    observed = Fraction(yes, n)
    squares = Fraction(sum(cell.n * cell.level**2 for cell in group), scale**2)
    products = Fraction(sum(cell.yes * cell.level for cell in group), scale)
    variance, covariance = squares - n * stated**2, products - n * stated * observed
    return n * (stated - observed) ** 2, n * (observed - base) ** 2, variance - 2 * covariance
