"""T13: several processes resolve the same forecasts; each has one winner, the rest are told so."""

import json
import tempfile
import time
from collections import Counter
from datetime import date
from multiprocessing.synchronize import Barrier
from typing import TYPE_CHECKING

import sqlalchemy as sa

from benchmarks.processes import CONTEXT, start_process
from benchmarks.sabotage import remove_guard_of_resolutions
from benchmarks.seeding import add_due_forecasts
from forecasts.domain.clock import system_clock
from forecasts.domain.errors import ConflictError
from forecasts.domain.lifecycle import Outcome
from forecasts.domain.permissions import Actor, Role, account_name
from forecasts.domain.policies import Policy
from forecasts.services.resolution import Decision, resolve
from forecasts.store.engine import Database, open_database
from forecasts.store.models import Forecast, LedgerEntry, Resolution
from forecasts.store.schema import migrate

if TYPE_CHECKING:
    from multiprocessing.queues import SimpleQueue

DECISION = Decision(
    outcome=Outcome.YES, known_on=date(2020, 1, 1), evidence_url="https://example.org/", note="n"
)


def resolve_at_once(url: str, *, processes: int, broken: bool = False) -> Counter[str]:
    """Let all processes decide every due forecast at the same time; what each was answered."""
    answers: SimpleQueue[Counter[str]] = CONTEXT.SimpleQueue()
    barrier = CONTEXT.Barrier(processes)
    running = [
        start_process(_resolve_all, url, reviewer, barrier, answers, broken)
        for reviewer in map(_reviewer, range(1, processes + 1))
    ]
    total: Counter[str] = sum((answers.get() for _ in running), Counter())
    for process in running:
        process.join()
    return total


def _reviewer(number: int) -> Actor:
    return Actor(account_name(number), Role.REVIEWER, number)


def _resolve_all(
    url: str,
    actor: Actor,
    barrier: Barrier,
    answers: "SimpleQueue[Counter[str]]",
    broken: bool,  # noqa: FBT001 - a process takes no keywords
) -> None:
    if broken:
        remove_guard_of_resolutions()
    database = open_database(url)
    with database.reading() as session:
        seen = session.execute(sa.select(Forecast.id, Forecast.version).order_by(Forecast.id)).all()
    barrier.wait()
    answers.put(Counter(_resolve_one(database, actor, *forecast) for forecast in seen))
    database.close()


def _resolve_one(database: Database, actor: Actor, forecast_id: int, version: int) -> str:
    try:
        with database.writing.begin() as session:
            resolve(
                session,
                forecast_id,
                DECISION,
                version=version,
                actor=actor,
                now=system_clock(),
                policy=Policy.INDEPENDENT,
            )
    except ConflictError as conflict:
        return "told who was first" if "resolved as yes by a reviewer" in str(conflict) else "told"
    except sa.exc.DBAPIError:
        return "failed"
    return "won"


def count_rows(database: Database) -> tuple[int, int]:
    """How many resolutions, and how many ledger entries about them, there are."""
    decided = LedgerEntry.kind.in_(("resolved", "reversed"))
    with database.reading() as session:
        return (
            session.scalar(sa.select(sa.func.count(Resolution.id))) or 0,
            session.scalar(sa.select(sa.func.count()).where(decided)) or 0,
        )


def main() -> None:
    """Four processes and 300 forecasts on SQLite; the tests do the same on both databases."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/forecasts.sqlite3"
        database = open_database(url)
        migrate(database.engine)
        add_due_forecasts(database, 300, now=system_clock())
        began = time.monotonic()
        answers = resolve_at_once(url, processes=4)
        seconds = round(time.monotonic() - began, 1)
        resolutions, entries = count_rows(database)
        database.close()
    print(
        json.dumps(
            {
                "measure": "T13",
                "seconds": seconds,
                **answers,
                "resolutions": resolutions,
                "entries": entries,
            }
        )
    )


if __name__ == "__main__":
    main()
