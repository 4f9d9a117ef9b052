"""Makers of decisions, proposals, disputes and people who are near to each other, for tests."""

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.candidates import EstimateKind
from forecasts.domain.lifecycle import Outcome
from forecasts.domain.permissions import Actor
from forecasts.domain.policies import Policy
from forecasts.services.authors import find_or_add_author
from forecasts.services.due import flag_due
from forecasts.services.resolution import decide
from forecasts.store.models import (
    AccountLink,
    Estimate,
    Forecast,
    Proposal,
    Resolution,
    SecondLook,
)
from tests.making import NOW, a_decision, make_forecast

YESTERDAY = NOW - timedelta(days=1)
LONG_AGO = NOW - timedelta(days=300)


def make_due(session: Session, *, now: datetime = NOW, **wanted: Any) -> Forecast:
    """A forecast that was recorded long ago and fell due two days ago."""
    made = make_forecast(session, now=LONG_AGO, **({"deadline": date(2026, 11, 20)} | wanted))
    flag_due(session, now=now)
    session.refresh(made)
    return made


def decide_as(
    session: Session,
    forecast: Forecast,
    actor: Actor,
    outcome: Outcome = Outcome.YES,
    *,
    policy: Policy = Policy.INDEPENDENT,
    now: datetime = NOW,
    share: int = 0,
    **wanted: Any,
) -> Resolution | Proposal:
    """What comes of it when the actor decides the forecast as it stands, with a reason."""
    session.refresh(forecast)
    decided = decide(
        session,
        forecast.id,
        a_decision(outcome, **({"note": "The paper says so"} | wanted)),
        version=forecast.version,
        actor=actor,
        now=now,
        policy=policy,
        share=share,
    )
    session.refresh(forecast)
    return decided


def make_proposal(
    session: Session, forecast: Forecast, actor: Actor, outcome: Outcome = Outcome.YES, **rest: Any
) -> Proposal:
    """A proposal of the actor that stands."""
    proposed = decide_as(session, forecast, actor, outcome, policy=Policy.TWO_PERSON, **rest)
    assert isinstance(proposed, Proposal)
    return proposed


def make_look(session: Session, forecast: Forecast, *, now: datetime = NOW) -> SecondLook:
    """The last decision of the forecast, drawn for a second look."""
    last = sa.select(sa.func.max(Resolution.number)).where(Resolution.forecast_id == forecast.id)
    look = SecondLook(forecast_id=forecast.id, number=session.scalar(last), drawn_at=now)
    session.add(look)
    session.flush()
    return look


def link(session: Session, one: Actor, other: Actor) -> None:
    """Let an admin hold the two accounts for one person."""
    numbers = sorted(each.account_id or 0 for each in (one, other))
    session.add(
        AccountLink(
            account_id=numbers[0],
            other_id=numbers[1],
            reason="same address",
            linked_at=NOW,
            linked_by="account:1",
        )
    )
    session.flush()


def add_estimate(session: Session, forecast: Forecast, author: str) -> int:
    """Let another author have spoken of the same claim; the number of that author."""
    author_id = find_or_add_author(session, author, now=NOW).id
    session.add(
        Estimate(
            forecast_id=forecast.id,
            author_id=author_id,
            said_on=date(2026, 1, 7),
            recorded_at=LONG_AGO,
            kind=EstimateKind.FLAT,
            lexicon_version="1",
        )
    )
    session.flush()
    return author_id
