"""How far a figure can be trusted: intervals for a hit rate and for a mean Brier score."""

import math
from collections import Counter
from collections.abc import Hashable, Iterable
from fractions import Fraction
from typing import NamedTuple

from forecasts.domain.probability import ONE
from forecasts.scoring.distributions import normal_quantile, t_quantile
from forecasts.scoring.levels import LevelTable
from forecasts.scoring.rules import filled, mean_brier

CONFIDENCE = 0.95
"""How often the intervals around an observed figure should hold the true one."""


class Interval(NamedTuple):
    """A range, both ends included."""

    low: float
    high: float


def wilson(n: int, yes: int, *, confidence: float = CONFIDENCE) -> Interval:
    """Interval for the true share of yes, from ``yes`` of ``n`` independent cases.

    Without any case it is 0 to 1.

    Raises:
        ValueError: more yes than cases, or fewer than none.

    Source:
        Wilson (1927), Journal of the American Statistical Association 22(158), 209-212.

    >>> [round(end, 2) for end in wilson(44, 31)]
    [0.56, 0.82]
    """
    if not 0 <= yes <= n:
        raise ValueError(f"{yes} of {n} cannot have been counted")
    if n == 0:
        return Interval(0.0, 1.0)
    z = normal_quantile((1 + confidence) / 2)
    weight = z * z / n
    centre = (yes / n + weight / 2) / (1 + weight)
    reach = math.sqrt(yes * (n - yes) / n**2 * weight + weight * weight / 4) / (1 + weight)
    return Interval(
        0.0 if yes == 0 else max(0.0, centre - reach),
        1.0 if yes == n else min(1.0, centre + reach),
    )


def brier_interval(table: LevelTable, *, confidence: float = CONFIDENCE) -> Interval:
    """Interval for the mean Brier score to expect of such forecasts, questions independent.

    Student's t around the mean, with the observed standard error or the self-stated one, whichever
    is larger. A single forecast leaves everything open: 0 to 1.

    Raises:
        ValueError: the table is empty.
    """
    mean, n = float(mean_brier(table)), table.n
    if n == 1:
        return Interval(0.0, 1.0)
    error = max(observed_error(table), self_stated_error(table))
    return around(mean, error, freedom=n - 1, confidence=confidence)


def around(mean: float, error: float, *, freedom: int, confidence: float = CONFIDENCE) -> Interval:
    """Student's t interval around a mean that lies between 0 and 1, cut off there."""
    reach = t_quantile((1 + confidence) / 2, freedom) * error
    return Interval(max(0.0, mean - reach), min(1.0, mean + reach))


def observed_error(table: LevelTable) -> float:
    """Standard error of the mean Brier score from the spread of the scores; needs two forecasts."""
    n, whole = table.n, table.scale
    squares = sum(
        yes * (whole - level) ** 4 + (count - yes) * level**4 for level, count, yes in table
    )
    spread = Fraction(squares, whole**4) - n * mean_brier(table) ** 2
    return math.sqrt(spread / (n - 1) / n)


def self_stated_error(table: LevelTable) -> float:
    """Standard error of the mean Brier score if every stated probability were the true one.

    The chance of outcomes, mean p(1-p)(1-2p)^2, and the spread of p(1-p) between forecasts.
    It keeps the interval honest where few scores happen to be alike; needs two forecasts.
    """
    n = filled(table).n
    chance = score_variance(table) / n
    first = _sum_of_doubts(table, power=1)
    spread = (_sum_of_doubts(table, power=2) - first**2 / n) / (n - 1)
    return math.sqrt((chance + spread) / n)


def score_variance(table: LevelTable) -> Fraction:
    """Variance of the sum of Brier scores if the stated probabilities are true; exact.

    The sum of p(1-p)(1-2p)^2, as each score is p^2 or (1-p)^2 and these are 1-2p apart.
    """
    whole = table.scale
    total = sum(n * level * (whole - level) * (whole - 2 * level) ** 2 for level, n, _ in table)
    return Fraction(total, whole**4)


def _sum_of_doubts(table: LevelTable, *, power: int) -> Fraction:
    whole = table.scale
    total = sum(n * (level * (whole - level)) ** power for level, n, _ in table)
    return Fraction(total, whole ** (2 * power))


class ClusterSums(NamedTuple):
    """Additive sums over questions, for an error that knows forecasts of one question go together.

    With S the sum of scores of one question and m the number of its forecasts. The sums of two
    sets of questions without a common one are added field by field.

    Attributes:
        groups: questions.
        forecasts: sum of m.
        score: sum of S.
        score_squared: sum of S squared.
        score_times_size: sum of S m.
        size_squared: sum of m squared.
    """

    groups: int
    forecasts: int
    score: Fraction
    score_squared: Fraction
    score_times_size: Fraction
    size_squared: int


def cluster_sums(
    forecasts: Iterable[tuple[Hashable, int, int]], *, scale: int = ONE
) -> ClusterSums:
    """The sums over questions, from forecasts given as (question, level, outcome)."""
    scores: Counter[Hashable] = Counter()
    sizes: Counter[Hashable] = Counter()
    for question, level, outcome in forecasts:
        scores[question] += (outcome * scale - level) ** 2
        sizes[question] += 1
    whole = scale**2
    return ClusterSums(
        groups=len(sizes),
        forecasts=sizes.total(),
        score=Fraction(scores.total(), whole),
        score_squared=Fraction(sum(score**2 for score in scores.values()), whole**2),
        score_times_size=Fraction(sum(scores[key] * sizes[key] for key in sizes), whole),
        size_squared=sum(size**2 for size in sizes.values()),
    )


def clustered_error(sums: ClusterSums) -> float | None:
    """Standard error of the mean Brier score, clustered by question; None below two questions.

    Source:
        Liang and Zeger (1986), Biometrika 73(1), 13-22, for a mean, with the correction G/(G-1).
    """
    if sums.groups < 2:  # noqa: PLR2004 - a spread needs two
        return None
    mean = sums.score / sums.forecasts
    spread = sums.score_squared - 2 * mean * sums.score_times_size + mean * mean * sums.size_squared
    variance = spread * Fraction(sums.groups, sums.groups - 1) / sums.forecasts**2
    return math.sqrt(variance)
