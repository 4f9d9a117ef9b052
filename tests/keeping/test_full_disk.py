"""T19: a full disk, and one that may only be read: told cleanly, nothing torn, and on it goes."""

import resource
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from forecasts.domain.errors import BackupRefusedError
from forecasts.services.backups import make_backup, unpacked
from forecasts.services.restoring import restore
from forecasts.services.verification import verify_record
from forecasts.store.counting import take_stock
from forecasts.store.engine import open_database
from tests.keeping.conftest import fill
from tests.making import NOW

POINTS = 20


@contextmanager
def room_for(size: int):
    """Let no file grow beyond so many bytes meanwhile: what a full disk does, to this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def is_sound(database) -> bool:
    with database.engine.connect() as connection:
        found = connection.scalar(sa.text("PRAGMA integrity_check"))
    with database.reading() as session:
        return found == "ok" and verify_record(session).fault is None


@pytest.fixture
def database(sqlite_url):
    database = open_database(sqlite_url)
    fill(database, 40)
    yield database
    database.close()


def test_a_backup_that_finds_no_room_leaves_nothing_and_harms_nothing(database, tmp_path):
    before = take_stock_of(database)
    whole, _ = make_backup(database.engine, tmp_path / "whole.zip", now=NOW)
    largest = max(whole.stat().st_size, database_size(database))

    told = []
    for point in range(POINTS):
        with room_for(largest * point // POINTS), pytest.raises(BackupRefusedError) as refused:
            make_backup(database.engine, tmp_path / "b.zip", now=NOW)
        told.append(str(refused.value))

    assert len(told) == POINTS
    assert [file.name for file in tmp_path.iterdir()] == ["whole.zip"]
    assert take_stock_of(database) == before
    assert is_sound(database)
    make_backup(database.engine, tmp_path / "b.zip", now=NOW)


def test_a_restore_that_finds_no_room_changes_nothing(database, tmp_path):
    path, _ = make_backup(database.engine, tmp_path / "b.zip", now=NOW)
    fill(database)
    before = take_stock_of(database)
    size = database_size(database)
    database.close()

    for point in range(POINTS):
        with room_for(size * point // (POINTS + 1)), pytest.raises(BackupRefusedError):
            restore(path, database.engine.url, now=NOW)

    assert take_stock_of(database) == before
    assert is_sound(database)
    with unpacked(path, database.engine.url, folder=tmp_path):
        pass


def take_stock_of(database):
    with database.engine.connect() as connection:
        return take_stock(connection)


def database_size(database) -> int:
    with open(database.engine.url.database, "rb") as file:  # noqa: PTH123 - short
        return file.seek(0, 2)
