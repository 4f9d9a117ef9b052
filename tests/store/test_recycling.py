"""The database that the tests have one after the other is as if it were new."""

import pytest
import sqlalchemy as sa

from forecasts.store.engine import open_database
from forecasts.store.models import Author, Forecast
from tests.making import NOW, make_forecast

CHANGES = [
    pytest.param("DROP TRIGGER forecast_frozen ON forecast", id="a guard is gone"),
    pytest.param("ALTER TABLE forecast DISABLE TRIGGER ALL", id="guards are off"),
    pytest.param("ALTER TABLE author ALTER COLUMN slug DROP NOT NULL", id="a column takes more"),
    pytest.param("CREATE TABLE author_too (id int)", id="a table was added"),
    pytest.param("ALTER TABLE post RENAME TO gone", id="a table has another name"),
]


@pytest.fixture
def opened_again(recycled):
    """``opened_again()``: the database as the next test gets it."""

    def renew_and_open():
        recycled.renew()
        return open_database(recycled.url)

    return renew_and_open


def contents(database):
    """Every row of every table, and the names of all guards that are on."""
    tables, guards = sa.MetaData(), "SELECT tgname FROM pg_trigger WHERE tgenabled = 'O'"
    with database.engine.connect() as connection:
        tables.reflect(connection)
        rows = {name: connection.execute(sa.select(it)).all() for name, it in tables.tables.items()}
        return rows, set(connection.scalars(sa.text(guards)))


def test_what_one_test_wrote_the_next_does_not_see(opened_again):
    numbers = []
    for _ in range(2):
        database = opened_again()
        with database.writing.begin() as session:
            numbers.append(make_forecast(session).id)
        database.close()

    database = opened_again()

    assert numbers == [1, 1]
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count(Author.id))) == 0
        assert session.scalar(sa.select(sa.func.count(Forecast.id))) == 0
    database.close()


@pytest.mark.parametrize("change", CHANGES)
def test_what_one_test_did_to_tables_and_guards_the_next_does_not_see(opened_again, change):
    database = opened_again()
    before = contents(database)
    with database.engine.begin() as connection:
        connection.exec_driver_sql(change)
    database.close()

    database = opened_again()

    assert contents(database) == before
    database.close()


def test_a_transaction_that_a_test_left_open_keeps_nobody_waiting(opened_again):
    forgotten = opened_again()
    left_open = forgotten.writing()
    make_forecast(left_open)

    database = opened_again()

    with database.writing.begin() as session:
        assert make_forecast(session, now=NOW).id == 1
    database.close()
    left_open.invalidate()
    forgotten.close()


def test_it_is_copied_once_where_emptying_is_enough(recycled, monkeypatch):
    recycled.renew()
    monkeypatch.setattr(recycled, "_copy", None)

    recycled.renew()
