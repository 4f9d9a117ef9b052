"""T9 and T5: a pass over a million forecasts, over very many due ones, and over some that fail.

Run it with ``python -m benchmarks due_at_scale``.
"""

import json
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from benchmarks.seeding import add_due_forecasts
from forecasts.domain.clock import system_clock
from forecasts.domain.lifecycle import Status
from forecasts.services import due
from forecasts.services.notices import notify_due
from forecasts.store.engine import Database, open_database
from forecasts.store.models import Forecast
from forecasts.store.schema import migrate
from scheduler.flagging import run_due_pass
from scheduler.reminding import run_reminder_pass

FEW_DUE, ALLOWED_FEW = 100, 0.2
MANY_DUE, ALLOWED_MANY = 100_000, 30.0


def measure_few(database: Database, rows: int) -> float:
    """Seconds of a pass over so many forecasts, of which a hundred are due."""
    now = system_clock()
    closed = rows * 7 // 10
    later = [now + timedelta(days=30, seconds=n) for n in range(rows - closed)]
    add_due_forecasts(database, closed, now=now)
    with database.writing.begin() as session:
        session.execute(sa.update(Forecast).values(status=Status.RESOLVED))
    add_due_forecasts(database, rows - closed, now=now, due=later)
    just_now = [now - timedelta(seconds=n) for n in range(FEW_DUE)]
    add_due_forecasts(database, FEW_DUE, now=now, due=just_now)
    return seconds_of(lambda: run_due_pass(database, system_clock))


def seconds_of(work: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure_poison(database: Database, *, bad: int, rows: int = 1000) -> tuple[float, float]:
    """Seconds of a pass over due forecasts of which some fail, and of the next such pass."""
    healthy = notify_due
    numbers: set[int] = set()

    def fail(session: Session, flagged: Sequence[tuple[int, datetime]], *, now: datetime) -> None:
        healthy(session, flagged, now=now)
        if numbers & {forecast_id for forecast_id, _ in flagged}:
            raise ValueError("no")

    setattr(due, "notify_due", fail)  # noqa: B010 - broken on purpose
    seconds = []
    for round_number in range(2):
        add_due_forecasts(database, rows, now=system_clock())
        if bad and round_number == 0:
            with database.reading() as session:
                is_open = Forecast.status == Status.OPEN
                fresh = session.scalars(sa.select(Forecast.id).where(is_open)).all()
            numbers.update(fresh[:: rows // bad])
        seconds.append(seconds_of(lambda: run_due_pass(database, system_clock)))
    setattr(due, "notify_due", healthy)  # noqa: B010 - mended
    return seconds[0], seconds[1]


def _on_a_file(measure: Callable[[Database], object]) -> object:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/forecasts.sqlite3")
        migrate(database.engine)
        found = measure(database)
        database.close()
    return found


def _print_few(database: Database) -> None:
    seconds = measure_few(database, 1_000_000)
    idle = seconds_of(lambda: run_due_pass(database, system_clock))
    reminders = seconds_of(lambda: run_reminder_pass(database, system_clock))
    figures = {"rows": 1_000_000, "due": FEW_DUE, "seconds": round(seconds, 3)}
    rest = {"idle": round(idle, 4), "reminders": round(reminders, 3)}
    print(json.dumps({"measure": "T9", **figures, **rest}))
    assert seconds <= ALLOWED_FEW


def _print_many(database: Database) -> None:
    add_due_forecasts(database, MANY_DUE, now=system_clock())
    seconds = seconds_of(lambda: run_due_pass(database, system_clock))
    print(json.dumps({"measure": "T9", "due": MANY_DUE, "seconds": round(seconds, 2)}))
    assert seconds <= ALLOWED_MANY


def _print_poison(database: Database) -> None:
    for bad in (0, 1, 50):
        first, second = measure_poison(database, bad=bad)
        figures = {"rows": 1000, "bad": bad, "first": round(first, 3), "next": round(second, 3)}
        print(json.dumps({"measure": "T5", **figures}))


def main() -> None:
    """A million forecasts, a hundred thousand due at once, and a thousand of which some fail."""
    for measure in (_print_poison, _print_few, _print_many):
        _on_a_file(measure)


if __name__ == "__main__":
    main()
