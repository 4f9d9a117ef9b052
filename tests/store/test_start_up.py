"""T20: start-up refuses what would lose the record, or show it to anybody. Six of six."""

import pytest
import sqlalchemy as sa

from config import ConfigError, read_config
from forecasts.domain.errors import DatabaseRefusedError
from forecasts.store import engine as engines
from forecasts.store.engine import open_database
from forecasts.store.schema import check_schema, migrate_down

GOOD_SECRET = "0123456789abcdefghijklmnopqrstuvwxyz"  # noqa: S105 - signs nothing real


@pytest.fixture
def database(sqlite_url):
    database = open_database(sqlite_url)
    yield database
    database.close()


@pytest.mark.parametrize("setting", ["foreign_keys", "recursive_triggers"])
def test_a_library_that_does_not_switch_a_setting_on_is_refused(database, setting):
    @sa.event.listens_for(database.engine, "connect")
    def switch_off(connection, _record):
        connection.execute(f"PRAGMA {setting} = OFF")

    with pytest.raises(DatabaseRefusedError, match=setting):
        check_schema(database.engine)


def test_a_write_ahead_log_is_refused_where_the_library_has_the_fault(database, monkeypatch):
    @sa.event.listens_for(database.engine, "connect")
    def switch_on(connection, _record):
        connection.execute("PRAGMA journal_mode = WAL")

    monkeypatch.setattr(engines, "wal_is_safe", lambda: False)

    with pytest.raises(DatabaseRefusedError, match="write-ahead log"):
        check_schema(database.engine)


def test_the_same_log_is_taken_where_the_library_is_mended(database, monkeypatch):
    monkeypatch.setattr(engines, "wal_is_safe", lambda: True)

    check_schema(database.engine)


def test_another_schema_is_refused(database):
    migrate_down(database.engine, "-1")

    with pytest.raises(DatabaseRefusedError, match="forecasts migrate"):
        check_schema(database.engine)


@pytest.mark.parametrize("value", ["1", "yes", "True"])
def test_debugging_is_refused(tmp_path, value):
    with pytest.raises(ConfigError, match="FLASK_DEBUG"):
        read_config({"FORECASTS_HOME": str(tmp_path), "FLASK_DEBUG": value})


@pytest.mark.parametrize("secret", ["dev", "changeme", "secret" * 2, "a" * 64, "abab" * 20])
def test_a_secret_that_anybody_could_guess_is_refused_and_not_repeated(tmp_path, secret):
    with pytest.raises(ConfigError, match="too easy to guess") as refused:
        read_config({"FORECASTS_HOME": str(tmp_path), "FORECASTS_SECRET_KEY": secret})

    assert secret not in str(refused.value)


def test_a_good_secret_is_taken(tmp_path):
    settings = {"FORECASTS_HOME": str(tmp_path), "FORECASTS_SECRET_KEY": GOOD_SECRET}

    assert read_config(settings).secret_key == GOOD_SECRET
