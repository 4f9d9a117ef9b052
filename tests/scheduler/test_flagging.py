"""T5: rows that always fail are put off and shown, and keep no other from being dealt with."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from benchmarks.seeding import add_due_forecasts
from forecasts.domain.lifecycle import Status
from forecasts.domain.permissions import Role
from forecasts.domain.reminders import REMIND_EVERY, RETRIES
from forecasts.services import due, reminders
from forecasts.services.poison import retry_poison
from forecasts.store.models import Forecast, LedgerEntry, Notice, PoisonRow
from scheduler import flagging
from scheduler.flagging import run_due_pass
from scheduler.passes import run_retention_pass
from scheduler.reminding import run_reminder_pass
from tests.making import NOW, OPERATOR, make_account, make_forecast

ROWS = 1000


def poison(monkeypatch, numbers):
    """Let the due pass fail on these forecasts, whatever else it has in hand."""
    healthy = due.notify_due

    def fail(session, flagged, *, now):
        healthy(session, flagged, now=now)
        if bad := sorted(numbers & {forecast_id for forecast_id, _ in flagged}):
            raise ValueError(f"cannot tell of {bad[0]}")

    monkeypatch.setattr(due, "notify_due", fail)
    return lambda: monkeypatch.setattr(due, "notify_due", healthy)


def numbers_of(database, *conditions):
    with database.reading() as session:
        return set(session.scalars(sa.select(Forecast.id).where(*conditions)))


def rows_of(database):
    with database.reading() as session:
        return session.scalars(sa.select(PoisonRow).order_by(PoisonRow.forecast_id)).all()


def account_of(database):
    """How many forecasts are due, told of and entered."""
    with database.reading() as session:
        entered = sa.select(sa.func.count()).where(LedgerEntry.kind == "due")
        return (
            len(numbers_of(database, Forecast.status == Status.DUE)),
            session.scalar(sa.select(sa.func.count(Notice.id))),
            session.scalar(entered),
        )


@pytest.mark.slow
@pytest.mark.parametrize("bad", [1, 50])
def test_poison_among_a_thousand_keeps_no_other_from_being_flagged(database, monkeypatch, bad):
    add_due_forecasts(database, ROWS, now=NOW)
    everything = sorted(numbers_of(database))
    numbers = set(everything[:: ROWS // bad])
    poison(monkeypatch, numbers)

    report = run_due_pass(database, lambda: NOW)

    assert report.startswith(f"{ROWS - bad} flagged")
    assert numbers_of(database, Forecast.status == Status.OPEN) == numbers
    assert account_of(database) == (ROWS - bad,) * 3
    assert {row.forecast_id for row in rows_of(database)} == numbers


@pytest.mark.slow
def test_the_count_would_find_a_pass_that_ends_at_the_first_failure(database, monkeypatch):
    add_due_forecasts(database, 20, now=NOW)
    poison(monkeypatch, {min(numbers_of(database))})
    monkeypatch.setattr(flagging, "do_apart", lambda *_: 0)

    run_due_pass(database, lambda: NOW)

    assert account_of(database) == (0, 0, 0)


def test_a_row_that_fails_is_tried_at_growing_intervals_and_forgotten_once_it_works(
    database, monkeypatch
):
    add_due_forecasts(database, 3, now=NOW)
    (number, *_) = sorted(numbers_of(database))
    heal = poison(monkeypatch, {number})
    now, waits = NOW, []
    for _ in range(7):
        run_due_pass(database, lambda: now)  # noqa: B023 - called at once
        (row,) = rows_of(database)
        waits.append(row.next_try_at - now)
        run_due_pass(database, lambda: row.next_try_at - timedelta(seconds=1))  # noqa: B023
        now = row.next_try_at
    (row,) = rows_of(database)
    heal()
    report = run_due_pass(database, lambda: now)

    assert waits == [*RETRIES, RETRIES[-1], RETRIES[-1]]
    assert (row.tries, row.error) == (7, f"ValueError: cannot tell of {number}")
    assert report == "1 flagged as due"
    assert rows_of(database) == []
    assert account_of(database) == (3, 3, 3)


def test_what_failed_costs_the_next_pass_nothing(database, monkeypatch):
    add_due_forecasts(database, 20, now=NOW)
    numbers = numbers_of(database)
    poison(monkeypatch, {min(numbers)})
    run_due_pass(database, lambda: NOW)
    asked = []
    monkeypatch.setattr(flagging, "do_apart", lambda *rest: asked.append(rest))

    run_due_pass(database, lambda: NOW)

    assert asked == []


def test_an_admin_has_what_failed_tried_at_once(database, monkeypatch):
    add_due_forecasts(database, 1, now=NOW)
    heal = poison(monkeypatch, numbers_of(database))
    run_due_pass(database, lambda: NOW)
    heal()
    with database.writing.begin() as session:
        again = retry_poison(session, actor=OPERATOR, now=NOW)

    assert again == 1
    assert run_due_pass(database, lambda: NOW) == "1 flagged as due"


def test_a_database_that_does_not_answer_is_no_fault_of_a_row(database, monkeypatch):
    add_due_forecasts(database, 5, now=NOW)

    def away(*_, **__):
        raise sa.exc.OperationalError("SELECT", {}, Exception("database is locked"))

    monkeypatch.setattr(due, "notify_due", away)

    with pytest.raises(sa.exc.OperationalError):
        run_due_pass(database, lambda: NOW)
    assert rows_of(database) == []


def test_reminders_go_on_beside_one_that_fails(database, monkeypatch):
    add_due_forecasts(database, 10, now=NOW)
    run_due_pass(database, lambda: NOW)
    bad, healthy = min(numbers_of(database)), reminders.tell

    def fail(session, news, **how):
        news = list(news)
        if any(each.forecast_id == bad for each in news):
            raise ValueError("no")
        return healthy(session, news, **how)

    monkeypatch.setattr(reminders, "tell", fail)
    report = run_reminder_pass(database, lambda: NOW + REMIND_EVERY)

    assert report == "0 due soon, 9 overdue, 0 to admins"
    assert [(row.loop, row.forecast_id) for row in rows_of(database)] == [("overdue", bad)]


def test_the_retention_pass_comes_to_an_end(database):
    with database.writing.begin() as session:
        make_account(session, "rita", Role.REVIEWER)
        make_forecast(session)

    assert run_retention_pass(database, lambda: NOW) == "0 rows forgotten"


def test_one_that_fails_among_many_is_found_in_a_few_steps(database, monkeypatch):
    add_due_forecasts(database, 500, now=NOW)
    poison(monkeypatch, {sorted(numbers_of(database))[250]})
    tried, healthy = [], flagging.flag_due

    def count(*rest, **how):
        tried.append(1)
        return healthy(*rest, **how)

    monkeypatch.setattr(flagging, "flag_due", count)
    run_due_pass(database, lambda: NOW)

    assert len(tried) < 30
