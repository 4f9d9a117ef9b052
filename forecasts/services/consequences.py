"""What a decision does to the cards of the authors: worked out when asked, never stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.candidates import EstimateKind
from forecasts.domain.lifecycle import Outcome
from forecasts.scoring.levels import LevelTable
from forecasts.scoring.rules import mean_brier
from forecasts.scoring.scorecard import TOO_FEW_BELOW
from forecasts.services.decisions import Told, differs
from forecasts.services.scorecards import HEADLINE, grade_judged
from forecasts.services.settling import list_decisions
from forecasts.store.models import Author, Estimate, Forecast, Resolution
from forecasts.store.queries.authors import Judged, list_judged


class Figures(NamedTuple):
    """The headline figures of an author; no score below ten forecasts of its kind."""

    stated: int
    brier: float | None
    worded: int
    worded_brier: float | None
    flat: int
    came_true: int


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a decision does to one author's card, everything else as it stands now."""

    author: Author
    before: Figures
    after: Figures


def weigh(
    session: Session, forecast_id: int, proposed: Told, *, now: datetime
) -> list[Consequence]:
    """What would change if this were decided instead of what is decided now."""
    last = list_decisions(session, forecast_id)[-1:]
    return _compare(session, forecast_id, last[0] if last else None, proposed, now=now)


def weigh_reversals(
    session: Session, decisions: Sequence[Resolution], *, now: datetime
) -> dict[int, list[Consequence]]:
    """For each decision that changed the one before, by its number, what it did."""
    return {
        after.number: _compare(session, after.forecast_id, before, after, now=now)
        for before, after in pairwise(decisions)
        if differs(after, before)
    }


def _compare(
    session: Session, forecast_id: int, before: Told | None, after: Told, *, now: datetime
) -> list[Consequence]:
    return [
        Consequence(
            author,
            before=_figures([*others, *_as_judged(forecast, opening, before)], now),
            after=_figures([*others, *_as_judged(forecast, opening, after)], now),
        )
        for forecast, opening, author in _list_openings(session, forecast_id)
        for others in [_list_others(session, author.id, forecast_id)]
    ]


def _list_openings(session: Session, forecast_id: int) -> list[tuple[Forecast, Estimate, Author]]:
    """The forecast with the first estimate of each of its authors."""
    query = (
        sa.select(Forecast, Estimate, Author)
        .join(Estimate, Estimate.forecast_id == Forecast.id)
        .join(Author, Author.id == Estimate.author_id)
        .where(Forecast.id == forecast_id)
        .order_by(Estimate.id.desc())
    )
    first = {author.id: (row, opening, author) for row, opening, author in session.execute(query)}
    return list(reversed(first.values()))


def _list_others(session: Session, author_id: int, forecast_id: int) -> list[Judged]:
    return [row for row in list_judged(session, author_id) if row.forecast_id != forecast_id]


def _as_judged(forecast: Forecast, opening: Estimate, told: Told | None) -> list[Judged]:
    """The forecast as if that had been decided; nothing where it is void or undecided."""
    if told is None or told.outcome is Outcome.VOID:
        return []
    row = Judged(
        forecast_id=forecast.id,
        kind=opening.kind,
        probability=opening.probability,
        probability_low=opening.probability_low,
        probability_high=opening.probability_high,
        outcome=told.outcome,
        said_on=opening.said_on,
        recorded_at=opening.recorded_at,
        known_on=told.known_on,
        due_at=forecast.due_at,
        origin=forecast.origin,
    )
    return [row]


def _figures(rows: Iterable[Judged], now: datetime) -> Figures:
    scored = [row for row in rows if row.due_at <= now and grade_judged(row) in HEADLINE]
    stated, brier = _score(scored, EstimateKind.STATED)
    worded, worded_brier = _score(scored, EstimateKind.WORDED)
    flat = [row for row in scored if row.kind is EstimateKind.FLAT]
    came_true = sum(row.outcome is Outcome.YES for row in flat)
    return Figures(stated, brier, worded, worded_brier, len(flat), came_true)


def _score(rows: Iterable[Judged], kind: EstimateKind) -> tuple[int, float | None]:
    """How many there are of that kind, and their mean Brier score where they are not too few."""
    levels = [
        (row.probability, int(row.outcome is Outcome.YES))
        for row in rows
        if row.kind is kind and row.probability is not None
    ]
    if len(levels) < TOO_FEW_BELOW:
        return len(levels), None
    return len(levels), float(mean_brier(LevelTable.from_pairs(levels)))
