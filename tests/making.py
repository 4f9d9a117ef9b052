"""Makers of rows, for tests that need some; whatever is not said is ordinary."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from forecasts.domain.candidates import FLAT, Chance, EstimateKind
from forecasts.domain.deadlines import Deadline
from forecasts.domain.lifecycle import Outcome
from forecasts.domain.passwords import PasswordCost
from forecasts.domain.permissions import Actor, Role, account_name
from forecasts.domain.policies import Policy
from forecasts.extraction import TextFormat
from forecasts.services.authors import find_or_add_author
from forecasts.services.drafts import NewForecast
from forecasts.services.intake import Submission
from forecasts.services.recording import log_forecast
from forecasts.services.resolution import Decision
from forecasts.store.models import Account, AuthorClaim, ClaimStatus, Forecast

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SOLO = Policy.SOLO
OPERATOR = Actor("account:1", Role.ADMIN, 1)
CHEAP = PasswordCost(passes=1, memory_kib=8, lanes=1)
PASSWORD = "sturdy otter lamp grove"  # noqa: S105 - opens nothing real


def make_forecast(session: Session, *, now: datetime = NOW, **wanted: Any) -> Forecast:
    """A forecast logged by its service."""
    return log_forecast(session, a_draft(session, **wanted), actor=OPERATOR, now=now)


def a_draft(
    session: Session,
    *,
    author: str = "Ada Author",
    claim: str = "The bridge will be open",
    deadline: date | None = date(2026, 12, 31),
    stated: float | None = None,
    said_on: date = date(2026, 1, 5),
    zone: str | None = "UTC",
    **wanted: object,
) -> NewForecast:
    """A forecast that is about to be logged."""
    return NewForecast(
        author_id=find_or_add_author(session, author, now=NOW).id,
        claim=claim,
        quote=claim,
        chance=stated_chance(stated) if stated is not None else FLAT,
        said_on=said_on,
        deadline=Deadline(deadline, None, "", 0, 0, "made for a test") if deadline else None,
        zone=zone,
        **wanted,
    )


def stated_chance(probability: float) -> Chance:
    """What somebody gave as a number."""
    millionths = round(probability * 1_000_000)
    return Chance(EstimateKind.STATED, millionths, millionths, millionths, f"{probability:.0%}")


def a_submission(text: str, **wanted: object) -> Submission:
    """A post as it is handed in; whatever is not given is ordinary."""
    ordinary = {
        "author": "Ada Author",
        "raw": text.encode(),
        "text_format": TextFormat.TEXT,
        "published": date(2026, 1, 5),
        "zone": "UTC",
        "title": "What I expect",
    }
    return Submission(**(ordinary | wanted))


def a_decision(outcome: Outcome = Outcome.YES, **wanted: object) -> Decision:
    """What a reviewer decides, with evidence."""
    ordinary = {
        "outcome": outcome,
        "known_on": date(2026, 11, 20),
        "evidence_url": "https://example.org/what-happened",
    }
    return Decision(**(ordinary | wanted))


def make_account(
    session: Session,
    name: str,
    role: Role,
    *,
    authors: Collection[str] = (),
    now: datetime = NOW,
) -> Actor:
    """As whom a new account acts; it is confirmed to be each of these authors."""
    account = Account(
        name=name,
        role=role,
        email=f"{name.replace(' ', '.')}@example.org",
        created_at=now,
        version=1,
    )
    session.add(account)
    session.flush()
    numbers = [find_or_add_author(session, author, now=now).id for author in authors]
    for number in numbers:
        session.add(
            AuthorClaim(
                account_id=account.id,
                author_id=number,
                reason="",
                status=ClaimStatus.CONFIRMED,
                asked_at=now,
                decided_at=now,
                decided_by=OPERATOR.name,
                version=1,
            )
        )
    session.flush()
    return Actor(account_name(account.id), role, account.id, frozenset(numbers))
