"""T23: the database itself refuses to change the record, whatever the program does."""

import sqlite3

import pytest
import sqlalchemy as sa

from forecasts.domain.lifecycle import Status
from forecasts.services.intake import capture_post
from forecasts.services.resolution import resolve
from forecasts.store.engine import Database
from forecasts.store.models import Forecast
from tests.making import NOW, OPERATOR, SOLO, a_decision, a_submission, make_forecast

APPEND_ONLY = ("estimate", "ledger_entry", "post", "resolution")
FROZEN = ("claim", "criteria", "quote", "deadline_rule", "recorded_by")


@pytest.fixture
def filled(database: Database):
    with database.writing.begin() as session:
        capture_post(session, a_submission("The bridge will open."), actor=OPERATOR, now=NOW)
        forecast = make_forecast(session)
        resolve(
            session,
            forecast.id,
            a_decision(),
            version=1,
            actor=OPERATOR,
            now=NOW,
            policy=SOLO,
        )
    return database


def attempt(database: Database, statement: str) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "act",
    ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}"],
    ids=["update", "delete"],
)
def test_refuses_to_change_what_is_append_only(filled: Database, table, act):
    column = "kind" if table in {"estimate", "ledger_entry"} else "id"

    with pytest.raises(sa.exc.DBAPIError, match=r"append-only|refused"):
        attempt(filled, act.format(table=table, column=column))


@pytest.mark.parametrize("column", FROZEN)
def test_refuses_to_change_a_logged_forecast(filled: Database, column):
    with pytest.raises(sa.exc.DBAPIError, match=r"frozen|refused"):
        attempt(filled, f"UPDATE forecast SET {column} = 'something else'")


ERASED = {
    "estimate": "hedge = NULL",
    "forecast": "claim = '', quote = '', criteria = '', deadline_phrase = NULL",
    "post": "text = '', raw = {empty}, title = '', raw_sha256 = '', source_url = NULL,"
    " text_sha256 = 'erased:1'",
    "resolution": "note = 'erased', evidence_url = ''",
}
"""For each table with texts, what empties them."""


def erase(database: Database, table: str, more: str = "") -> None:
    postgresql = database.engine.dialect.name == "postgresql"
    emptied = ERASED[table].format(empty="'\\x'::bytea" if postgresql else "x''")
    now = NOW.isoformat()
    attempt(database, f"UPDATE {table} SET erased_at = '{now}', {emptied}{more}")


@pytest.mark.parametrize("table", ERASED)
def test_lets_texts_be_emptied_once(filled: Database, table):
    erase(filled, table)

    with pytest.raises(sa.exc.DBAPIError, match=r"append-only|refused"):
        erase(filled, table)


@pytest.mark.parametrize("table", ERASED)
def test_refuses_to_change_anything_else_while_texts_are_emptied(filled: Database, table):
    with pytest.raises(sa.exc.DBAPIError, match=r"append-only|refused"):
        erase(filled, table, ", id = id")


@pytest.mark.parametrize("table", ERASED)
def test_refuses_other_words_under_the_name_of_an_erasure(filled: Database, table):
    column = ERASED[table].partition(" =")[0]

    with pytest.raises(sa.exc.DBAPIError, match=r"append-only|refused"):
        attempt(filled, f"UPDATE {table} SET erased_at = '{NOW.isoformat()}', {column} = 'mine'")


def test_lets_the_status_of_a_forecast_change(filled: Database):
    attempt(filled, "UPDATE forecast SET status = 'disputed', version = version + 1")

    with filled.reading() as session:
        assert session.scalars(sa.select(Forecast.status)).all() == [Status.DISPUTED]


def test_refuses_to_delete_a_forecast(filled: Database):
    with pytest.raises(sa.exc.DBAPIError, match=r"leaves the record|refused"):
        attempt(filled, "DELETE FROM forecast")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", [*APPEND_ONLY, "forecast"])
def test_refuses_to_truncate(filled: Database, table):
    with pytest.raises(sa.exc.DBAPIError, match="refused"):
        attempt(filled, f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("table", [*APPEND_ONLY, "forecast"])
@pytest.mark.parametrize("recursive", [1, 0], ids=["with recursive triggers", "without them"])
def test_refuses_insert_or_replace_even_on_a_strangers_connection(filled, table, recursive):
    stranger = sqlite3.connect(filled.engine.url.database)
    stranger.execute(f"PRAGMA recursive_triggers = {recursive}")

    with pytest.raises(sqlite3.IntegrityError, match=r"replaced|append-only|follow|leaves"):
        stranger.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")

    stranger.close()


def test_refuses_an_upsert_of_a_ledger_entry(filled: Database):
    statement = (
        "INSERT INTO ledger_entry SELECT * FROM ledger_entry WHERE sequence = 1"
        " ON CONFLICT (sequence) DO UPDATE SET actor = 'somebody else'"
    )

    with pytest.raises(sa.exc.DBAPIError, match=r"follow|append-only|refused"):
        attempt(filled, statement)


@pytest.mark.parametrize(
    ("sequence", "previous"),
    [
        pytest.param("sequence", "previous", id="the same number again"),
        pytest.param("sequence + 2", "hash", id="a gap"),
        pytest.param("sequence + 1", "previous", id="another past"),
    ],
)
def test_refuses_an_entry_that_does_not_follow_the_last(filled: Database, sequence, previous):
    statement = (
        "INSERT INTO ledger_entry (sequence, kind, subject, at, actor, facts, previous, hash)"
        f" SELECT {sequence}, kind, subject, at, actor, facts, {previous}, 'a new hash'"
        " FROM ledger_entry ORDER BY sequence DESC LIMIT 1"
    )

    with pytest.raises(sa.exc.DBAPIError, match="follow"):
        attempt(filled, statement)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("probability = 1000001, kind = 'stated'", id="a probability above one"),
        pytest.param("score = score, kind = 'perhaps'", id="an unknown kind"),
        pytest.param('start = 5, "end" = 5', id="an empty span"),
    ],
)
def test_refuses_rows_that_cannot_be_right(filled: Database, change):
    with pytest.raises(sa.exc.DBAPIError, match=r"(?i)check"):
        attempt(filled, f"UPDATE candidate SET {change}")
