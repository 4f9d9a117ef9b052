"""Notices: each is said once, to whom it concerns, and only while it holds."""

import random
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from forecasts.domain.deadlines import due_instant
from forecasts.domain.lifecycle import Status
from forecasts.domain.permissions import Role
from forecasts.domain.policies import Policy
from forecasts.domain.reminders import DUE_SOON_WITHIN, ESCALATE_EVERY, REMIND_EVERY
from forecasts.services.conflicts import without_conflict
from forecasts.services.disputes import dispute
from forecasts.services.due import flag_due
from forecasts.services.recording import withdraw
from forecasts.services.resolution import decide
from forecasts.services.retention import NOTICES, forget_old
from forecasts.services.seeing import see, see_all
from forecasts.services.snoozing import Postponement, snooze
from forecasts.store.models import Forecast, Notice, NoticeKind, SeenNotice
from forecasts.store.queries import notices as asked
from forecasts.store.queries.desk import View
from forecasts.store.queries.notices import NoticeFilter, count_unread, list_notices
from forecasts.store.queries.paging import Paging
from tests.making import NOW, OPERATOR, SECOND, a_decision, make_account, make_forecast
from tests.reminding import remind

DEADLINE = date(2026, 12, 31)
DUE_AT = due_instant(DEADLINE, "UTC")
INDEPENDENT = Policy.INDEPENDENT


def told(session, kind=None):
    query = sa.select(Notice.kind).order_by(Notice.id)
    return [each for each in session.scalars(query) if kind in {None, each}]


def seen_by(session, actor, *, past=False, solo=False):
    """What stands on the page of that person: kinds, the last first."""
    decidable = sa.true() if solo else without_conflict(actor)
    view = View(actor=actor, decidable=decidable)
    page = list_notices(session, view, NoticeFilter(past=past), Paging())
    return [each.notice.kind for each in page.rows]


def move_deadline(session, forecast, due_at, status=Status.OPEN):
    """Set another due instant, as the database allows to nobody."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(sa.text("DROP TRIGGER IF EXISTS forecast_frozen"))
    else:
        session.execute(sa.text("ALTER TABLE forecast DISABLE TRIGGER ALL"))
    moved = sa.update(Forecast).where(Forecast.id == forecast.id)
    session.execute(moved.values(due_at=due_at, status=status, version=Forecast.version + 1))
    session.refresh(forecast)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param(DUE_AT - DUE_SOON_WITHIN - SECOND, 0, id="a second too early"),
        pytest.param(DUE_AT - DUE_SOON_WITHIN, 1, id="a week before"),
        pytest.param(DUE_AT - SECOND, 1, id="a second before it is due"),
        pytest.param(DUE_AT, 0, id="when it is due"),
    ],
)
def test_tells_owners_once_that_a_forecast_falls_due_soon(session, now, expected):
    make_forecast(session, deadline=DEADLINE)

    first, second = (remind(session, now=now)[0] for _ in range(2))

    assert (first, second) == (expected, 0)


def test_reminds_nobody_of_what_they_logged_within_the_week(session):
    make_forecast(session, deadline=NOW.date() + timedelta(days=3))

    assert remind(session, now=NOW + timedelta(days=1))[0] == 0


@pytest.mark.parametrize(
    ("waited", "expected"),
    [
        pytest.param(REMIND_EVERY - SECOND, (0, 0, 0), id="a second less than a week"),
        pytest.param(REMIND_EVERY, (0, 1, 0), id="a week"),
        pytest.param(ESCALATE_EVERY - SECOND, (0, 1, 0), id="a second less than four weeks"),
        pytest.param(ESCALATE_EVERY, (0, 1, 1), id="four weeks"),
    ],
)
def test_reminds_reviewers_after_a_week_and_admins_after_four(session, waited, expected):
    make_forecast(session, deadline=DEADLINE)
    flag_due(session, now=DUE_AT)

    first, second = (remind(session, now=DUE_AT + waited) for _ in range(2))

    assert (first, second) == (expected, (0, 0, 0))


def test_reminds_again_each_week_and_after_an_outage_once(session):
    make_forecast(session, deadline=DEADLINE)
    flag_due(session, now=DUE_AT)

    for week in (1, 2, 7, 8):  # five weeks of outage between the second and the third
        remind(session, now=DUE_AT + week * REMIND_EVERY)

    numbers = sa.select(Notice.number).where(Notice.kind == NoticeKind.OVERDUE)
    assert session.scalars(numbers.order_by(Notice.id)).all() == [1, 2, 7, 8]


def test_a_forecast_logged_after_its_deadline_is_overdue_a_week_after_it_was_flagged(session):
    make_forecast(session, deadline=date(2026, 3, 1))
    flag_due(session, now=NOW)

    assert remind(session, now=NOW) == (0, 0, 0)
    assert remind(session, now=NOW + REMIND_EVERY) == (0, 1, 0)


def test_leaves_reviewers_alone_about_what_they_put_off(session):
    forecast = make_forecast(session, deadline=DEADLINE)
    flag_due(session, now=DUE_AT)
    until = (DUE_AT + timedelta(days=20)).date()
    later = Postponement(until=until, reason="The figures come out then.")
    rita = make_account(session, "rita", Role.REVIEWER)
    snooze(session, forecast.id, later, version=2, actor=rita, now=DUE_AT, policy=INDEPENDENT)

    assert remind(session, now=DUE_AT + timedelta(days=10)) == (0, 0, 0)
    assert remind(session, now=DUE_AT + timedelta(days=22)) == (0, 1, 0)


def test_another_deadline_begins_another_series(session):
    """R3."""
    forecast = make_forecast(session, deadline=DEADLINE)
    flag_due(session, now=DUE_AT)
    remind(session, now=DUE_AT + REMIND_EVERY)
    moved = DUE_AT + timedelta(days=60)
    move_deadline(session, forecast, moved)

    soon = remind(session, now=moved - SECOND)
    flagged = flag_due(session, now=moved)
    overdue = remind(session, now=moved + REMIND_EVERY)

    assert (soon, flagged, overdue) == ((1, 0, 0), 1, (0, 1, 0))
    assert told(session) == ["due", "overdue", "due soon", "due", "overdue"]
    session.rollback()


def test_shows_each_what_concerns_them_and_the_last_word_alone(session):
    owner = make_account(session, "owner", Role.AUTHOR, authors=["Ada Author"])
    stranger = make_account(session, "stranger", Role.AUTHOR)
    reviewer = make_account(session, "reviewer", Role.REVIEWER)
    admin = make_account(session, "admin", Role.ADMIN)
    make_forecast(session, deadline=DEADLINE)
    remind(session, now=DUE_AT - SECOND)
    before = [seen_by(session, each) for each in (owner, stranger, reviewer, admin)]
    flag_due(session, now=DUE_AT)
    remind(session, now=DUE_AT + ESCALATE_EVERY)
    after = [seen_by(session, each) for each in (owner, stranger, reviewer, admin)]

    assert before == [["due soon"], [], [], []]
    assert after == [["due"], [], ["overdue"], ["escalated"]]


def test_tells_of_a_dispute_and_of_what_came_of_it(session):
    owner = make_account(session, "owner", Role.AUTHOR, authors=["Ada Author"])
    reader = make_account(session, "reader", Role.READER)
    first, second, third = (make_account(session, f"r{n}", Role.REVIEWER) for n in range(3))
    forecast = make_forecast(session, deadline=date(2026, 11, 1))
    flag_due(session, now=NOW)
    decide(session, forecast.id, a_decision(), version=2, actor=first, now=NOW, policy=INDEPENDENT)
    decided = [seen_by(session, each) for each in (owner, reader, second)]
    dispute(
        session,
        forecast.id,
        number=1,
        reason="It was closed again.",
        evidence_url=None,
        actor=reader,
        now=NOW,
    )
    disputed = [seen_by(session, each) for each in (owner, reader, second)]
    _answer(session, forecast, second, third)

    assert decided == [["decided"], [], []]
    assert disputed == [["disputed"], [], ["disputed"]]
    answered = [seen_by(session, each) for each in (owner, reader, second)]
    assert answered == [["decided"], ["decided"], []]


def _answer(session, forecast, proposer, confirmer):
    from forecasts.services.confirming import confirm  # noqa: PLC0415 - for this alone

    session.refresh(forecast)
    how = {"now": NOW, "policy": INDEPENDENT}
    again = a_decision(note="It holds.")
    proposal = decide(session, forecast.id, again, version=forecast.version, actor=proposer, **how)
    confirm(session, proposal.id, version=1, actor=confirmer, **how)


def test_tells_reviewers_nothing_of_what_they_may_not_decide(session):
    related = make_account(session, "related", Role.REVIEWER, authors=["Bea Blogger"])
    make_forecast(session, author="Bea Blogger", deadline=DEADLINE)
    flag_due(session, now=DUE_AT)
    remind(session, now=DUE_AT + REMIND_EVERY)

    assert seen_by(session, related) == ["due"]  # as its author, not as a reviewer


def test_what_was_read_stays_read_for_them_alone(session):
    rita, rob = (make_account(session, name, Role.REVIEWER) for name in ("rita", "rob"))
    for _ in range(3):
        make_forecast(session, deadline=DEADLINE)
    flag_due(session, now=DUE_AT)
    views = [View(actor=each, decidable=sa.true()) for each in (rita, rob)]
    first, *_, last = session.scalars(sa.select(Notice.id).order_by(Notice.id)).all()
    see(session, first, views[0], now=DUE_AT)
    see(session, first, views[0], now=DUE_AT)
    unread = [count_unread(session, view) for view in views]
    rest = see_all(session, views[0], newest=last - 1, wanted=NoticeFilter(), now=DUE_AT)

    assert (unread, rest) == ([2, 3], 1)
    assert [count_unread(session, view) for view in views] == [1, 3]


def test_forgets_what_is_over_and_keeps_what_still_holds(session):
    over, waiting = (make_forecast(session, deadline=DEADLINE) for _ in range(2))
    rita = make_account(session, "rita", Role.REVIEWER)
    flag_due(session, now=DUE_AT)
    see_all(
        session,
        View(actor=rita, decidable=sa.true()),
        newest=99,
        wanted=NoticeFilter(),
        now=DUE_AT,
    )
    session.refresh(over)
    withdrawn = sa.update(Forecast).where(Forecast.id == over.id).values(status=Status.WITHDRAWN)
    session.execute(withdrawn)

    at_first = forget_old(session, now=DUE_AT + NOTICES)
    later = forget_old(session, now=DUE_AT + NOTICES + SECOND)

    kept = session.scalars(sa.select(Notice.forecast_id)).all()
    assert (at_first, later, kept) == (0, 1, [waiting.id])
    assert session.scalar(sa.select(sa.func.count()).select_from(SeenNotice)) == 1


ACTS = ("flag", "remind", "move", "withdraw", "resolve", "wait")


def _interleave(session, forecast, chance, now):
    """Something that happens between the writing of a notice and its reading."""
    act = chance.choice(ACTS)
    session.refresh(forecast)
    if act == "flag":
        flag_due(session, now=now)
    elif act == "remind":
        remind(session, now=now)
    elif act == "move" and forecast.status in {Status.OPEN, Status.DUE}:
        due_at = now + timedelta(days=chance.choice([-1, 1, 5, 20]))
        move_deadline(session, forecast, due_at)
    elif act == "withdraw" and forecast.status is Status.OPEN and forecast.due_at > now:
        withdraw(session, forecast.id, version=forecast.version, actor=OPERATOR, now=now)
    elif act == "resolve" and forecast.status is Status.DUE:
        gone = sa.update(Forecast).where(Forecast.id == forecast.id)
        session.execute(gone.values(status=Status.RESOLVED, version=Forecast.version + 1))
    return now + timedelta(days=chance.choice([0, 1, 6, 8, 30]))


def _false_notices(session, forecast, actor):
    """What the page tells of the forecast that is not so."""
    session.refresh(forecast)
    view = View(actor=actor, decidable=sa.true())
    rows = list_notices(session, view, NoticeFilter(), Paging(size=100)).rows
    kinds = {
        Status.OPEN: {NoticeKind.DUE_SOON},
        Status.DUE: {NoticeKind.DUE, NoticeKind.OVERDUE, NoticeKind.ESCALATED},
        Status.RESOLVED: {NoticeKind.DECIDED},
    }
    true = kinds.get(forecast.status, set())
    return [
        row.notice.key
        for row in rows
        if row.notice.kind not in true or row.notice.due_at != forecast.due_at
    ]


def _run_interleavings(session, number):
    chance = random.Random(8)  # noqa: S311 - not for secrets
    false = []
    for _ in range(number):
        with session.begin_nested() as attempt:
            forecast, now = make_forecast(session, deadline=date(2026, 12, 1)), NOW
            for _ in range(6):
                now = _interleave(session, forecast, chance, now)
                false += _false_notices(session, forecast, OPERATOR)
            attempt.rollback()
        session.expire_all()
    return false


@pytest.mark.slow
def test_no_notice_is_shown_for_a_state_that_no_longer_holds(session):
    """T8, small; the thousand of it run nightly."""
    assert _run_interleavings(session, 40) == []


@pytest.mark.nightly
def test_of_a_thousand_interleavings_none_shows_what_no_longer_holds(session):
    """T8."""
    assert _run_interleavings(session, 1000) == []


@pytest.mark.slow
def test_the_interleavings_would_find_a_page_that_does_not_look_again(session, monkeypatch):
    """T8, its twin."""
    monkeypatch.setattr(asked, "still_holds", sa.true)

    assert _run_interleavings(session, 40) != []
