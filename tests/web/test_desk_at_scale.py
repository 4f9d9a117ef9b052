"""The desk before a large record: as many questions as before a small one, each by an index."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa

from benchmarks.crowd import add_crowd
from benchmarks.desk import sign_in
from forecasts.store.engine import Database, open_database
from tests.making import NOW

PAGES = [
    "/review",
    "/review?lane=due",
    "/review?lane=overdue&page=2",
    "/review?lane=perhaps+decided",
    "/review?lane=disputed",
    "/review?lane=second+look",
    "/review?lane=due+soon",
    "/review?lane=snoozed",
    "/review?author=Author+7&mine=1",
]
MOST = 20
"""How many questions the desk may ask; the page of a lane with nothing in it asks fewer."""


class Asked(NamedTuple):
    """A question put to the database, with what was handed in."""

    statement: str
    parameters: Any


@contextmanager
def asked_of(database: Database) -> Iterator[list[Asked]]:
    asked: list[Asked] = []

    def note(_connection, _cursor, statement, parameters, *_):
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.append(Asked(statement, parameters))

    sa.event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", note)


def scans_of(database: Database, asked: Asked) -> list[str]:
    """The steps of the plan that read a whole table of the record."""
    word = "EXPLAIN QUERY PLAN " if database.engine.dialect.name == "sqlite" else "EXPLAIN "
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql(word + asked.statement, asked.parameters).all()
    steps = [str(row[-1]) for row in rows]
    return [step for step in steps if is_whole_scan(step)]


def is_whole_scan(step: str) -> bool:
    whole = r"(?:SCAN|Seq Scan on) (?:forecast|estimate|resolution|post)\b(?!.* INDEX)"
    return re.search(whole, step) is not None


def fill_and_ask(database: Database, home, **size: int) -> dict[str, list[Asked]]:
    browser = sign_in(database, home, add_crowd(database, now=NOW, **size))
    found = {}
    for page in PAGES:
        with asked_of(database) as asked:
            assert browser.get(page).status_code == 200
        found[page] = asked
    return found


@pytest.fixture
def small(tmp_path, sqlite_template: bytes) -> dict[str, list[Asked]]:
    """What the pages ask before ten forecasts of each kind."""
    file = tmp_path / "small.sqlite3"
    file.write_bytes(sqlite_template)
    database = open_database(f"sqlite:///{file}")
    asked = fill_and_ask(database, tmp_path, open_=10, due=10, resolved=10)
    database.close()
    return asked


def test_a_page_of_the_desk_asks_few_questions(small):
    assert {page: len(asked) for page, asked in small.items() if len(asked) > MOST} == {}


@pytest.mark.nightly
def test_a_large_record_is_asked_no_more_questions_and_none_reads_a_whole_table(
    database: Database, small, tmp_path
):
    large = fill_and_ask(database, tmp_path, open_=100_000, due=5_000, resolved=20_000)

    more = {
        page: (len(small[page]), len(asked))
        for page, asked in large.items()
        if len(asked) > max(len(small[page]), len(small["/review"]))
    }
    assert more == {}
    assert len(large["/review"]) == len(small["/review"])
    scans = {page: scans_of(database, each) for page, asked in large.items() for each in asked}
    assert {page: found for page, found in scans.items() if found} == {}


@pytest.mark.parametrize(
    ("step", "found"),
    [
        ("SCAN forecast", True),
        ("SCAN forecast USING COVERING INDEX ix_forecast_status_due_at", False),
        ("SEARCH forecast USING INTEGER PRIMARY KEY (rowid=?)", False),
        ("  ->  Seq Scan on forecast  (cost=0.00..3.00 rows=1 width=8)", True),
        ("Parallel Seq Scan on estimate estimate_1", True),
        ("Seq Scan on snooze", False),
    ],
)
def test_a_whole_scan_is_told_from_one_by_index(step, found):
    assert is_whole_scan(step) == found
