"""Fills a database with a record as large as a desk may stand before, fast and without services."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.candidates import EstimateKind
from forecasts.domain.lifecycle import Outcome, Status
from forecasts.domain.permissions import Role
from forecasts.services.authors import find_or_add_author
from forecasts.store.engine import Database
from forecasts.store.models import (
    Account,
    AuthorClaim,
    ClaimStatus,
    Conflict,
    Estimate,
    Forecast,
    Hint,
    Origin,
    Resolution,
    Snooze,
)

AUTHORS = 50
CONFLICTED = (1, 2)
"""Numbers of the author that the reviewer is, and of the one they declared a conflict about."""

SNOOZED_EVERY, HINTED_EVERY = 100, 1000
_AT_ONCE = 5_000
_YEARS = 10
_WORDS = "bridge harbour ferry tunnel airport tram budget election treaty drought".split()  # noqa: SIM905 - reads better


def add_crowd(database: Database, *, open_: int, due: int, resolved: int, now: datetime) -> int:
    """Insert that many forecasts, each with its estimate, and a reviewer; number of their account.

    The reviewer is one of the authors, and has declared a conflict about another one. Some of what
    is due is snoozed, and some of what is open has a hint.
    """
    with database.writing.begin() as session:
        authors = [find_or_add_author(session, f"Author {n}", now=now).id for n in range(AUTHORS)]
        reviewer = _add_reviewer(session, authors, now)
    rows = _rows(authors, open_=open_, due=due, resolved=resolved, now=now)
    while batch := [row for row, _ in zip(rows, range(_AT_ONCE), strict=False)]:
        with database.writing.begin() as session:
            session.execute(sa.insert(Forecast), batch)
    with database.writing.begin() as session:
        _add_the_rest(session, now)
    return reviewer


def _add_reviewer(session: Session, authors: list[int], now: datetime) -> int:
    account = Account(name="Rita", role=Role.REVIEWER, created_at=now, version=1)
    session.add(account)
    session.flush()
    session.add(
        AuthorClaim(
            account_id=account.id,
            author_id=authors[0],
            reason="",
            status=ClaimStatus.CONFIRMED,
            asked_at=now,
            version=1,
        )
    )
    session.add(
        Conflict(account_id=account.id, author_id=authors[1], reason="kin", declared_at=now)
    )
    return account.id


def _rows(
    authors: list[int], *, open_: int, due: int, resolved: int, now: datetime
) -> Iterator[dict[str, Any]]:
    apart = timedelta(days=365 * _YEARS) / max(open_, 1)
    for number in range(resolved):
        yield _row(number, authors, Status.RESOLVED, now - timedelta(days=100, minutes=number))
    for number in range(open_):
        yield _row(number, authors, Status.OPEN, now + apart * (number + 1))
    for number in range(due):
        yield _row(number, authors, Status.DUE, now - timedelta(minutes=5 * (number + 1)))


def _row(number: int, authors: list[int], status: Status, due_at: datetime) -> dict[str, Any]:
    word, other = _WORDS[number % len(_WORDS)], _WORDS[number // 7 % len(_WORDS)]
    claim = f"The {word} of town {number % 997} will be settled before the {other}"
    return {
        "author_id": authors[number % len(authors)],
        "quote": claim,
        "claim": claim,
        "criteria": "The claim as its words are ordinarily read.",
        "zone": "UTC",
        "deadline": due_at.date(),
        "due_at": due_at,
        "status": status,
        "said_on": date(2019, 1, 1),
        "recorded_at": due_at - timedelta(days=365),
        "recorded_by": "account:999",
        "origin": Origin.LINE,
        "version": 2,
    }


def _add_the_rest(session: Session, now: datetime) -> None:
    """An estimate each, decisions of what is resolved, some snoozes and some hints."""
    estimate = (
        Forecast.id,
        Forecast.author_id,
        sa.literal(EstimateKind.FLAT, Estimate.kind.type),
        sa.literal("1"),
        Forecast.said_on,
        Forecast.recorded_at,
    )
    columns = ["forecast_id", "author_id", "kind", "lexicon_version", "said_on", "recorded_at"]
    session.execute(sa.insert(Estimate).from_select(columns, sa.select(*estimate)))
    _add_decisions(session)
    _add_snoozes_and_hints(session, now)


def _add_decisions(session: Session) -> None:
    decision = {
        "forecast_id": Forecast.id,
        "number": sa.literal(1),
        "outcome": sa.literal(Outcome.YES, Resolution.outcome.type),
        "evidence_url": sa.literal("https://example.org/"),
        "note": sa.literal(""),
        "known_on": Forecast.deadline,
        "decided_at": Forecast.due_at,
        "decided_by": sa.literal("account:999"),
        "self_resolved": sa.literal(value=False),
    }
    rows = sa.select(*decision.values()).where(Forecast.status == Status.RESOLVED)
    session.execute(sa.insert(Resolution).from_select(list(decision), rows))


def _add_snoozes_and_hints(session: Session, now: datetime) -> None:
    every = sa.select(Forecast.id)
    due = every.where(Forecast.status == Status.DUE, Forecast.id % SNOOZED_EVERY == 0)
    is_open = every.where(Forecast.status == Status.OPEN, Forecast.id % HINTED_EVERY == 0)
    snoozes = [
        {
            "forecast_id": number,
            "until": now + timedelta(days=3),
            "reason": "figures on Friday",
            "snoozed_by": "account:1",
            "snoozed_at": now,
        }
        for number in session.scalars(due)
    ]
    hints = [
        {
            "forecast_id": number,
            "evidence_url": "https://example.org/",
            "known_on": now.date(),
            "note": "",
            "given_by": "account:1",
            "given_at": now,
        }
        for number in session.scalars(is_open)
    ]
    if snoozes:
        session.execute(sa.insert(Snooze), snoozes)
    if hints:
        session.execute(sa.insert(Hint), hints)
