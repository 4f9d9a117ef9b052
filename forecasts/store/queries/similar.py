"""Decided forecasts that resemble one: so that like is decided alike."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.lifecycle import Outcome, Status, VoidReason
from forecasts.store.models import Forecast, Resolution

OF_THE_AUTHOR = 200
LATELY = 300
"""How many decided forecasts are compared: the author's last ones, and the last of all."""

_WORD = re.compile(r"[^\W_]{4,}")
_COMMON = frozenset(
    _WORD.findall(
        "about above after again against also another because been before being below between both"
        " come could does doing down during each even ever every from further have having here into"
        " just least less like made make many more most much must never next once only other over"
        " same should since some such than that their them then there these they this those through"
        " under until upon very want well were what when where which while will with within without"
        " would year years your"
    )
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """A decided forecast that resembles another."""

    forecast_id: int
    claim: str
    same_author: bool
    outcome: Outcome
    void_reason: VoidReason | None


def find_similar(session: Session, forecast: Forecast, *, limit: int = 3) -> list[Likeness]:
    """The decided forecasts most like this one: those that share its rarest words, then its author.

    Only the author's last ones and the last of all are compared, so that it stays quick.
    """
    pool = session.execute(_pool(forecast)).all()
    weights = weigh_likeness(forecast.claim, [row.claim for row in pool])
    ranked = sorted(
        (-weight, row.author_id != forecast.author_id, -row.id, row.claim)
        for weight, row in zip(weights, pool, strict=True)
        if weight > 0 or row.author_id == forecast.author_id
    )
    chosen = [(-number, claim, not other) for _, other, number, claim in ranked[:limit]]
    return _with_outcomes(session, chosen)


def _pool(forecast: Forecast) -> sa.Select[int, str, int]:
    theirs = (
        sa.select(Forecast.id)
        .where(Forecast.author_id == forecast.author_id, Forecast.status == Status.RESOLVED)
        .order_by(Forecast.id.desc())
        .limit(OF_THE_AUTHOR)
    )
    lately = sa.select(Resolution.forecast_id).order_by(Resolution.decided_at.desc()).limit(LATELY)
    numbers = sa.union(
        sa.select(theirs.subquery().c.id), sa.select(lately.subquery().c.forecast_id)
    ).subquery("numbers")
    return (
        sa.select(Forecast.id, Forecast.claim, Forecast.author_id)
        .join(numbers, numbers.c[0] == Forecast.id)
        .where(Forecast.id != forecast.id, Forecast.status == Status.RESOLVED)
    )


def weigh_likeness(claim: str, others: Sequence[str]) -> list[float]:
    """For each of the others, how much it shares with the claim: rare words weigh more.

    >>> weigh_likeness("The bridge will open", ["A bridge will fall", "The mill will burn"])
    [0.69, 0.0]
    """
    bags = [_words_of(other) for other in others]
    spread = Counter(word for bag in bags for word in bag)
    wanted = _words_of(claim)
    return [
        round(sum((_rarity(spread[word], len(bags)) for word in wanted & bag), 0.0), 2)
        for bag in bags
    ]


def _rarity(spread: int, claims: int) -> float:
    return math.log(1 + claims / (1 + spread))


def _words_of(claim: str) -> set[str]:
    return set(_WORD.findall(claim.lower())) - _COMMON


def _with_outcomes(session: Session, chosen: Sequence[tuple[int, str, bool]]) -> list[Likeness]:
    query = (
        sa.select(Resolution.forecast_id, Resolution.outcome, Resolution.void_reason)
        .where(Resolution.forecast_id.in_([number for number, *_ in chosen]))
        .order_by(Resolution.number)
    )
    last = {number: (outcome, reason) for number, outcome, reason in session.execute(query)}
    return [Likeness(*each, *last[each[0]]) for each in chosen if each[0] in last]
