"""Claims: one reviewer at a time, for a while, and nobody else decides meanwhile."""

from datetime import date

import pytest
import sqlalchemy as sa

from forecasts.domain.errors import ConflictError, NotAllowedError, NotFoundError
from forecasts.domain.permissions import COMMAND, Role
from forecasts.domain.policies import Policy
from forecasts.services.claiming import CLAIM_LASTS, claim, open_item, release
from forecasts.services.desk import decide_item
from forecasts.services.due import flag_due
from forecasts.store.models import Forecast, ItemClaim
from tests.making import NOW, SECOND, a_decision, make_account, make_forecast

POLICY = Policy.INDEPENDENT


@pytest.fixture
def rita(session):
    return make_account(session, "Rita", Role.REVIEWER)


@pytest.fixture
def bert(session):
    return make_account(session, "Bert", Role.REVIEWER)


def a_due_forecast(session) -> Forecast:
    forecast = make_forecast(session, deadline=date(2026, 10, 31))
    flag_due(session, now=NOW)
    session.refresh(forecast)
    return forecast


def open_by(session, forecast, actor, *, now=NOW):
    return open_item(session, forecast.id, actor=actor, now=now, policy=POLICY)


def decide_by(session, forecast, actor, *, now=NOW):
    return decide_item(
        session,
        forecast.id,
        a_decision(),
        version=forecast.version,
        actor=actor,
        now=now,
        policy=POLICY,
    )


def holder_of(session, forecast):
    return session.scalar(
        sa.select(ItemClaim.account_id).where(ItemClaim.forecast_id == forecast.id)
    )


def test_who_opens_an_item_has_it_and_others_are_told_who_and_until_when(session, rita, bert):
    forecast = a_due_forecast(session)

    until = open_by(session, forecast, rita)

    assert until == NOW + CLAIM_LASTS
    with pytest.raises(ConflictError, match=r"Rita is at work .* 12:20 UTC"):
        open_by(session, forecast, bert)


@pytest.mark.parametrize(
    ("later", "taken"), [(CLAIM_LASTS - SECOND, False), (CLAIM_LASTS, True)], ids=["before", "then"]
)
def test_an_item_that_was_left_lying_is_free_again(session, rita, bert, later, taken):
    forecast = a_due_forecast(session)
    open_by(session, forecast, rita)

    if taken:
        open_by(session, forecast, bert, now=NOW + later)
    else:
        with pytest.raises(ConflictError):
            open_by(session, forecast, bert, now=NOW + later)

    assert holder_of(session, forecast) == (bert if taken else rita).account_id


def test_who_goes_on_working_keeps_the_item(session, rita, bert):
    forecast = a_due_forecast(session)
    open_by(session, forecast, rita)

    claim(session, forecast.id, actor=rita, now=NOW + CLAIM_LASTS - SECOND)

    with pytest.raises(ConflictError):
        open_by(session, forecast, bert, now=NOW + CLAIM_LASTS)


def test_what_is_let_go_of_is_free_at_once(session, rita, bert):
    forecast = a_due_forecast(session)
    open_by(session, forecast, rita)

    release(session, forecast.id, actor=bert)
    assert holder_of(session, forecast) == rita.account_id
    release(session, forecast.id, actor=rita)

    open_by(session, forecast, bert)
    assert holder_of(session, forecast) == bert.account_id


def test_opening_another_item_lets_go_of_what_was_only_looked_at(session, rita):
    looked_at, worked_at, third = (a_due_forecast(session) for _ in range(3))
    open_by(session, worked_at, rita)
    claim(session, worked_at.id, actor=rita, now=NOW + SECOND)
    open_by(session, looked_at, rita, now=NOW + SECOND)

    open_by(session, third, rita, now=NOW + 2 * SECOND)

    assert holder_of(session, looked_at) is None
    assert holder_of(session, worked_at) == rita.account_id


def test_nobody_decides_what_somebody_else_is_at_work_on(session, rita, bert):
    forecast = a_due_forecast(session)
    open_by(session, forecast, rita)

    with pytest.raises(ConflictError, match="Rita is at work"):
        decide_by(session, forecast, bert)

    assert decide_by(session, forecast, rita).number == 1
    assert holder_of(session, forecast) is None


def test_who_never_opened_a_free_item_may_decide_it(session, bert):
    assert decide_by(session, a_due_forecast(session), bert).decided_by == bert.name


def test_the_author_gets_no_hold_of_their_own_forecast(session):
    ada = make_account(session, "Ada", Role.REVIEWER, authors=["Ada Author"])
    forecast = a_due_forecast(session)

    with pytest.raises(NotAllowedError):
        open_by(session, forecast, ada)

    open_item(session, forecast.id, actor=ada, now=NOW, policy=Policy.SOLO)
    assert holder_of(session, forecast) == ada.account_id


def test_what_is_not_there_cannot_be_taken(session, rita):
    with pytest.raises(NotFoundError):
        open_item(session, 404, actor=rita, now=NOW, policy=POLICY)


@pytest.mark.parametrize("role", [Role.READER, Role.AUTHOR])
def test_only_reviewers_take_items(session, role):
    forecast, actor = a_due_forecast(session), make_account(session, "Rea", role)

    with pytest.raises(NotAllowedError):
        claim(session, forecast.id, actor=actor, now=NOW)
    with pytest.raises(NotAllowedError):
        release(session, forecast.id, actor=actor)


def test_a_command_without_an_account_takes_no_item(session):
    with pytest.raises(NotAllowedError):
        claim(session, a_due_forecast(session).id, actor=COMMAND, now=NOW)
