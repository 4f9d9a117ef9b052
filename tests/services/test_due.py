"""The due pass: what is due is flagged once, with its notice and its ledger entry."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from forecasts.domain.deadlines import due_instant
from forecasts.domain.lifecycle import Status
from forecasts.services.due import flag_due
from forecasts.services.recording import withdraw
from forecasts.store.engine import Database
from forecasts.store.models import Forecast, LedgerEntry, Notice
from tests.making import NOW, OPERATOR, SECOND, make_forecast

DEADLINE = date(2026, 12, 31)
DUE_AT = due_instant(DEADLINE, "UTC")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param(DUE_AT - SECOND, Status.OPEN, id="a second before"),
        pytest.param(DUE_AT, Status.DUE, id="that very moment"),
        pytest.param(DUE_AT + SECOND, Status.DUE, id="a second after"),
    ],
)
def test_flags_a_forecast_once_its_due_instant_is_reached(session, now, expected):
    forecast = make_forecast(session, deadline=DEADLINE)

    flag_due(session, now=now)

    session.refresh(forecast)
    assert forecast.status is expected


def test_tells_each_due_forecast_once_in_notice_and_ledger(session):
    forecast = make_forecast(session, deadline=DEADLINE)

    first, second = flag_due(session, now=DUE_AT), flag_due(session, now=DUE_AT + SECOND)

    notices = session.scalars(sa.select(Notice.forecast_id)).all()
    due = sa.select(LedgerEntry.subject, LedgerEntry.actor).where(LedgerEntry.kind == "due")
    assert (first, second) == (1, 0)
    assert notices == [forecast.id]
    assert session.execute(due).all() == [(f"forecast:{forecast.id}", "clock")]


def test_flags_a_forecast_without_a_deadline_on_its_review_by_day(session):
    forecast = make_forecast(session, deadline=None, review_by=DEADLINE)

    flag_due(session, now=DUE_AT)

    session.refresh(forecast)
    assert (forecast.status, forecast.deadline) == (Status.DUE, None)


def test_leaves_alone_what_was_withdrawn(session):
    forecast = make_forecast(session, deadline=DEADLINE)
    withdraw(session, forecast.id, version=forecast.version, actor=OPERATOR, now=NOW)

    flagged = flag_due(session, now=DUE_AT)

    assert flagged == 0


def test_takes_the_longest_due_first_and_no_more_than_asked(session):
    days = [date(2026, 11, 20), date(2026, 11, 18), date(2026, 11, 19)]
    forecasts = {day: make_forecast(session, deadline=day) for day in days}

    flagged = flag_due(session, now=NOW, limit=2)

    due = session.scalars(sa.select(Forecast.id).where(Forecast.status == Status.DUE))
    assert flagged == 2
    assert set(due) == {forecasts[day].id for day in sorted(days)[:2]}


def test_a_pass_that_fails_half_way_leaves_nothing_behind(database: Database, monkeypatch):
    with database.writing.begin() as session:
        make_forecast(session, deadline=date(2026, 1, 31))
    monkeypatch.setattr("forecasts.services.due.record", None)

    with pytest.raises(TypeError), database.writing.begin() as session:
        flag_due(session, now=NOW)

    with database.reading() as session:
        assert session.scalars(sa.select(Forecast.status)).all() == [Status.OPEN]
        assert session.scalar(sa.select(sa.func.count(Notice.id))) == 0


def test_the_pass_reads_an_index(database: Database):
    """T9: a pass over many forecasts must not look at those that are closed, or not due yet."""
    asked = []

    def note(_connection, _cursor, statement, parameters, *_):
        if "UPDATE forecast" in statement:
            asked.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    on_sqlite = database.engine.dialect.name == "sqlite"
    with database.writing.begin() as session:
        flag_due(session, now=NOW)
        ((statement, parameters),) = asked
        event.remove(database.engine, "before_cursor_execute", note)
        if not on_sqlite:
            session.execute(sa.text("SET LOCAL enable_seqscan = off"))
        explain = "EXPLAIN QUERY PLAN " if on_sqlite else "EXPLAIN "
        plan = session.connection().exec_driver_sql(explain + statement, parameters).all()

    steps = [str(row[-1]) for row in plan]
    assert any("ix_forecast_status_due_at" in step for step in steps)
    if on_sqlite:
        read = [step for step in steps if " forecast " in step]
        assert all("due_at<?" in step or "rowid=?" in step for step in read), read
