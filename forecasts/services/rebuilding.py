"""Makes the rows that cards are worked out from again, out of the ledger alone."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from forecasts.domain.candidates import EstimateKind
from forecasts.domain.lifecycle import Outcome, VoidReason
from forecasts.ledger import Entry
from forecasts.services.replaying import Replayed, replay
from forecasts.store.models import Author, Estimate, Forecast, Origin, Resolution

Facts = Mapping[str, Any]

UNKNOWN = "unknown"
"""What stands in place of the texts, which no ledger tells."""


def rebuild(session: Session, entries: Iterable[Entry]) -> dict[int, Replayed]:
    """Fill an empty database with what the ledger tells of forecasts; all of them as replayed.

    What is private, and was so from the beginning, has no row: the ledger only tells that it is
    there.
    """
    forecasts = replay(entries)
    told = {number: each for number, each in forecasts.items() if each.facts}
    first = [_moment(each.facts["recorded_at"]) for each in told.values()]
    for author_id in sorted({_number(each.facts["author"]) for each in told.values()}):
        session.add(_author(author_id, min(first)))
    session.flush()
    for number, each in told.items():
        session.add(_forecast(number, each))
        session.flush()
        session.add_all(_estimate(number, each.facts, facts) for facts in each.estimates)
        session.add_all(_decision(number, facts, each) for facts in each.decisions)
    session.flush()
    return forecasts


def _author(author_id: int, now: datetime) -> Author:
    name = f"author {author_id}"
    return Author(id=author_id, slug=f"author-{author_id}", name=name, created_at=now, version=1)


def _forecast(number: int, replayed: Replayed) -> Forecast:
    facts = replayed.facts
    recorded_at = _moment(facts["recorded_at"])
    return Forecast(
        id=number,
        author_id=_number(facts["author"]),
        quote=UNKNOWN,
        claim=UNKNOWN,
        criteria=UNKNOWN,
        zone=facts["zone"],
        deadline=_day(facts["deadline"]),
        review_by=_day(facts["review_by"]),
        due_at=_moment(facts["due_at"]),
        status=replayed.status,
        said_on=date.fromisoformat(facts["said_on"]),
        recorded_at=recorded_at,
        recorded_by=UNKNOWN,
        origin=Origin(facts["origin"]),
        visibility=replayed.visibility,
        erased_at=recorded_at if replayed.erased else None,
        version=1,
    )


def _estimate(number: int, forecast: Facts, facts: Facts) -> Estimate:
    return Estimate(
        id=facts["estimate"],
        forecast_id=number,
        author_id=_number(forecast["author"]),
        kind=EstimateKind(facts["kind"]),
        probability=facts["probability"],
        probability_low=facts["probability_low"],
        probability_high=facts["probability_high"],
        lexicon_version=facts["lexicon"],
        said_on=date.fromisoformat(facts["estimated_on"]),
        recorded_at=_moment(facts["estimated_at"]),
    )


def _decision(number: int, facts: Facts, replayed: Replayed) -> Resolution:
    reason = facts["void_reason"]
    return Resolution(
        forecast_id=number,
        number=facts["number"],
        outcome=Outcome(facts["outcome"]),
        void_reason=VoidReason(reason) if reason else None,
        evidence_url=UNKNOWN,
        note=UNKNOWN,
        known_on=date.fromisoformat(facts["known_on"]),
        decided_at=_moment(replayed.facts["recorded_at"]),
        decided_by=UNKNOWN,
        self_resolved=facts["self_resolved"],
    )


def _number(name: str) -> int:
    return int(name.partition(":")[2])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
