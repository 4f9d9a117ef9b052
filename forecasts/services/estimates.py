"""What authors gave a forecast over time: stored once, and told with what counts of it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from forecasts.domain.candidates import Chance
from forecasts.domain.evidence import grade_evidence
from forecasts.domain.lifecycle import EvidenceGrade
from forecasts.extraction import LEXICON_VERSION
from forecasts.store.models import Estimate, Forecast

HEADLINE = frozenset({EvidenceGrade.LIVE, EvidenceGrade.SOURCED})
"""The evidence grades that enter a headline figure."""


def store_opening(
    session: Session, forecast: Forecast, chance: Chance, *, now: datetime
) -> Estimate:
    """What the author gave first, where the forecast was said."""
    estimate = _made(forecast, chance, said_on=forecast.said_on, now=now)
    estimate.post_id, estimate.start, estimate.end = (
        forecast.post_id,
        forecast.start,
        forecast.end,
    )
    return _stored(session, estimate)


def store_revision(
    session: Session, forecast: Forecast, chance: Chance, *, said_on: date, now: datetime
) -> Estimate:
    """What the author gave later, as somebody typed it in."""
    return _stored(session, _made(forecast, chance, said_on=said_on, now=now))


@dataclass(frozen=True, slots=True)
class ToldEstimate:
    """An estimate with what it counts for.

    Attributes:
        estimate: the row.
        opening: whether it is its author's first; that one scores.
        closing: whether it is the last that came before the outcome was known.
        too_late: whether it came when the outcome was known; it is kept, and never scores.
    """

    estimate: Estimate
    opening: bool
    closing: bool
    too_late: bool


def tell_estimates(forecast: Forecast) -> list[ToldEstimate]:
    """The estimates of a forecast that was read with them and its decisions, in order."""
    known_on = forecast.resolutions[-1].known_on if forecast.resolutions else None
    rows = forecast.estimates
    opening = {row.author_id: row.id for row in reversed(rows)}
    closing = {row.author_id: row.id for row in rows if counts(row, known_on)}
    return [
        ToldEstimate(
            estimate=row,
            opening=opening[row.author_id] == row.id,
            closing=closing.get(row.author_id) == row.id,
            too_late=not counts(row, known_on),
        )
        for row in rows
    ]


def closing_estimate(forecast: Forecast) -> Estimate | None:
    """The last estimate that came before the outcome was known; None where none did."""
    return next((told.estimate for told in tell_estimates(forecast) if told.closing), None)


def counts(estimate: Estimate, known_on: date | None) -> bool:
    """Whether an estimate came before the outcome was known, as far as that is proven."""
    grade = grade_evidence(
        said_on=estimate.said_on,
        recorded_on=estimate.recorded_at.date(),
        known_on=known_on,
        quoted=estimate.post_id is not None,
    )
    return grade in HEADLINE


def _made(forecast: Forecast, chance: Chance, *, said_on: date, now: datetime) -> Estimate:
    return Estimate(
        forecast_id=forecast.id,
        author_id=forecast.author_id,
        kind=chance.kind,
        probability=chance.middle,
        probability_low=chance.low,
        probability_high=chance.high,
        hedge=chance.hedge,
        lexicon_version=LEXICON_VERSION,
        said_on=said_on,
        recorded_at=now,
    )


def _stored(session: Session, estimate: Estimate) -> Estimate:
    session.add(estimate)
    session.flush()
    return estimate
