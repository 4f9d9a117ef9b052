"""Puts forecasts on the record behind the pages, and counts the questions a page asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from forecasts.domain.candidates import Chance
from forecasts.domain.lifecycle import Outcome
from forecasts.services.due import flag_due
from forecasts.services.intake import capture_post
from forecasts.services.recording import log_forecast
from forecasts.services.resolution import resolve
from forecasts.services.triage import Correction, accept, add_quoted
from forecasts.store.engine import Database
from forecasts.store.models import Resolution
from forecasts.store.queries.posts import list_candidates
from tests.making import (
    NOW,
    OPERATOR,
    SOLO,
    a_decision,
    a_draft,
    a_submission,
    make_forecast,
    stated_chance,
)


def log(database: Database, **wanted: object) -> int:
    """The number of a forecast that is logged now."""
    with database.writing.begin() as session:
        return make_forecast(session, **wanted).id


def flag(database: Database, *, now: datetime = NOW) -> None:
    """Flag what is due."""
    with database.writing.begin() as session:
        flag_due(session, now=now)


def log_due(database: Database, **wanted: object) -> int:
    """The number of a forecast that fell due two days ago."""
    forecast_id = log(database, **({"deadline": date(2026, 11, 20)} | wanted))
    flag(database)
    return forecast_id


def decide(
    database: Database, forecast_id: int, outcome: Outcome, *, version: int = 1, **wanted: object
) -> None:
    """Decide a forecast."""
    with database.writing.begin() as session:
        resolve(
            session,
            forecast_id,
            a_decision(outcome, **wanted),
            version=version,
            actor=OPERATOR,
            now=NOW,
            policy=SOLO,
        )


def log_quote(database: Database, text: str, quote: str, *, claim: str | None = None) -> int:
    """The number of a forecast logged from these words of a captured post."""
    with database.writing.begin() as session:
        post = capture_post(session, a_submission(text), actor=OPERATOR, now=NOW)
        found = (each for each in list_candidates(session, post.id) if each.quote == quote)
        candidate = next(found, None) or add_quoted(
            session, post.id, quote, actor=OPERATOR, now=NOW
        )
        correction = Correction(
            claim=claim or quote, deadline=date(2026, 12, 31), chance=stated_chance(0.7)
        )
        return accept(
            session, candidate.id, version=1, actor=OPERATOR, now=NOW, correction=correction
        ).id


def judge(
    database: Database,
    chance: Chance,
    *outcomes: Outcome,
    author: str = "Ada Author",
    **wanted: Any,
) -> None:
    """Log a forecast for each outcome, said in January and due in March, and decide it so."""
    logged = wanted.pop("now", datetime(2026, 1, 6, tzinfo=UTC))
    with database.writing.begin() as session:
        for outcome in outcomes:
            draft = a_draft(session, author=author, **({"deadline": date(2026, 3, 31)} | wanted))
            new = replace(draft, chance=chance)
            forecast = log_forecast(session, new, actor=OPERATOR, now=logged)
            decision = a_decision(outcome, known_on=date(2026, 3, 31))
            resolve(
                session,
                forecast.id,
                decision,
                version=1,
                actor=OPERATOR,
                now=NOW,
                policy=SOLO,
            )


@contextmanager
def counted_questions(database: Database) -> Iterator[list[str]]:
    """The questions that are put to the database meanwhile."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_):
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", note)


def decisions_in(database: Database) -> list[Resolution]:
    """All decisions, in the order in which they were made."""
    with database.reading() as session:
        return list(session.scalars(sa.select(Resolution).order_by(Resolution.id)))


def opened_claim(page: str) -> str:
    """The claim of the forecast that is open on the desk."""
    heading = page.partition('<h2 id="opened">')[2].partition("</h2>")[0]
    return heading.partition(">")[2].partition("<")[0].strip()
