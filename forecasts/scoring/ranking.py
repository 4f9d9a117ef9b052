"""Ranks people by what their scores say of them, and admits how little that is."""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np

from forecasts.scoring.distributions import normal_quantile
from forecasts.scoring.inference import CONFIDENCE, Interval
from forecasts.scoring.rules import FloatArray

DRAWS = 2_000
"""Times that all skills are drawn anew to see who would come where."""

RANK_SHARE = 0.90
"""How often the rank of somebody lies within the interval shown."""

Name = TypeVar("Name", bound=Hashable)

_SEED = 20_261_125
MOST_DRAWN = 2_000
"""People up to whom ranks are drawn; of more, each one's are bounded by comparing intervals."""


class Sums(NamedTuple):
    """What is kept of somebody's relative scores; adds and subtracts field by field.

    Attributes:
        n: questions.
        total: sum of their scores, each the gain over the others on the same question.
        squares: sum of their squares.
    """

    n: int
    total: float
    squares: float


@dataclass(frozen=True, slots=True)
class Spread:
    """How scores differ, estimated from everybody.

    Attributes:
        mean: mean skill.
        noise: variance of one score around the skill of its author.
        skill: variance of skill between authors.
    """

    mean: float
    noise: float
    skill: float

    def weight(self, n: int) -> float:
        """How far somebody's own mean of ``n`` scores is believed, 0 to 1."""
        return self.skill * n / (self.skill * n + self.noise) if self.skill else 0.0


@dataclass(frozen=True, slots=True)
class Rank:
    """Where somebody stands.

    Attributes:
        skill: mean score, shrunk towards that of everybody.
        interval: 95 % interval of the skill.
        ranks: 90 % interval of the rank, from 1 for the best.
        n: questions.
    """

    skill: float
    interval: Interval
    ranks: tuple[int, int]
    n: int


def estimate_spread(people: Sequence[Sums]) -> Spread | None:
    """How scores differ within and between people; None where nobody has two scores.

    The analysis of variance of one way with unequal numbers; a skill variance below 0 counts as 0.

    Source:
        Searle, Casella and McCulloch (1992), Variance Components, section 3.6.
    """
    counted = [each for each in people if each.n]
    n, groups = sum(each.n for each in counted), len(counted)
    if n <= groups or not groups:
        return None
    within = math.fsum(each.squares - each.total**2 / each.n for each in counted)
    noise, grand = max(within, 0.0) / (n - groups), math.fsum(each.total for each in counted) / n
    if groups == 1:
        return Spread(grand, noise, 0.0)
    between = math.fsum(each.n * (each.total / each.n - grand) ** 2 for each in counted)
    size = (n - sum(each.n**2 for each in counted) / n) / (groups - 1)
    skill = max(0.0, (between / (groups - 1) - noise) / size)
    return Spread(_precise_mean(counted, noise, skill), noise, skill)


def _precise_mean(people: Sequence[Sums], noise: float, skill: float) -> float:
    """The mean of people's means, each weighed by how precise it is."""
    weights = [1 / (skill + noise / each.n) if skill or noise else 1.0 for each in people]
    means = [each.total / each.n for each in people]
    products = (weight * mean for weight, mean in zip(weights, means, strict=True))
    return math.fsum(products) / math.fsum(weights)


def rank(people: Mapping[Name, Sums], spread: Spread) -> dict[Name, Rank]:
    """Everybody with a score, the highest shrunken skill first.

    A shrunken skill is the mean of everybody plus the weight n / (n + noise/skill) times what
    somebody's own mean differs from it. The ranks come from drawing all skills from what is known
    of them; the draws are the same each time.

    Source:
        Efron and Morris (1975), Journal of the American Statistical Association 70, 311-319;
        rank intervals as in Goldstein and Spiegelhalter (1996), JRSS A 159(3), 385-443.
    """
    names = [name for name, each in people.items() if each.n]
    if not names:
        return {}
    sums = [people[name] for name in names]
    skills = np.array([_shrunk(each, spread) for each in sums])
    errors = np.array([_error(each, spread) for each in sums])
    ranks = _rank_ranges(skills, errors)
    reach = normal_quantile((1 + CONFIDENCE) / 2)
    order = sorted(range(len(names)), key=lambda place: (-skills[place], -sums[place].n, place))
    return {
        names[place]: Rank(
            skill=float(skills[place]),
            interval=Interval(
                float(skills[place] - reach * errors[place]),
                float(skills[place] + reach * errors[place]),
            ),
            ranks=ranks[place],
            n=sums[place].n,
        )
        for place in order
    }


def _shrunk(each: Sums, spread: Spread) -> float:
    return spread.mean + spread.weight(each.n) * (each.total / each.n - spread.mean)


def _error(each: Sums, spread: Spread) -> float:
    """Standard deviation of what somebody's skill may be, given their scores."""
    return math.sqrt(spread.skill * (1 - spread.weight(each.n)))


def _rank_ranges(skills: FloatArray, errors: FloatArray) -> list[tuple[int, int]]:
    """The central ranks of each among all draws: each end cuts off half of what is not shown."""
    people = len(skills)
    if people > MOST_DRAWN:
        return _rank_ranges_by_bounds(skills, errors)
    noise = np.random.default_rng(_SEED).standard_normal((DRAWS, people))
    order = (-(skills + errors * noise)).argsort(axis=1, kind="stable")
    places = np.sort(order.argsort(axis=1, kind="stable"), axis=0) + 1
    cut = int((1 - RANK_SHARE) / 2 * DRAWS)
    ends = zip(places[cut], places[DRAWS - 1 - cut], strict=True)
    return [(int(first), int(last)) for first, last in ends]


def _rank_ranges_by_bounds(skills: FloatArray, errors: FloatArray) -> list[tuple[int, int]]:
    """Ranks by how many are better, or worse, beyond doubt at both ends of one's own interval."""
    reach = normal_quantile((1 + RANK_SHARE) / 2)
    lows, highs = np.sort(skills - reach * errors), np.sort(skills + reach * errors)
    people = len(skills)
    better = people - np.searchsorted(lows, skills + reach * errors, side="right")
    worse = np.searchsorted(highs, skills - reach * errors, side="left")
    return [
        (int(above) + 1, people - int(under)) for above, under in zip(better, worse, strict=True)
    ]
