"""Hints: anybody signed in points out what may be decided early, a reviewer looks at it."""

from datetime import date

import pytest
import sqlalchemy as sa

from forecasts.domain.errors import (
    ConflictError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
)
from forecasts.domain.lifecycle import Status
from forecasts.domain.permissions import VISITOR, Role
from forecasts.domain.policies import Policy
from forecasts.domain.visibility import Visibility
from forecasts.services.desk import decide_item
from forecasts.services.due import flag_due
from forecasts.services.hints import Pointer, dismiss_hint, point_out
from forecasts.store.models import Forecast, Hint, LedgerEntry
from tests.making import NOW, a_decision, make_account, make_forecast

OPENED = Pointer(evidence_url="https://example.org/opened", known_on=date(2026, 11, 20))
POLICY = Policy.INDEPENDENT


@pytest.fixture
def rea(session):
    make_account(session, "Operator", Role.ADMIN)  # who records what is made here
    return make_account(session, "Rea", Role.READER)


@pytest.fixture
def rita(session):
    return make_account(session, "Rita", Role.REVIEWER)


def test_a_reader_points_out_what_happened_and_the_ledger_tells(session, rea):
    forecast = make_forecast(session)

    hint = point_out(session, forecast.id, OPENED, actor=rea, now=NOW)

    last = session.scalars(sa.select(LedgerEntry).order_by(LedgerEntry.sequence.desc())).first()
    assert (hint.known_on, hint.given_by) == (date(2026, 11, 20), rea.name)
    assert (last.kind, last.actor) == ("pointed-out", rea.name)
    assert "example.org" not in last.facts


def test_a_visitor_points_out_nothing(session):
    with pytest.raises(NotAllowedError):
        point_out(session, make_forecast(session).id, OPENED, actor=VISITOR, now=NOW)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"evidence_url": "javascript:alert(1)"}, "evidence_url"),
        ({"known_on": date(2026, 11, 25)}, "known_on"),
        ({"note": "n" * 1001}, "note"),
    ],
)
def test_a_hint_needs_a_link_and_a_day_that_can_be(session, rea, change, field):
    wanted = {"evidence_url": OPENED.evidence_url, "known_on": OPENED.known_on} | change

    with pytest.raises(InvalidInputError) as caught:
        point_out(session, make_forecast(session).id, Pointer(**wanted), actor=rea, now=NOW)

    assert caught.value.fields.keys() == {field}


def test_nobody_points_out_the_same_twice(session, rea):
    forecast = make_forecast(session)
    point_out(session, forecast.id, OPENED, actor=rea, now=NOW)

    with pytest.raises(ConflictError):
        point_out(session, forecast.id, OPENED, actor=rea, now=NOW)


def test_what_is_due_needs_no_hint(session, rea):
    forecast = make_forecast(session, deadline=date(2026, 10, 31))
    flag_due(session, now=NOW)
    session.expire_all()

    with pytest.raises(ConflictError, match="due by now"):
        point_out(session, forecast.id, OPENED, actor=rea, now=NOW)


def test_a_private_forecast_is_not_there_for_others(session, rea, rita):
    forecast = make_forecast(session)
    forecast.visibility = Visibility.PRIVATE
    session.flush()

    with pytest.raises(NotFoundError):
        point_out(session, forecast.id, OPENED, actor=rea, now=NOW)

    assert point_out(session, forecast.id, OPENED, actor=rita, now=NOW).forecast_id == forecast.id


def test_a_hint_is_dismissed_once_and_the_forecast_stays_open(session, rea, rita):
    forecast = make_forecast(session)
    hint = point_out(session, forecast.id, OPENED, actor=rea, now=NOW)

    dismiss_hint(session, hint.id, actor=rita, now=NOW, policy=POLICY)

    with pytest.raises(ConflictError):
        dismiss_hint(session, hint.id, actor=rita, now=NOW, policy=POLICY)
    session.expire_all()
    assert session.get(Hint, hint.id).closed_at == NOW
    assert session.get(Forecast, forecast.id).status is Status.OPEN


def test_an_author_who_reviews_does_not_dismiss_hints_on_their_own(session, rea):
    ada = make_account(session, "Ada", Role.REVIEWER, authors=["Ada Author"])
    hint = point_out(session, make_forecast(session).id, OPENED, actor=rea, now=NOW)

    with pytest.raises(NotAllowedError):
        dismiss_hint(session, hint.id, actor=ada, now=NOW, policy=POLICY)


def test_a_hint_that_is_not_there_is_not_dismissed(session, rita):
    with pytest.raises(NotFoundError):
        dismiss_hint(session, 404, actor=rita, now=NOW, policy=POLICY)


def test_deciding_early_deals_with_the_hints(session, rea, rita):
    forecast = make_forecast(session)
    hint = point_out(session, forecast.id, OPENED, actor=rea, now=NOW)

    decide_item(session, forecast.id, a_decision(), version=1, actor=rita, now=NOW, policy=POLICY)

    session.expire_all()
    assert session.get(Hint, hint.id).closed_at == NOW
