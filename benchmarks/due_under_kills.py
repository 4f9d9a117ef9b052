"""T1 and T3: the clock under kill -9, and four clocks at once, on a real database.

Prints one line of JSON a measurement. Run it with ``python -m benchmarks due_under_kills``.
"""

import json
import random
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import sqlalchemy as sa

from benchmarks.processes import start_process
from benchmarks.sabotage import run_scheduler_with
from benchmarks.seeding import add_due_forecasts
from forecasts.domain.clock import system_clock
from forecasts.domain.lifecycle import Status
from forecasts.services.verification import verify_record
from forecasts.store.engine import Database, open_database
from forecasts.store.models import Forecast, LedgerEntry, Notice, NoticeKind
from forecasts.store.schema import migrate
from scheduler.__main__ import run_until_stopped
from scheduler.passes import run_due_pass

LONGEST_LIFE = 0.5
"""Seconds after its start within which a process is killed: a pass begins after about 0.1."""


@dataclass(frozen=True, slots=True)
class Account:
    """What the tables say about the forecasts that were due.

    Attributes:
        lost: still open at the end.
        unrecorded: flagged, but without a ledger entry or without a notice.
        doubled: with two ledger entries or two notices.
        sound: whether ledger and database file verify.
    """

    lost: int
    unrecorded: int
    doubled: int
    sound: bool


ALL_WELL = Account(lost=0, unrecorded=0, doubled=0, sound=True)


def kill_schedulers(
    database: Database, url: str, *, kills: int, seed: int = 1, broken: str | None = None
) -> int:
    """Start a scheduler and kill it, so many times, at random points of its passes.

    Returns:
        how many of the kills came while there still was work to do.
    """
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    at_work = 0
    for _ in range(kills):
        process = _start_scheduler(url, broken)
        time.sleep(chance.uniform(0, LONGEST_LIFE))
        process.kill()
        process.join()
        at_work += count_open(database) > 0
    return at_work


def race_schedulers(url: str, *, processes: int, seconds: float, broken: str | None = None) -> None:
    """Let several schedulers work on one database at the same time, then end them kindly."""
    running = [_start_scheduler(url, broken) for _ in range(processes)]
    database = open_database(url)
    deadline = time.monotonic() + seconds
    while count_open(database) and time.monotonic() < deadline:
        time.sleep(0.05)
    database.close()
    for process in running:
        process.terminate()
    for process in running:
        process.join()


def _start_scheduler(url: str, broken: str | None) -> ForkServerProcess:
    settings = {
        "DATABASE_URL": url,
        "FORECASTS_HOME": str(Path(tempfile.gettempdir()) / "forecasts-benchmarks"),
        "FORECASTS_CLOCK_SECONDS": "1",
    }
    if broken:
        return start_process(run_scheduler_with, broken, environment=settings)
    return start_process(run_until_stopped, environment=settings)


def count_open(database: Database) -> int:
    """How many forecasts are still open."""
    with database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).where(Forecast.status == Status.OPEN)) or 0


def take_account(database: Database) -> Account:
    """Compare statuses, notices and ledger entries, and verify the file and the chain."""
    with database.reading() as session:
        flagged = set(session.scalars(sa.select(Forecast.id).where(Forecast.status == Status.DUE)))
        told = sa.select(Notice.forecast_id).where(Notice.kind == NoticeKind.DUE)
        noticed = Counter(session.scalars(told))
        subjects = session.scalars(sa.select(LedgerEntry.subject).where(LedgerEntry.kind == "due"))
        entered = Counter(int(subject.split(":")[1]) for subject in subjects)
        sound = verify_record(session).fault is None and _file_is_sound(session.connection())
    return Account(
        lost=count_open(database),
        unrecorded=len((flagged ^ set(noticed)) | (flagged ^ set(entered))),
        doubled=sum(n > 1 for n in (*noticed.values(), *entered.values())),
        sound=sound,
    )


def _file_is_sound(connection: sa.Connection) -> bool:
    if connection.dialect.name != "sqlite":
        return True
    return connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def measure_kills(*, rows: int, kills: int, broken: str | None = None) -> Account:
    """Print what so many kills did to so many due forecasts in a SQLite file of their own."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/forecasts.sqlite3"
        database = open_database(url)
        migrate(database.engine)
        add_due_forecasts(database, rows, now=system_clock())
        began = time.monotonic()
        at_work = kill_schedulers(database, url, kills=kills, broken=broken)
        run_due_pass(database, system_clock)
        account = take_account(database)
        database.close()
    figures = {"measure": "T1", "broken": broken, "rows": rows, "kills": kills}
    seconds = round(time.monotonic() - began, 1)
    print(
        json.dumps(
            {**figures, "kills_with_work_left": at_work, "seconds": seconds, **asdict(account)}
        )
    )
    return account


def main() -> None:
    """500 kills over 100,000 due rows on SQLite, then its broken twin with fewer."""
    assert measure_kills(rows=100_000, kills=500) == ALL_WELL
    assert measure_kills(rows=20_000, kills=60, broken="flag_in_two_transactions").unrecorded > 0


if __name__ == "__main__":
    main()
