"""Two people side by side on the questions that both answered."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from forecasts.scoring.distributions import t_quantile
from forecasts.scoring.inference import CONFIDENCE, Interval

_LARGEST_BET = 0.5
_FIRST_VARIANCE = 0.25
"""What the variance is taken for before anything is seen: the largest of numbers from 0 to 1."""


class Comparison(NamedTuple):
    """The difference of two people's scores on common questions; below 0 the first is better.

    Attributes:
        n: common questions.
        mean: mean difference of their Brier scores, the first less the second, -1 to 1.
        interval: 95 % interval for one look, by Student's t; None below two questions.
        always: 95 % interval that holds at every look at once, however often one looks.
    """

    n: int
    mean: float
    interval: Interval | None
    always: Interval


def compare(differences: Sequence[float]) -> Comparison:
    """The comparison, from differences in the order in which the questions were decided.

    Args:
        differences: for each common question the first person's score less the second one's, each
            from -1 to 1; questions are independent.

    Raises:
        ValueError: there are none, or one lies beyond -1 to 1.

    >>> compare([-0.2, -0.1]).mean
    -0.15000000000000002
    """
    if not differences or any(not -1 <= each <= 1 for each in differences):
        raise ValueError("differences lie from -1 to 1, and there must be one at least")
    n = len(differences)
    mean = math.fsum(differences) / n
    return Comparison(n, mean, _once(differences, mean), confidence_sequence(differences))


def _once(differences: Sequence[float], mean: float) -> Interval | None:
    n = len(differences)
    if n < 2:  # noqa: PLR2004 - a spread needs two
        return None
    spread = math.fsum((each - mean) ** 2 for each in differences) / (n - 1)
    reach = t_quantile((1 + CONFIDENCE) / 2, n - 1) * math.sqrt(spread / n)
    return Interval(max(-1.0, mean - reach), min(1.0, mean + reach))


def confidence_sequence(
    differences: Iterable[float], *, confidence: float = CONFIDENCE
) -> Interval:
    """Where the mean difference lies, at this look and all earlier ones, with this confidence.

    The empirical-Bernstein sequence with predictable bets, on differences moved to 0 to 1; the
    intervals of all looks are intersected, which keeps the promise. It holds whatever the
    distribution, as long as no question knows of later ones. If the looks contradict each other
    (one time in twenty at most) the last one is given.

    Source:
        Waudby-Smith and Ramdas (2024), Journal of the Royal Statistical Society B 86(1), 1-27,
        theorem 2; on forecasts, Choe and Ramdas (2024), Operations Research 72(4), 1368-1387.
    """
    doubt = math.log(2 / (1 - confidence))
    weights = bets = costs = 0.0
    total, squares, low, high = 0.5, _FIRST_VARIANCE, 0.0, 1.0
    last = Interval(low, high)
    for number, difference in enumerate(differences, start=1):
        value, guess, variance = (difference + 1) / 2, total / number, squares / number
        bet = min(_LARGEST_BET, math.sqrt(2 * doubt / (variance * number * math.log(1 + number))))
        bets, weights = bets + bet * value, weights + bet
        costs += 4 * (value - guess) ** 2 * (-math.log(1 - bet) - bet) / 4
        centre, reach = bets / weights, (doubt + costs) / weights
        last = Interval(max(0.0, centre - reach), min(1.0, centre + reach))
        low, high = max(low, last.low), min(high, last.high)
        total += value
        squares += (value - total / (number + 1)) ** 2
    low, high = (low, high) if low <= high else last
    return Interval(2 * low - 1, 2 * high - 1)
