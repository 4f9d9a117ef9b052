"""Putting items off, and acting on many at once."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from forecasts.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from forecasts.domain.lifecycle import Outcome, Status, VoidReason
from forecasts.domain.permissions import Role
from forecasts.domain.policies import Policy
from forecasts.services.claiming import open_item
from forecasts.services.desk import MOST_AT_ONCE, Voiding, decide_item, snooze_all, void_all
from forecasts.services.due import flag_due
from forecasts.services.snoozing import LONGEST_SNOOZE, Postponement, snooze, wake
from forecasts.services.verification import verify_record
from forecasts.store.models import Forecast, ItemClaim, LedgerEntry, Resolution, SealedText, Snooze
from tests.making import NOW, a_decision, make_account, make_forecast

TOMORROW = date(2026, 11, 23)
LATER = Postponement(until=date(2026, 12, 1), reason="The figures come out on Friday")


@pytest.fixture
def rita(session):
    return make_account(session, "Rita", Role.REVIEWER)


@pytest.fixture
def by(rita):
    return {"actor": rita, "now": NOW, "policy": Policy.INDEPENDENT}


def due_forecasts(session, number: int) -> list[Forecast]:
    forecasts = [make_forecast(session, deadline=date(2026, 10, 31)) for _ in range(number)]
    flag_due(session, now=NOW)
    for forecast in forecasts:
        session.refresh(forecast)
    return forecasts


def seen(forecasts: list[Forecast]) -> dict[int, int]:
    return {forecast.id: forecast.version for forecast in forecasts}


def kinds_of(session, forecast) -> list[str]:
    query = sa.select(LedgerEntry.kind).where(LedgerEntry.subject == f"forecast:{forecast.id}")
    return list(session.scalars(query.order_by(LedgerEntry.sequence)))


def test_an_item_is_put_off_with_its_reason_sealed_in_the_ledger(session, by):
    (forecast,) = due_forecasts(session, 1)

    snooze(session, forecast.id, LATER, version=2, **by)

    row = session.get(Snooze, forecast.id)
    sealed = session.scalars(sa.select(SealedText).order_by(SealedText.sequence.desc())).first()
    assert (row.until.isoformat(), row.reason) == ("2026-12-01T00:00:00+00:00", LATER.reason)
    assert kinds_of(session, forecast) == ["logged", "due", "snoozed"]
    assert LATER.reason in sealed.content
    assert session.scalar(sa.select(ItemClaim)) is None


def test_putting_off_again_replaces_the_day_and_the_reason(session, by):
    (forecast,) = due_forecasts(session, 1)
    snooze(session, forecast.id, LATER, version=2, **by)

    snooze(session, forecast.id, Postponement(until=TOMORROW, reason="So soon"), version=2, **by)

    session.expire_all()
    assert session.get(Snooze, forecast.id).reason == "So soon"


@pytest.mark.parametrize(
    ("until", "taken"),
    [
        pytest.param(NOW.date(), False, id="today"),
        pytest.param(TOMORROW, True, id="tomorrow"),
        pytest.param(NOW.date() + LONGEST_SNOOZE, True, id="the last day"),
        pytest.param(NOW.date() + LONGEST_SNOOZE + timedelta(days=1), False, id="too far"),
    ],
)
def test_an_item_is_put_off_to_a_later_day_that_is_near(session, by, until, taken):
    (forecast,) = due_forecasts(session, 1)
    wanted = Postponement(until=until, reason="Why not")

    if taken:
        snooze(session, forecast.id, wanted, version=2, **by)
    else:
        with pytest.raises(InvalidInputError) as caught:
            snooze(session, forecast.id, wanted, version=2, **by)
        assert caught.value.fields.keys() == {"until"}


@pytest.mark.parametrize("reason", ["", "  ", "r" * 301], ids=["none", "blank", "too long"])
def test_an_item_is_not_put_off_without_a_short_reason(session, by, reason):
    (forecast,) = due_forecasts(session, 1)

    with pytest.raises(InvalidInputError) as caught:
        snooze(session, forecast.id, Postponement(until=TOMORROW, reason=reason), version=2, **by)
    assert caught.value.fields.keys() == {"reason"}


def test_what_was_decided_or_has_changed_is_not_put_off(session, by):
    decided, changed = due_forecasts(session, 2)
    decide_item(session, decided.id, a_decision(), version=2, **by)

    with pytest.raises(ConflictError, match="resolved now"):
        snooze(session, decided.id, LATER, version=3, **by)
    with pytest.raises(ConflictError, match="has changed"):
        snooze(session, changed.id, LATER, version=1, **by)


def test_an_author_who_reviews_does_not_put_off_their_own(session, by):
    ada = make_account(session, "Ada", Role.REVIEWER, authors=["Ada Author"])
    (forecast,) = due_forecasts(session, 1)

    with pytest.raises(NotAllowedError):
        snooze(session, forecast.id, LATER, version=2, **(by | {"actor": ada}))


def test_an_item_is_brought_back_before_its_day_once(session, by):
    (forecast,) = due_forecasts(session, 1)
    snooze(session, forecast.id, LATER, version=2, **by)

    wake(session, forecast.id, **by)

    with pytest.raises(ConflictError):
        wake(session, forecast.id, **by)
    assert kinds_of(session, forecast)[-2:] == ["snoozed", "woken"]


def test_deciding_ends_the_putting_off(session, by):
    (forecast,) = due_forecasts(session, 1)
    snooze(session, forecast.id, LATER, version=2, **by)

    decide_item(session, forecast.id, a_decision(), version=2, **by)

    assert session.scalar(sa.select(Snooze)) is None


def test_many_are_voided_and_each_that_is_not_says_why(session, by):
    free, changed, taken, decided, own = due_forecasts(session, 5)
    bert = make_account(session, "Bert", Role.REVIEWER)
    open_item(session, taken.id, **(by | {"actor": bert}))
    decide_item(session, decided.id, a_decision(), version=2, **by)
    items = seen([free, taken, own]) | {changed.id: 1, decided.id: 3, 404: 1}

    tally = void_all(session, items, Voiding(VoidReason.DUPLICATE, "Twice"), **by)

    assert tally.changed == [free.id, own.id]
    assert tally.kept.keys() == {changed.id, taken.id, decided.id, 404}
    assert "has changed" in tally.kept[changed.id]
    assert "Bert is at work" in tally.kept[taken.id]
    assert "resolved by now" in tally.kept[decided.id]
    outcomes = session.execute(
        sa.select(Resolution.forecast_id, Resolution.outcome, Resolution.void_reason).where(
            Resolution.outcome == Outcome.VOID
        )
    ).all()
    assert sorted(outcomes) == [
        (each.id, Outcome.VOID, VoidReason.DUPLICATE) for each in (free, own)
    ]
    holders = session.scalars(sa.select(ItemClaim.forecast_id)).all()
    assert holders == [taken.id]
    assert verify_record(session).fault is None


def test_an_item_that_is_kept_loses_nothing_of_its_own(session, by):
    (forecast,) = due_forecasts(session, 1)
    snooze(session, forecast.id, LATER, version=2, **by)

    void_all(session, {forecast.id: 1}, Voiding(VoidReason.DUPLICATE), **by)

    session.expire_all()
    assert session.get(Snooze, forecast.id).reason == LATER.reason
    assert session.get(Forecast, forecast.id).status is Status.DUE


def test_many_are_put_off_at_once(session, by):
    forecasts = due_forecasts(session, 3)

    tally = snooze_all(session, seen(forecasts), LATER, **by)

    assert tally.changed == [forecast.id for forecast in forecasts]
    assert session.scalar(sa.select(sa.func.count()).select_from(Snooze)) == 3


@pytest.mark.parametrize("number", [0, MOST_AT_ONCE + 1])
def test_none_and_too_many_are_refused(session, by, number):
    items = dict.fromkeys(range(1, number + 1), 1)

    with pytest.raises(InvalidInputError):
        void_all(session, items, Voiding(VoidReason.DUPLICATE), **by)


def test_as_many_as_may_be_are_done_together(session, by):
    forecasts = due_forecasts(session, MOST_AT_ONCE)

    tally = void_all(session, seen(forecasts), Voiding(VoidReason.NOT_A_FORECAST), **by)

    assert len(tally.changed) == MOST_AT_ONCE


def test_only_reviewers_act_on_many(session, by):
    forecasts = due_forecasts(session, 1)
    reader = by | {"actor": make_account(session, "Rea", Role.AUTHOR)}

    with pytest.raises(NotAllowedError):
        void_all(session, seen(forecasts), Voiding(VoidReason.DUPLICATE), **reader)
    with pytest.raises(NotAllowedError):
        snooze_all(session, seen(forecasts), LATER, **reader)
