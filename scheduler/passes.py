"""What the clock does at each tick. Each pass may run late, twice, or in four processes at once."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from forecasts.domain.clock import Clock
from forecasts.services.due import BATCH, flag_due
from forecasts.services.heartbeats import beat
from forecasts.store.engine import Database

Pass = Callable[[Database, Clock], str]
"""Does its work in transactions of its own and says in a few words what it did."""

DUE = "due"


def run_due_pass(database: Database, clock: Clock) -> str:
    """Flag everything that is due, a batch a transaction, until nothing is left."""
    flagged = 0
    while True:
        with database.writing.begin() as session:
            batch = flag_due(session, now=clock())
        flagged += batch
        if batch < BATCH:
            return f"{flagged} flagged as due"


PASSES: Mapping[str, Pass] = MappingProxyType({DUE: run_due_pass})
"""All passes, by the name under which their heartbeat is kept."""


def run_pass(name: str, database: Database, clock: Clock) -> str:
    """Run the pass of that name, note its heartbeat, and say what it did."""
    report = PASSES[name](database, clock)
    with database.writing.begin() as session:
        beat(session, name, report, now=clock())
    return report
