"""The pass that flags what is due, with its brake and its poison rows."""

from collections.abc import Sequence
from functools import partial

from sqlalchemy.orm import Session

from forecasts.domain.clock import Clock
from forecasts.domain.reminders import FLOOD, STEP
from forecasts.services.brake import is_flood, pull_brake, tell_span
from forecasts.services.due import BATCH, LOOP, flag_due, list_due
from forecasts.store.engine import Database
from scheduler.apart import do_apart, retry_apart
from scheduler.jumps import Watch


def run_due_pass(
    database: Database, clock: Clock, *, flood: int = FLOOD, watch: Watch | None = None
) -> str:
    """Flag everything that is due, a batch a transaction, until nothing is left.

    Args:
        flood: how many forecasts may be caught up at once before their notices are held back.
        watch: sees whether the clock was put forward; then notices are held back, however few.
    """
    pulled = _look_at_clock(database, clock, watch) or _look_for_flood(database, clock, flood)
    act = partial(_flag, clock=clock)
    flagged = retry_apart(database, clock, LOOP, act) + _flag_all(database, clock)
    return f"{flagged} flagged as due" + (", their notices held back" if pulled else "")


def _flag_all(database: Database, clock: Clock) -> int:
    flagged = 0
    while True:
        batch, done = _flag_batch(database, clock)
        flagged += done
        if batch < BATCH:
            return flagged


def _flag_batch(database: Database, clock: Clock) -> tuple[int, int]:
    """How many forecasts were due, and how many of them were flagged."""
    try:
        with database.writing.begin() as session:
            flagged = flag_due(session, now=clock())
    except Exception:  # noqa: BLE001 - whatever it was, each part says so again
        with database.reading() as session:
            ids = list_due(session, now=clock())
        return len(ids), do_apart(database, clock, LOOP, ids, partial(_flag, clock=clock))
    return flagged, flagged


def _flag(session: Session, ids: Sequence[int], *, clock: Clock) -> int:
    return flag_due(session, now=clock(), among=ids)


def _look_at_clock(database: Database, clock: Clock, watch: Watch | None) -> bool:
    now = clock()
    jump = watch.jump(now) if watch else None
    if jump is None or jump <= STEP:
        return False
    reason = f"The clock of the server went forward by {tell_span(jump)}, or it was asleep."
    with database.writing.begin() as session:
        return pull_brake(session, reason, now=now)


def _look_for_flood(database: Database, clock: Clock, flood: int) -> bool:
    now = clock()
    with database.reading() as session:
        if not is_flood(session, now=now, limit=flood):
            return False
    reason = f"More than {flood} forecasts had fallen due more than an hour before."
    with database.writing.begin() as session:
        return pull_brake(session, reason, now=now)
