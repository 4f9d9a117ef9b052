"""Scores against others and against chance, for forecasts that stood for some of the time."""

import math
from collections.abc import Hashable, Sequence
from itertools import pairwise
from typing import NamedTuple

from forecasts.scoring.rules import LOG_LIMIT

SCALE = 100
"""Points of a forecast that is as good as it can be under the baseline."""


class Standing(NamedTuple):
    """A probability that somebody gave, from a moment until another or until the question closes.

    Attributes:
        who: any name; the same for all that one person stated.
        since: when it was given, in any unit.
        until: when it ended: the next one came, it was withdrawn, or the question closed.
        probability: stated chance of a yes, 0 to 1.
    """

    who: Hashable
    since: float
    until: float
    probability: float


class Earned(NamedTuple):
    """What somebody earned by a question.

    Attributes:
        score: points, weighted by the share of the time for which a forecast stood.
        coverage: that share, 0 to 1.
    """

    score: float
    coverage: float


class Span(NamedTuple):
    """When a question took forecasts.

    Attributes:
        opens: from when on.
        scheduled: until when it was meant to take them; shares are of this time.
        closed: until when it did, no later than scheduled; what lies behind does not count.
    """

    opens: float
    scheduled: float
    closed: float


def baseline_scores(
    standings: Sequence[Standing], span: Span, *, yes: bool
) -> dict[Hashable, Earned]:
    """Points against stating one half: 0 for that, 100 for certainty that came true.

    100 (1 + log2 p) of the probability given to what happened, times the share of the time.
    Scores are averaged over time, never forecasts. Probabilities are limited by ``LOG_LIMIT``.

    Raises:
        ValueError: the question takes no time, or closed outside of it.

    >>> baseline_scores([Standing("ada", 0, 10, 1.0)], Span(0, 10, 10), yes=True)["ada"].coverage
    1.0
    """
    clipped = _clipped(standings, span)
    points = {each: SCALE * (1 + _log(each, yes=yes) / math.log(2)) for each in clipped}
    return _total([(each, points[each] * (each.until - each.since)) for each in clipped], span)


def peer_scores(standings: Sequence[Standing], span: Span, *, yes: bool) -> dict[Hashable, Earned]:
    """Points against the geometric mean of the others, at each moment; 0 while one is alone.

    100 ln(p / geometric mean of the others), times the share of the time. All moments are gone
    through in order with the sum of the logarithms kept, so that the time grows with n log n.

    Raises:
        ValueError: the question takes no time, or closed outside of it, or one person's forecasts
            overlap.
    """
    clipped = _clipped(standings, span)
    areas = _excess_areas(clipped, yes=yes)
    return _total([(each, SCALE * areas[place]) for place, each in enumerate(clipped)], span)


def _excess_areas(standings: Sequence[Standing], *, yes: bool) -> list[float]:
    """For each forecast, its logarithm less the mean one of the others, summed over its time.

    With A(t) the sum over time of N/(N-1) and B(t) that of S/(N-1), S being the sum of all N
    logarithms at a moment, a forecast with logarithm l earns l (A(until) - A(since)) less
    B(until) - B(since), as l - (S - l)/(N - 1) = (N l - S)/(N - 1).
    """
    moments = sorted({moment for each in standings for moment in (each.since, each.until)})
    of_each = _running(standings, moments, yes=yes)
    logs = [_log(each, yes=yes) for each in standings]
    return [
        log * (of_each[each.until][0] - of_each[each.since][0])
        - (of_each[each.until][1] - of_each[each.since][1])
        for each, log in zip(standings, logs, strict=True)
    ]


def _running(
    standings: Sequence[Standing], moments: Sequence[float], *, yes: bool
) -> dict[float, tuple[float, float]]:
    """A and B at each moment; while somebody is alone neither grows."""
    changes: dict[float, list[tuple[int, float]]] = {moment: [] for moment in moments}
    for each in standings:
        log = _log(each, yes=yes)
        changes[each.since].append((1, log))
        changes[each.until].append((-1, -log))
    number, terms, weight, offset = 0, 0.0, 0.0, 0.0
    found = {moments[0]: (0.0, 0.0)} if moments else {}
    for here, there in pairwise(moments):
        number += sum(change for change, _ in changes[here])
        terms += math.fsum(log for _, log in changes[here])
        if number > 1:
            weight += (there - here) * number / (number - 1)
            offset += (there - here) * terms / (number - 1)
        found[there] = (weight, offset)
    return found


def _clipped(standings: Sequence[Standing], span: Span) -> list[Standing]:
    """The forecasts while the question took any; each person's in order, none at once."""
    if not span.opens <= span.closed <= span.scheduled or span.opens == span.scheduled:
        raise ValueError("a question opens before it closes, and closes no later than scheduled")
    clipped = [
        each._replace(since=max(each.since, span.opens), until=min(each.until, span.closed))
        for each in standings
    ]
    kept = sorted(
        (each for each in clipped if each.since < each.until), key=lambda each: each.since
    )
    last: dict[Hashable, float] = {}
    for each in kept:
        if each.since < last.get(each.who, -math.inf):
            raise ValueError(f"two forecasts of {each.who} stand at once")
        last[each.who] = each.until
    return kept


def _log(standing: Standing, *, yes: bool) -> float:
    given = standing.probability if yes else 1 - standing.probability
    return math.log(min(max(given, LOG_LIMIT), 1.0))


def _total(parts: Sequence[tuple[Standing, float]], span: Span) -> dict[Hashable, Earned]:
    whole = span.scheduled - span.opens
    scores: dict[Hashable, list[float]] = {}
    lasted: dict[Hashable, list[float]] = {}
    for standing, points in parts:
        scores.setdefault(standing.who, []).append(points)
        lasted.setdefault(standing.who, []).append(standing.until - standing.since)
    return {
        who: Earned(math.fsum(scores[who]) / whole, math.fsum(lasted[who]) / whole)
        for who in scores
    }
