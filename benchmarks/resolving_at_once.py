"""T13: several reviewers decide the same forecasts; each has one winner, the rest are told so."""

import json
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from multiprocessing.synchronize import Barrier
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from benchmarks.processes import CONTEXT, start_process
from benchmarks.sabotage import remove_guard_of_resolutions
from benchmarks.seeding import add_due_forecasts
from forecasts.domain.clock import system_clock
from forecasts.domain.errors import ConflictError, NotAllowedError
from forecasts.domain.lifecycle import Outcome
from forecasts.domain.permissions import Actor, Role, account_name
from forecasts.domain.policies import Policy
from forecasts.services.confirming import confirm
from forecasts.services.resolution import Decision, decide
from forecasts.store.engine import Database, open_database
from forecasts.store.models import Forecast, LedgerEntry, Proposal, Resolution
from forecasts.store.schema import migrate

if TYPE_CHECKING:
    from multiprocessing.queues import SimpleQueue

DECISION = Decision(
    outcome=Outcome.YES, known_on=date(2020, 1, 1), evidence_url="https://example.org/", note="n"
)


_FIRST = re.compile("(resolved|proposed) as yes by a reviewer|confirmed already by a reviewer")
"""What those are told who come second."""


def resolve_at_once(
    url: str, *, processes: int, policy: Policy = Policy.INDEPENDENT, broken: bool = False
) -> Counter[str]:
    """Let all processes decide every due forecast at the same time; what each was answered.

    Under the two-person policy each process confirms what the others proposed, as well.
    """
    answers: SimpleQueue[Counter[str]] = CONTEXT.SimpleQueue()
    barrier = CONTEXT.Barrier(processes)
    running = [
        start_process(_resolve_all, url, reviewer, policy, barrier, answers, broken)
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
    policy: Policy,
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
    came = Counter(
        _answer(database, partial(_decide, row=row, actor=actor, policy=policy)) for row in seen
    )
    if policy is Policy.TWO_PERSON:
        barrier.wait()
        with database.reading() as session:
            proposed = session.scalars(sa.select(Proposal.id).order_by(Proposal.id)).all()
        came += Counter(
            _answer(database, partial(_confirm, number=number, actor=actor, policy=policy))
            for number in proposed
        )
    answers.put(came)
    database.close()


def _decide(session: Session, *, row: sa.Row[int, int], actor: Actor, policy: Policy) -> str:
    decided = decide(
        session,
        row.id,
        DECISION,
        version=row.version,
        actor=actor,
        now=system_clock(),
        policy=policy,
    )
    return "proposed" if isinstance(decided, Proposal) else "won"


def _confirm(session: Session, *, number: int, actor: Actor, policy: Policy) -> str:
    confirm(session, number, version=1, actor=actor, now=system_clock(), policy=policy)
    return "won"


def _answer(database: Database, act: Callable[[Session], str]) -> str:
    """What comes of it; who could not even begin tries again, as a client told to wait does."""
    try:
        with database.writing.begin() as session:
            return act(session)
    except sa.exc.OperationalError as busy:
        return _answer(database, act) if busy.statement == "BEGIN IMMEDIATE" else "failed"
    except ConflictError as conflict:
        return "told who was first" if _FIRST.search(str(conflict)) else "told"
    except NotAllowedError:
        return "own proposal"
    except sa.exc.DBAPIError:
        return "failed"


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
