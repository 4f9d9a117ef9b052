"""Scoring rules: what a forecast earns once its outcome is known."""

import math
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from forecasts.scoring.levels import LevelTable

FloatArray = npt.NDArray[np.float64]

LOG_LIMIT = 1e-6
"""The log score reads a probability as no nearer to 0 or 1 than this.

It is the finest step that can be stated here, so only flat certainty (and what a file gives finer
than that) is touched; a wrong certainty costs 13.8 nats instead of infinitely many.
"""

NATS_PER_BIT = math.log(2)


def brier(probabilities: npt.ArrayLike, outcomes: npt.ArrayLike) -> FloatArray:
    """Squared distance of each forecast from its outcome, one-sided, 0 to 1; smaller is better.

    Args:
        probabilities: shape (n,), stated chance of a yes, 0 to 1.
        outcomes: shape (n,), 1 for yes and 0 for no.

    Returns:
        Shape (n,): 0 is certain and right, 1 certain and wrong, 0.25 what one half always earns.

    Raises:
        ValueError: shapes differ, nothing given, or a value outside its range.

    Source:
        Brier (1950), Monthly Weather Review 78(1), 1-3. His sum over both classes is twice this.

    >>> brier([0.9, 0.2], [1, 1]).round(2).tolist()
    [0.01, 0.64]
    """
    stated, happened = _paired(probabilities, outcomes)
    return np.square(stated - happened)


def log_loss(probabilities: npt.ArrayLike, outcomes: npt.ArrayLike) -> FloatArray:
    """Surprise of each forecast at its outcome in nats; smaller is better.

    Probabilities are limited by ``LOG_LIMIT``. Divide by ``NATS_PER_BIT`` for bits. Arguments and
    errors are those of ``brier``.

    Source:
        Good (1952), Journal of the Royal Statistical Society B 14(1), 107-114.

    >>> log_loss([0.5, 1.0], [1, 0]).round(4).tolist()
    [0.6931, 13.8155]
    """
    stated, happened = _paired(probabilities, outcomes)
    given = np.where(happened == 1, stated, 1 - stated)
    surprise: FloatArray = -np.log(np.clip(given, LOG_LIMIT, 1 - LOG_LIMIT))
    return surprise


def mean_brier(table: LevelTable) -> Fraction:
    """Mean Brier score of all forecasts in the table, exact.

    Raises:
        ValueError: the table is empty.

    >>> float(mean_brier(LevelTable.from_pairs([(900_000, 1), (200_000, 1)])))
    0.325
    """
    squares = sum(
        yes * (table.scale - level) ** 2 + (n - yes) * level**2 for level, n, yes in table
    )
    return Fraction(squares, filled(table).n * table.scale**2)


def expected_brier(table: LevelTable) -> Fraction:
    """Mean Brier score to expect if every stated probability were the true one: mean p(1-p).

    Raises:
        ValueError: the table is empty.
    """
    spread = sum(n * level * (table.scale - level) for level, n, _ in table)
    return Fraction(spread, filled(table).n * table.scale**2)


def base_rate_brier(table: LevelTable) -> Fraction:
    """Mean Brier score of always stating the table's own share of yes, known afterwards.

    Raises:
        ValueError: the table is empty.
    """
    n, yes = filled(table).n, table.yes
    return Fraction(yes * (n - yes), n * n)


def skill(table: LevelTable) -> float | None:
    """Share of the base rate's Brier score that was saved; None where all outcomes are the same.

    1 is perfect, 0 no better than stating one's own share of yes each time, below 0 worse.
    A ratio of sums, never a mean of ratios.

    Raises:
        ValueError: the table is empty.
    """
    reference = base_rate_brier(table)
    return float(1 - mean_brier(table) / reference) if reference else None


def mean_log_loss(table: LevelTable) -> float:
    """Mean surprise of all forecasts in the table, in nats, limited by ``LOG_LIMIT``.

    Raises:
        ValueError: the table is empty.
    """
    losses = []
    for level, n, yes in filled(table):
        losses.append(-yes * math.log(_limited(level / table.scale)))
        losses.append(-(n - yes) * math.log(_limited((table.scale - level) / table.scale)))
    return math.fsum(losses) / table.n


def mean_spherical(table: LevelTable) -> float:
    """Mean spherical score of all forecasts in the table, 0 to 1; larger is better.

    The probability given to what happened, divided by the length of the pair of probabilities.

    Raises:
        ValueError: the table is empty.

    Source:
        Roby (1965), Psychological Reports 16, 1169-1179; Gneiting and Raftery (2007), Journal of
        the American Statistical Association 102, 359-378.

    >>> round(mean_spherical(LevelTable.from_pairs([(600_000, 1)])), 4)
    0.8321
    """
    stated = ((level / table.scale, n, yes) for level, n, yes in filled(table))
    scores = (
        (yes * chance + (n - yes) * (1 - chance)) / math.hypot(chance, 1 - chance)
        for chance, n, yes in stated
    )
    return math.fsum(scores) / table.n


def limited_forecasts(table: LevelTable) -> int:
    """How many forecasts are so near to 0 or 1 that ``LOG_LIMIT`` changes their log score."""
    parts = round(1 / LOG_LIMIT)
    return sum(n for level, n, _ in table if min(level, table.scale - level) * parts < table.scale)


def filled(table: LevelTable) -> LevelTable:
    """The table itself.

    Raises:
        ValueError: it is empty, and no mean can be taken of nothing.
    """
    if not table.cells:
        raise ValueError("there are no forecasts to score")
    return table


def _limited(probability: float) -> float:
    return min(max(probability, LOG_LIMIT), 1 - LOG_LIMIT)


def _paired(probabilities: npt.ArrayLike, outcomes: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    stated = np.asarray(probabilities, dtype=np.float64)
    happened = np.asarray(outcomes, dtype=np.float64)
    if stated.ndim != 1 or stated.shape != happened.shape or not stated.size:
        raise ValueError(f"need two lists of one length, not {stated.shape} and {happened.shape}")
    if not np.all((stated >= 0) & (stated <= 1)):
        raise ValueError("a probability lies between 0 and 1")
    if not np.all((happened == 0) | (happened == 1)):
        raise ValueError("an outcome is 0 or 1")
    return stated, happened
