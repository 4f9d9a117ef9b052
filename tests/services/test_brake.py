"""The brake: after an outage, or a jump of the clock, a flood of notices waits for a person."""

import random
from datetime import timedelta

import pytest
import sqlalchemy as sa

from benchmarks.seeding import add_due_forecasts
from forecasts.domain.errors import ConflictError, NotAllowedError
from forecasts.domain.lifecycle import Status
from forecasts.domain.permissions import Role
from forecasts.services.brake import let_go, pull_brake
from forecasts.services.due import flag_due
from forecasts.store.models import Brake, Forecast, LedgerEntry, Notice
from forecasts.store.queries.brake import count_held, find_standing_brake
from forecasts.store.queries.desk import View
from forecasts.store.queries.notices import count_unread
from scheduler.flagging import run_due_pass
from scheduler.jumps import Watch
from tests.making import NOW, OPERATOR, SECOND, make_account, make_forecast
from tests.reminding import remind

OUTAGE = timedelta(hours=72)


def everybody(actor=OPERATOR):
    return View(actor=actor, decidable=sa.true())


def ask(database, question, *rest):
    with database.reading() as session:
        return question(session, *rest)


@pytest.mark.parametrize(
    ("rows", "held"), [pytest.param(5, 0, id="at its limit"), pytest.param(6, 6, id="above it")]
)
def test_after_an_outage_everything_is_flagged_in_one_pass_and_a_flood_is_held(
    database, rows, held
):
    """T4."""
    add_due_forecasts(database, rows, now=NOW)

    report = run_due_pass(database, lambda: NOW + OUTAGE, flood=5)

    with database.reading() as session:
        assert session.scalars(sa.select(Forecast.status).distinct()).all() == [Status.DUE]
    assert report == f"{rows} flagged as due" + (", their notices held back" if held else "")
    assert ask(database, count_held) == held
    assert ask(database, count_unread, everybody()) == rows - held


def test_what_falls_due_on_time_pulls_no_brake_however_much_it_is(database):
    with database.writing.begin() as session:
        for _ in range(6):
            forecast = make_forecast(session, deadline=NOW.date())
    at_midnight = forecast.due_at

    run_due_pass(database, lambda: at_midnight + timedelta(hours=1) - SECOND, flood=5)

    assert ask(database, find_standing_brake) is None


def test_what_was_only_logged_after_its_deadline_pulls_no_brake(database):
    with database.writing.begin() as session:
        for _ in range(6):
            make_forecast(session, deadline=NOW.date().replace(month=3))

    run_due_pass(database, lambda: NOW, flood=5)

    assert ask(database, find_standing_brake) is None


def test_an_admin_lets_go_once_and_everybody_sees_theirs(database):
    add_due_forecasts(database, 6, now=NOW)
    run_due_pass(database, lambda: NOW, flood=5)
    brake = ask(database, find_standing_brake)

    with database.writing.begin() as session:
        number = let_go(session, brake.id, actor=OPERATOR, now=NOW)
    with pytest.raises(ConflictError, match="already"), database.writing.begin() as session:
        let_go(session, brake.id, actor=OPERATOR, now=NOW)

    told = sa.select(LedgerEntry.kind, LedgerEntry.actor).where(LedgerEntry.kind.like("brake%"))
    with database.reading() as session:
        entries = session.execute(told.order_by(LedgerEntry.sequence)).all()
    assert number == ask(database, count_unread, everybody()) == 6
    assert entries == [("brake-pulled", "clock"), ("brake-released", OPERATOR.name)]


def test_what_is_told_while_the_brake_stands_is_held_too_and_what_comes_later_is_not(session):
    pull_brake(session, "An outage.", now=NOW)
    make_forecast(session, deadline=NOW.date().replace(month=3))
    flag_due(session, now=NOW)
    held = count_held(session)
    let_go(session, session.scalar(sa.select(Brake.id)), actor=OPERATOR, now=NOW)
    make_forecast(session, deadline=NOW.date().replace(month=3))
    flag_due(session, now=NOW)

    assert (held, count_held(session)) == (1, 0)
    assert count_unread(session, everybody()) == 2


def test_nobody_but_an_admin_lets_go(session):
    reviewer = make_account(session, "rita", Role.REVIEWER)
    pull_brake(session, "An outage.", now=NOW)

    with pytest.raises(NotAllowedError):
        let_go(session, 1, actor=reviewer, now=NOW)


def test_one_brake_stands_at_most(session):
    assert [pull_brake(session, "An outage.", now=NOW) for _ in range(2)] == [True, False]


class Hands:
    """A clock that can be set, and one that cannot."""

    def __init__(self):
        self.now, self.counted = NOW, 0.0

    def go(self, seconds, *, jump=0.0):
        self.counted += seconds
        self.now += timedelta(seconds=seconds + jump)


@pytest.mark.parametrize(
    ("jump", "held"),
    [
        pytest.param(48 * 3600, True, id="two days forward"),
        pytest.param(3600, False, id="an hour forward"),
        pytest.param(-2 * 3600, False, id="two hours back"),
    ],
)
def test_a_clock_that_jumps_forward_holds_what_it_tells_then(database, jump, held):
    """T7."""
    hands = Hands()
    watch = Watch(lambda: hands.counted)
    with database.writing.begin() as session:
        forecast = make_forecast(session, deadline=NOW.date())
    hands.now = forecast.due_at - timedelta(minutes=30)
    run_due_pass(database, lambda: hands.now, watch=watch)
    hands.go(5, jump=jump)
    run_due_pass(database, lambda: hands.now, watch=watch)

    assert (ask(database, find_standing_brake) is not None) is held
    assert ask(database, count_held) == held


def test_no_step_of_the_clock_says_anything_twice_or_takes_it_back(session):
    """T7: a step at a time, each pass as the clock has it then."""
    from forecasts.services.due import flag_due  # noqa: PLC0415 - for this alone

    chance = random.Random(7)  # noqa: S311 - not for secrets
    for month in range(3, 10):
        make_forecast(session, deadline=NOW.date().replace(month=month))
    flagged: frozenset[int] = frozenset()
    now = NOW - timedelta(days=300)
    for _ in range(150):
        now += timedelta(hours=chance.choice([-48, -2, 0, 1, 24, 48, 400]))
        flag_due(session, now=now)
        remind(session, now=now)
        due = set(session.scalars(sa.select(Forecast.id).where(Forecast.status == Status.DUE)))
        assert flagged <= due
        flagged = frozenset(due)

    keys = session.scalars(sa.select(Notice.key)).all()
    firsts = [key for key in keys if ":due:" in key]
    assert len(keys) == len(set(keys))
    assert len(firsts) == len(flagged) == 7
