"""The pass that reminds: of what falls due soon, and of what waits for too long."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from forecasts.domain.clock import Clock
from forecasts.services.reminders import (
    BATCH,
    ESCALATED,
    OVERDUE,
    Series,
    list_due_soon,
    list_waiting,
    remind_due_soon,
    remind_waiting,
)
from forecasts.store.engine import Database
from scheduler.apart import Act, do_apart, retry_apart

SOON = "due soon"
"""The loop that tells what falls due soon, as its poison rows name it."""

Find = Callable[[Session], list[int]]


def run_reminder_pass(database: Database, clock: Clock) -> str:
    """Give every reminder whose time has come, and say how many of each kind."""
    soon = _remind(
        database,
        clock,
        SOON,
        lambda session: list_due_soon(session, now=clock(), loop=SOON),
        lambda session, ids: remind_due_soon(session, ids, now=clock()),
    )
    overdue = _remind_of(database, clock, OVERDUE)
    escalated = _remind_of(database, clock, ESCALATED)
    return f"{soon} due soon, {overdue} overdue, {escalated} to admins"


def _remind_of(database: Database, clock: Clock, series: Series) -> int:
    loop = str(series.kind)
    return _remind(
        database,
        clock,
        loop,
        lambda session: list_waiting(session, series, now=clock(), loop=loop),
        lambda session, ids: remind_waiting(session, ids, series, now=clock()),
    )


def _remind(database: Database, clock: Clock, loop: str, find: Find, act: Act) -> int:
    told = retry_apart(database, clock, loop, act)
    while True:
        with database.reading() as session:
            ids = find(session)
        done = do_apart(database, clock, loop, ids, act)
        told += done
        if len(ids) < BATCH or not done:
            return told
