"""T16: backups while others write, each restored; and how long a restore of 100,000 takes."""

import json
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.processes import start_process
from benchmarks.seeding import add_due_forecasts
from forecasts.services.backups import make_backup, unpacked
from forecasts.services.recording import log_forecast
from forecasts.services.restoring import restore
from forecasts.store.counting import take_stock
from forecasts.store.engine import Database, open_database
from forecasts.store.schema import migrate
from scheduler.passes import run_due_pass
from tests.making import OPERATOR, a_draft

BACKUPS, WRITERS, FORECASTS = 40, 4, 100_000
SECONDS_ALLOWED = 10
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def write_on(url: str) -> None:
    """Log forecasts until killed."""
    database = open_database(url)
    while True:
        with database.writing.begin() as session:
            log_forecast(session, a_draft(session), actor=OPERATOR, now=NOW)


def measure_under_load(url: str, *, backups: int = BACKUPS) -> dict[str, object]:
    """Make backups while others write, then restore each: all must hold what they say."""
    database = open_database(url)
    migrate(database.engine)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for writer in [start_process(write_on, url) for _ in range(WRITERS)]:
            stack.callback(writer.kill)
        began = time.perf_counter()
        made = []
        for number in range(backups):
            time.sleep(0.1)
            made.append(make_backup(database.engine, folder / f"{number}.zip", now=NOW))
        seconds = time.perf_counter() - began
        whole = sum(_is_whole(path, database, folder) for path, _ in made)
    entries = [manifest.contents.sequence for _, manifest in made]
    assert whole == backups
    assert entries[0] < entries[-1]
    return {
        "measure": "T16",
        "database": database.engine.dialect.name,
        "backups": backups,
        "whole": whole,
        "entries_written_meanwhile": entries[-1] - entries[0],
        "seconds": round(seconds, 1),
    }


def _is_whole(path: Path, database: Database, folder: Path) -> bool:
    with (
        unpacked(path, database.engine.url, folder=folder) as (manifest, scratch),
        scratch.engine.connect() as connection,
    ):
        return take_stock(connection) == manifest.contents


def measure_restore(*, forecasts: int = FORECASTS) -> dict[str, object]:
    """How long it takes to back up and to restore so many forecasts on SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/forecasts.sqlite3")
        migrate(database.engine)
        add_due_forecasts(database, forecasts, now=NOW)
        run_due_pass(database, lambda: NOW)
        began = time.perf_counter()
        path, manifest = make_backup(database.engine, Path(folder) / "b.zip", now=NOW)
        made = time.perf_counter()
        database.close()
        restored = restore(path, database.engine.url, now=NOW)
        done = time.perf_counter()
        assert restored.manifest == manifest
        size = path.stat().st_size
    return {
        "measure": "T16 restore",
        "forecasts": forecasts,
        "entries": manifest.contents.sequence,
        "megabytes": round(manifest.size / 1e6, 1),
        "megabytes_of_backup": round(size / 1e6, 1),
        "backup_seconds": round(made - began, 2),
        "restore_seconds": round(done - made, 2),
        "allowed": SECONDS_ALLOWED,
    }


def main() -> None:
    """Measure both on SQLite and print a line each."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/forecasts.sqlite3"
        print(json.dumps(measure_under_load(url)))
    print(json.dumps(measure_restore()))
