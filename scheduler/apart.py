"""Does something to many rows at once, and keeps one that fails from holding up the others."""

import logging
from collections.abc import Callable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.clock import Clock
from forecasts.services.poison import forget_poison, note_poison, poison_to_retry
from forecasts.store.engine import Database

log = logging.getLogger(__name__)

MOST_RETRIED = 100
"""Rows that failed before and are tried again in one run of a pass."""

_PARTS = 8
"""Into how many parts a batch is cut that failed as a whole."""

Act = Callable[[Session, Sequence[int]], int]
"""Does its work on these forecasts, in the caller's transaction; how many it was done to."""


def do_apart(database: Database, clock: Clock, loop: str, ids: Sequence[int], act: Act) -> int:
    """Do it to all of them; where that fails, to smaller and smaller parts, in one transaction.

    A single row that fails is noted and put off. A database that does not answer is nobody's
    fault: that is raised.
    """
    if not ids:
        return 0
    with database.writing.begin() as session:
        return _do(session, clock, loop, ids, act)


def _do(session: Session, clock: Clock, loop: str, ids: Sequence[int], act: Act) -> int:
    try:
        with session.begin_nested():
            return act(session, ids)
    except (sa.exc.OperationalError, sa.exc.InterfaceError):
        raise
    except Exception as error:
        if len(ids) == 1:
            log.exception("the %s pass failed on forecast %s", loop, ids[0])
            note_poison(session, loop, ids[0], error, now=clock())
            return 0
    return sum(_do(session, clock, loop, part, act) for part in _cut(ids))


def retry_apart(database: Database, clock: Clock, loop: str, act: Act) -> int:
    """Try the rows again that failed before and whose time has come, one after another."""
    with database.reading() as session:
        ids = poison_to_retry(session, loop, now=clock(), limit=MOST_RETRIED)
    return sum(do_apart(database, clock, loop, [each], _forgetting(loop, act)) for each in ids)


def _forgetting(loop: str, act: Act) -> Act:
    def act_and_forget(session: Session, ids: Sequence[int]) -> int:
        done = act(session, ids)
        forget_poison(session, loop, ids)
        return done

    return act_and_forget


def _cut(ids: Sequence[int]) -> list[Sequence[int]]:
    size = -(-len(ids) // _PARTS)
    return [ids[first : first + size] for first in range(0, len(ids), size)]
