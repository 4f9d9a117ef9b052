"""How databases are spoken to: what a connection refuses, waits for and remembers."""

import sqlite3
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from forecasts.domain.errors import DatabaseRefusedError
from forecasts.services.accounts import find_or_add_operator
from forecasts.store.engine import Database, open_database, wal_is_safe
from forecasts.store.models import Account
from tests.making import NOW


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("synchronous", 2),
        ("busy_timeout", 10_000),
        ("trusted_schema", 0),
        ("journal_mode", "wal" if wal_is_safe() else "truncate"),
    ],
)
def test_sets_up_every_sqlite_connection(sqlite_url, pragma, expected):
    database = open_database(sqlite_url)

    with database.engine.connect() as connection:
        found = connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()

    assert found == expected
    database.close()


@pytest.mark.parametrize(
    ("library", "safe"),
    [
        pytest.param((3, 6, 23), True, id="before there was a log"),
        pytest.param((3, 7, 0), False, id="first with the fault"),
        pytest.param((3, 51, 2), False, id="last with the fault"),
        pytest.param((3, 51, 3), True, id="mended"),
    ],
)
def test_keeps_the_write_ahead_log_from_faulty_libraries(library, safe):
    assert wal_is_safe(library) is safe


def test_a_writer_waits_for_another_and_loses_no_update(sqlite_url):
    """Read-then-write by four threads; with deferred transactions most of these fail."""
    database = open_database(sqlite_url)
    with database.writing.begin() as session:
        account_id = find_or_add_operator(session, now=NOW).id

    def count_up() -> None:
        for _ in range(25):
            with database.writing.begin() as session:
                account = session.get_one(Account, account_id)
                account.version += 1

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.reading() as session:
        assert session.get_one(Account, account_id).version == 101
    database.close()


def test_a_reading_session_cannot_write(database: Database):
    with database.reading() as session, pytest.raises(sa.exc.DBAPIError, match=r"read-?only"):
        find_or_add_operator(session, now=NOW)


def test_a_connection_that_read_can_write_afterwards(database: Database):
    with database.reading() as session:
        session.execute(sa.select(Account)).all()

    with database.writing.begin() as session:
        find_or_add_operator(session, now=NOW)

    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count(Account.id))) == 1


@pytest.mark.parametrize("url", ["nonsense", "mysql://host/name", "://"])
def test_refuses_what_it_cannot_speak_to(url):
    with pytest.raises(DatabaseRefusedError, match="sqlite"):
        open_database(url)


def test_says_which_package_postgresql_needs(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(DatabaseRefusedError, match=r"forecasts\[postgres\]"):
        open_database("postgresql://host/name")


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(datetime(2026, 3, 1, 0, 0, tzinfo=timezone(timedelta(hours=9))), id="Tokyo"),
        pytest.param(datetime(2026, 1, 1, 12, 0, 0, 123456, tzinfo=UTC), id="microseconds"),
        pytest.param(datetime(1999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), id="long ago"),
    ],
)
def test_an_instant_comes_back_as_the_same_instant_in_utc(database: Database, moment):
    with database.writing.begin() as session:
        session.add(Account(name="A", created_at=moment, version=1))

    with database.reading() as session:
        found = session.scalar(sa.select(Account.created_at))

    assert found == moment
    assert found.tzinfo is UTC


def test_a_naive_time_is_refused(database: Database):
    with database.writing() as session, pytest.raises(sa.exc.StatementError, match="no time zone"):
        session.execute(
            sa.insert(Account).values(name="A", created_at=datetime(2026, 1, 1), version=1)  # noqa: DTZ001 - the point
        )


def test_text_order_is_time_order_on_sqlite(sqlite_url):
    database = open_database(sqlite_url)
    moments = [NOW + timedelta(microseconds=n * 333_333) for n in range(-3, 4)]
    with database.writing.begin() as session:
        session.add_all(
            Account(name=str(n), created_at=at, version=1) for n, at in enumerate(moments)
        )

    file = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    kept = [text for (text,) in file.execute("SELECT created_at FROM account ORDER BY id")]

    assert kept == sorted(kept)
    assert {len(text) for text in kept} == {26}
    file.close()
    database.close()
