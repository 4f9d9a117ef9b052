"""Several reviewers reach for the same items of the desk; each item has one holder at a time."""

import json
import tempfile
import time
from collections import Counter
from datetime import datetime
from multiprocessing.synchronize import Barrier
from typing import TYPE_CHECKING

import sqlalchemy as sa

from benchmarks.processes import CONTEXT, start_process
from benchmarks.seeding import add_due_forecasts
from forecasts.domain.clock import system_clock
from forecasts.domain.errors import ConflictError
from forecasts.domain.permissions import Actor, Role, account_name
from forecasts.services.claiming import claim
from forecasts.store.engine import Database, open_database
from forecasts.store.models import Account, Forecast, ItemClaim
from forecasts.store.schema import migrate

if TYPE_CHECKING:
    from multiprocessing.queues import SimpleQueue


def add_reviewers(database: Database, number: int, *, now: datetime) -> None:
    """Add that many accounts, numbered from 1."""
    with database.writing.begin() as session:
        for place in range(1, number + 1):
            name = f"Reviewer {place}"
            session.add(Account(name=name, role=Role.REVIEWER, created_at=now, version=1))
            session.flush()


def claim_at_once(url: str, *, processes: int) -> Counter[str]:
    """Let all processes claim every forecast at the same time; what each was answered."""
    answers: SimpleQueue[Counter[str]] = CONTEXT.SimpleQueue()
    barrier = CONTEXT.Barrier(processes)
    running = [
        start_process(_claim_all, url, Actor(account_name(n), Role.REVIEWER, n), barrier, answers)
        for n in range(1, processes + 1)
    ]
    total: Counter[str] = sum((answers.get() for _ in running), Counter())
    for process in running:
        process.join()
    return total


def _claim_all(
    url: str, actor: Actor, barrier: Barrier, answers: "SimpleQueue[Counter[str]]"
) -> None:
    database = open_database(url)
    with database.reading() as session:
        numbers = session.scalars(sa.select(Forecast.id).order_by(Forecast.id)).all()
    barrier.wait()
    answers.put(Counter(_claim_one(database, actor, number) for number in numbers))
    database.close()


def _claim_one(database: Database, actor: Actor, number: int) -> str:
    try:
        with database.writing.begin() as session:
            claim(session, number, actor=actor, now=system_clock())
    except ConflictError as conflict:
        return "told who has it" if "is at work on this" in str(conflict) else "told"
    except sa.exc.DBAPIError:
        return "failed"
    return "taken"


def count_claims(database: Database) -> int:
    """How many items are held."""
    with database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(ItemClaim)) or 0


def main() -> None:
    """Four processes and 300 forecasts on SQLite; the tests do the same on both databases."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/forecasts.sqlite3"
        database = open_database(url)
        migrate(database.engine)
        add_due_forecasts(database, 300, now=system_clock())
        add_reviewers(database, 4, now=system_clock())
        began = time.monotonic()
        answers = claim_at_once(url, processes=4)
        seconds = round(time.monotonic() - began, 1)
        figures = {"measure": "claims", "seconds": seconds, **answers}
        print(json.dumps({**figures, "claims": count_claims(database)}))
        database.close()


if __name__ == "__main__":
    main()
