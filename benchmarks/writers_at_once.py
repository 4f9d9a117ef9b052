"""T14: four processes that read and then write, a thousand times each; nobody is told "locked".

Run it with ``python -m benchmarks writers_at_once``.
"""

import json
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import sqlalchemy as sa

from benchmarks.processes import start_process
from forecasts.domain.clock import system_clock
from forecasts.domain.permissions import COMMAND
from forecasts.services.journal import Act, record
from forecasts.store import engine as engines
from forecasts.store.engine import open_database
from forecasts.store.models import LedgerHead
from forecasts.store.schema import migrate

PROCESSES = 4
ALLOWED = 2.0
"""Seconds that 99 of 100 writes may take, waiting included."""


@dataclass(frozen=True, slots=True)
class Writes:
    """What came of writing at once.

    Attributes:
        written: entries that stand in the ledger.
        refused: how many writers were told that the database is locked, or the like.
        most: seconds that 99 of 100 writes took no longer than.
        longest: seconds that the longest took.
    """

    written: int
    refused: int
    most: float
    longest: float


def write_at_once(
    url: str, folder: Path, *, each: int, processes: int = PROCESSES, broken: bool = False
) -> Writes:
    """Let processes write at the same time, each so often."""
    started = [
        start_process(_write, url, str(folder / f"{number}.json"), each, broken)
        for number in range(processes)
    ]
    for process in started:
        process.join()
    told = [json.loads((folder / f"{number}.json").read_text()) for number in range(processes)]
    seconds = sorted(second for each_told in told for second in each_told["seconds"])
    database = open_database(url)
    with database.reading() as session:
        written = session.scalar(sa.select(LedgerHead.sequence)) or 0
    database.close()
    refused = sum(each_told["refused"] for each_told in told)
    return Writes(
        written, refused, round(seconds[int(len(seconds) * 0.99)], 3), round(seconds[-1], 3)
    )


def _write(url: str, file: str, each: int, broken: bool) -> None:  # noqa: FBT001 - a process's argument
    if broken:
        begin_deferred()
    database, seconds, refused = open_database(url), [], 0
    for _ in range(each):
        began = time.monotonic()
        try:
            with database.writing.begin() as session:
                seen = session.scalar(sa.select(LedgerHead.sequence))
                act = Act("noted", "benchmark:1", {"seen": seen})
                record(session, [act], actor=COMMAND, now=system_clock())
        except sa.exc.OperationalError:
            refused += 1
        seconds.append(time.monotonic() - began)
    Path(file).write_text(json.dumps({"seconds": seconds, "refused": refused}))
    database.close()


def begin_deferred() -> None:
    """Begin as the driver does by itself: a transaction that has read cannot wait to write."""

    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    setattr(engines, "_begin_on_sqlite", begin)  # noqa: B010 - broken on purpose


def main() -> None:
    """Four times a thousand on SQLite, then the broken twin with fewer."""
    for broken, each in ((False, 1000), (True, 100)):
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/forecasts.sqlite3"
            database = open_database(url)
            migrate(database.engine)
            database.close()
            writes = write_at_once(url, Path(folder), each=each, broken=broken)
        print(json.dumps({"measure": "T14", "broken": broken, "each": each, **asdict(writes)}))
        assert (writes.refused > 0) is broken
        assert broken or (writes.written == PROCESSES * each and writes.most < ALLOWED)


if __name__ == "__main__":
    main()
