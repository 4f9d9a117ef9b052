"""T19 before the pages: a full or read-only database answers 503, and keeps nothing half."""

import sqlalchemy as sa

from forecasts.services.verification import verify_record
from tests.web.record import log

LINE = {
    "line": "It rains",
    "read_on": "2026-11-22",
    "said_on": "2026-11-22",
    "claim": "It rains",
    "criteria": "Somebody gets wet. " * 40,
    "author": "Somebody Else",
}
POINTS = 20


def pages_in(connection) -> int:
    return connection.execute("PRAGMA page_count").fetchone()[0]


def test_a_full_database_answers_503_at_every_point_and_goes_on_once_there_is_room(
    post, web_database, visitor
):
    log(web_database)
    room = {"pages": 0}

    @sa.event.listens_for(web_database.engine, "checkout")
    def limit(connection, _record, _proxy):
        connection.execute(f"PRAGMA max_page_count = {room['pages'] or 1_073_741_823}")

    with web_database.engine.connect() as connection:
        full = pages_in(connection.connection.dbapi_connection)
    refused, added = 0, 0
    for point in range(POINTS):
        room["pages"] = full + point
        while post("/forecasts", LINE).status_code == 303:
            added += 1
            assert added < 1000
        refused += 1
        assert visitor.get("/forecasts").status_code == 200

    room["pages"] = 0
    assert refused == POINTS
    assert post("/forecasts", LINE).status_code == 303
    with web_database.reading() as session:
        assert verify_record(session).fault is None
        assert session.scalar(sa.text("PRAGMA integrity_check")) == "ok"
    sa.event.remove(web_database.engine, "checkout", limit)


def test_what_a_full_database_answers_is_503_with_when_to_come_again(post, web_database):
    @sa.event.listens_for(web_database.engine, "checkout")
    def limit(connection, _record, _proxy):
        connection.execute("PRAGMA max_page_count = 1")

    answers = [post("/forecasts", {**LINE, "criteria": "x" * 4000}) for _ in range(12)]
    sa.event.remove(web_database.engine, "checkout", limit)

    assert answers[-1].status_code == 503
    assert answers[-1].headers["Retry-After"]


def test_a_database_that_may_only_be_read_shows_pages_and_takes_nothing(
    post, web_database, visitor
):
    log(web_database)

    @sa.event.listens_for(web_database.engine, "begin")
    def freeze(connection):
        connection.exec_driver_sql("PRAGMA query_only = ON")

    answers = [post("/forecasts", LINE).status_code for _ in range(POINTS)]
    page = visitor.get("/forecasts")
    sa.event.remove(web_database.engine, "begin", freeze)

    assert set(answers) == {503}
    assert page.status_code == 200
    assert post("/forecasts", LINE).status_code == 303
