"""T26: of a thousand forecasts recorded around the day known, none later than it scores."""

import random
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa

from forecasts.domain.candidates import EstimateKind
from forecasts.domain.lifecycle import Outcome, Status
from forecasts.services.authors import find_or_add_author
from forecasts.services.scorecards import author_card
from forecasts.store.models import Estimate, Forecast, Origin, Resolution
from tests.making import NOW

FORECASTS = 1000
KNOWN, DEADLINE, EARLIER = date(2026, 3, 10), date(2026, 3, 15), date(2026, 3, 5)


def at_noon(day):
    return datetime.combine(day, time(12), UTC)


def add_forecast(session, author_id, said_on, recorded_on):
    by = {"recorded_at": at_noon(recorded_on), "said_on": said_on}
    forecast = Forecast(
        author_id=author_id,
        quote="q",
        claim="c",
        criteria="c",
        zone="UTC",
        deadline=DEADLINE,
        due_at=at_noon(DEADLINE + timedelta(days=1)),
        status=Status.RESOLVED,
        recorded_by="account:1",
        origin=Origin.LINE,
        version=1,
        **by,
    )
    session.add(forecast)
    session.flush()
    ours = {"forecast_id": forecast.id, "author_id": author_id}
    session.add(Estimate(kind=EstimateKind.FLAT, lexicon_version="1", **ours, **by))
    return forecast


def add_decision(session, forecast, number, known_on):
    session.add(
        Resolution(
            forecast_id=forecast.id,
            number=number,
            outcome=Outcome.YES,
            evidence_url="https://example.org/",
            note="it was known sooner",
            known_on=known_on,
            decided_at=NOW,
            decided_by="account:1",
            self_resolved=False,
        )
    )


def test_nothing_said_or_recorded_once_it_was_known_scores(session):
    draw = random.Random(26)  # noqa: S311 - the same days each time, no secret
    author_id = find_or_add_author(session, "Ada Author", now=NOW).id
    days = []
    for _ in range(FORECASTS):
        recorded = KNOWN + timedelta(days=draw.randint(-12, 12))
        said = recorded - timedelta(days=draw.randint(0, 4))
        days.append((said, recorded))
        add_decision(session, add_forecast(session, author_id, said, recorded), 1, KNOWN)
    session.flush()

    card = author_card(session, author_id, now=NOW)
    for forecast in session.scalars(sa.select(Forecast)):
        add_decision(session, forecast, 2, EARLIER)
    session.flush()
    corrected = author_card(session, author_id, now=NOW)

    for found, known in ((card, KNOWN), (corrected, EARLIER)):
        before = sum(recorded < known for _, recorded in days)
        assert found.scorecard.flat.n == before
        assert found.hindsight == sum(said >= known for said, _ in days)
    assert 0 < corrected.scorecard.flat.n < card.scorecard.flat.n < FORECASTS
