"""Conflicts of interest: found, declared, ended, and as a condition for lists."""

import time

import pytest
import sqlalchemy as sa

from benchmarks.seeding import add_due_forecasts
from forecasts.domain.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from forecasts.domain.permissions import VISITOR, Role
from forecasts.services.conflicts import (
    declare_conflict,
    end_conflict,
    find_conflict,
    without_conflict,
)
from forecasts.store.models import AuthorClaim, ClaimStatus, Forecast, LedgerEntry
from tests.deciding import add_estimate, link
from tests.making import NOW, make_account, make_forecast


def numbers(session, actor):
    query = sa.select(Forecast.id).where(without_conflict(actor)).order_by(Forecast.id)
    return list(session.scalars(query))


def declare(session, actor, **about):
    return declare_conflict(session, reason="A friend", actor=actor, now=NOW, **about)


@pytest.fixture
def hers(session):
    return make_forecast(session)


@pytest.fixture
def other(session):
    return make_forecast(session, author="Otto Other", claim="The mill will burn")


def test_lists_leave_out_what_an_author_or_a_linked_account_spoke_of(session, hers, other, rita):
    author = make_account(session, "ada", Role.REVIEWER, authors=["Ada Author"])
    link(session, author, rita)
    add_estimate(session, other, "Cleo Writer")
    cleo = make_account(session, "cleo", Role.REVIEWER, authors=["Cleo Writer"])

    assert numbers(session, author) == numbers(session, rita) == [other.id]
    assert numbers(session, cleo) == [hers.id]
    assert "held for yours" in find_conflict(session, rita, hers.id)
    assert find_conflict(session, rita, other.id) is None


def test_a_list_and_a_single_question_agree_for_everybody(session, hers, other, rita, ben):
    declare(session, rita, author_id=other.author_id)
    declare(session, ben, forecast_id=hers.id)

    for actor in (rita, ben, VISITOR):
        free = [each.id for each in (hers, other) if not find_conflict(session, actor, each.id)]
        assert numbers(session, actor) == free


@pytest.mark.parametrize(
    ("status", "near"),
    [(ClaimStatus.ASKED, True), (ClaimStatus.CONFIRMED, True), (ClaimStatus.REFUSED, False)],
)
def test_who_asked_to_be_the_author_is_near_until_that_is_refused(
    session, hers, rita, status, near
):
    asked = {"account_id": rita.account_id, "author_id": hers.author_id, "asked_at": NOW}
    session.add(AuthorClaim(status=status, version=1, reason="", **asked))
    session.flush()

    assert bool(find_conflict(session, rita, hers.id)) is near


def test_a_declared_conflict_counts_until_it_is_ended(session, hers, rita):
    conflict = declare(session, rita, author_id=hers.author_id)
    assert "You declared a conflict" in find_conflict(session, rita, hers.id)

    end_conflict(session, conflict.id, reason="We fell out", actor=rita, now=NOW)

    entries = session.scalars(sa.select(LedgerEntry).order_by(LedgerEntry.sequence)).all()
    assert find_conflict(session, rita, hers.id) is None
    assert [each.kind for each in entries[-2:]] == ["conflict-declared", "conflict-ended"]
    assert entries[-1].subject == f"author:{hers.author_id}"


def test_a_conflict_is_declared_and_ended_once(session, hers, rita):
    conflict = declare(session, rita, forecast_id=hers.id)
    with pytest.raises(ConflictError):
        declare(session, rita, forecast_id=hers.id)

    end_conflict(session, conflict.id, reason="over", actor=rita, now=NOW)
    with pytest.raises(ConflictError):
        end_conflict(session, conflict.id, reason="over", actor=rita, now=NOW)


def test_nobody_ends_the_conflict_of_somebody_else(session, hers, rita, ben):
    conflict = declare(session, rita, forecast_id=hers.id)

    with pytest.raises(NotAllowedError):
        end_conflict(session, conflict.id, reason="over", actor=ben, now=NOW)


def test_a_conflict_needs_a_reason_and_something_it_is_about(session, hers, rita):
    by = {"actor": rita, "now": NOW}

    for wanted in ({"reason": " "}, {"reason": "x" * 4001}):
        with pytest.raises(InvalidInputError):
            declare_conflict(session, forecast_id=hers.id, **wanted, **by)
    with pytest.raises(InvalidInputError):
        declare_conflict(session, reason="r", **by)
    with pytest.raises(NotFoundError):
        declare_conflict(session, reason="r", author_id=999, **by)
    with pytest.raises(NotFoundError):
        end_conflict(session, 999, reason="r", **by)


@pytest.mark.slow
def test_the_condition_is_cheap_among_a_hundred_thousand_forecasts(database):
    add_due_forecasts(database, 100_000, now=NOW)
    with database.writing.begin() as session:
        ada = make_account(session, "ada", Role.REVIEWER, authors=["Ada Author"])
        link(session, ada, make_account(session, "lin", Role.READER))
    with database.reading() as session:
        began = time.perf_counter()
        free = session.scalar(sa.select(sa.func.count(Forecast.id)).where(without_conflict(ada)))

    assert free == 100_000
    assert time.perf_counter() - began < 1
