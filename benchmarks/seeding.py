"""Fills a database with open forecasts that are due, fast and without services."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from forecasts.domain.lifecycle import Status
from forecasts.services.authors import find_or_add_author
from forecasts.store.engine import Database
from forecasts.store.models import Forecast, Origin

_AT_ONCE = 10_000


def add_due_forecasts(
    database: Database, rows: int, *, now: datetime, due: Sequence[datetime] | None = None
) -> None:
    """Insert that many open forecasts, the due instants of all of them in the past.

    Args:
        due: the due instant of each, where it matters.
    """
    with database.writing.begin() as session:
        author = find_or_add_author(session, "Seeded Author", now=now).id
        for first in range(0, rows, _AT_ONCE):
            numbers = range(first, min(rows, first + _AT_ONCE))
            session.execute(sa.insert(Forecast), [_row(n, author, now, due) for n in numbers])


def _row(
    number: int, author: int, now: datetime, due: Sequence[datetime] | None
) -> dict[str, object]:
    return {
        "author_id": author,
        "quote": f"Thing {number} will happen",
        "claim": f"Thing {number} will happen",
        "criteria": "The claim as its words are ordinarily read.",
        "zone": "UTC",
        "deadline": date(2020, 1, 1),
        "due_at": due[number] if due else now - timedelta(days=1, seconds=number),
        "status": Status.OPEN,
        "said_on": date(2019, 1, 1),
        "recorded_at": now - timedelta(days=365),
        "recorded_by": "account:1",
        "origin": Origin.LINE,
        "version": 1,
    }
