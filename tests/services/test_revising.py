"""What an author says later: kept beside what was said first, and never scored in hindsight."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.deadlines import Deadline
from forecasts.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from forecasts.domain.lifecycle import Outcome, Status
from forecasts.domain.permissions import Actor, Role
from forecasts.domain.visibility import Visibility
from forecasts.services.due import flag_due
from forecasts.services.estimates import closing_estimate, tell_estimates
from forecasts.services.recording import withdraw
from forecasts.services.resolution import resolve
from forecasts.services.revising import Change, log_changed, revise
from forecasts.services.scorecards import author_card
from forecasts.services.verification import verify_record
from forecasts.store.models import Forecast, LedgerEntry
from forecasts.store.queries.forecasts import find_forecast
from forecasts.store.queries.successions import find_chain
from tests.making import (
    NOW,
    OPERATOR,
    SOLO,
    a_decision,
    make_account,
    make_forecast,
    stated_chance,
)

SAID = date(2026, 1, 5)
DEADLINE = date(2026, 6, 30)
KNOWN = date(2026, 6, 10)


@pytest.fixture
def owner(session: Session) -> Actor:
    make_account(session, "operator", Role.ADMIN)
    return make_account(session, "ada", Role.AUTHOR, authors=["Ada Author"])


def at(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=12)


def logged(session: Session, **wanted: object) -> Forecast:
    ordinary = {"deadline": DEADLINE, "said_on": SAID, "now": at(SAID), "stated": 0.5}
    return make_forecast(session, **(ordinary | wanted))


def give(session: Session, forecast: Forecast, actor: Actor, day: date, chance: float = 0.8):
    """Revise the forecast on that day."""
    session.refresh(forecast)
    return revise(
        session,
        forecast.id,
        stated_chance(chance),
        said_on=day,
        version=forecast.version,
        actor=actor,
        now=at(day),
    )


def decide(session: Session, forecast: Forecast, outcome: Outcome = Outcome.YES) -> None:
    session.refresh(forecast)
    resolve(
        session,
        forecast.id,
        a_decision(outcome, known_on=KNOWN),
        version=forecast.version,
        actor=OPERATOR,
        now=NOW,
        policy=SOLO,
    )


def read(session: Session, forecast: Forecast) -> Forecast:
    session.expire_all()
    return find_forecast(session, forecast.id, actor=OPERATOR)


def kinds(session: Session) -> list[str]:
    return list(session.scalars(sa.select(LedgerEntry.kind).order_by(LedgerEntry.sequence)))


def change(**wanted: object) -> Change:
    ordinary = {
        "claim": "The bridge will be open",
        "deadline": Deadline(date(2026, 12, 31), None, "", 0, 0, "set by a person"),
        "chance": stated_chance(0.6),
        "said_on": date(2026, 3, 1),
    }
    return Change(**(ordinary | wanted))


def put_in_place(session: Session, forecast: Forecast, actor: Actor, **wanted: object) -> Forecast:
    now = wanted.pop("now", at(date(2026, 3, 1)))
    session.refresh(forecast)
    return log_changed(
        session, forecast.id, change(**wanted), version=forecast.version, actor=actor, now=now
    )


def test_a_revised_estimate_stands_beside_the_first(session, owner):
    forecast = logged(session)

    give(session, forecast, owner, date(2026, 3, 1), 0.8)

    told = tell_estimates(read(session, forecast))
    assert [each.estimate.probability for each in told] == [500_000, 800_000]
    assert [(each.opening, each.closing) for each in told] == [(True, False), (False, True)]
    assert kinds(session) == ["logged", "revised"]


def test_the_card_scores_the_first(session, owner):
    forecast = logged(session)
    give(session, forecast, owner, date(2026, 3, 1), 0.9)
    decide(session, forecast)

    stated = author_card(session, forecast.author_id, now=NOW).scorecard.stated

    assert [cell.level for cell in stated.cells] == [500_000]


@pytest.mark.parametrize("role", [Role.READER, Role.AUTHOR, Role.REVIEWER])
def test_nobody_else_revises(session, owner, role):
    forecast = logged(session)
    assert owner.authors

    with pytest.raises(NotAllowedError):
        give(session, forecast, make_account(session, "otto", role), date(2026, 3, 1))


def test_what_is_due_takes_an_estimate_and_what_is_decided_none(session, owner):
    forecast = logged(session)
    flag_due(session, now=at(date(2026, 7, 5)))
    give(session, forecast, owner, date(2026, 7, 6))
    decide(session, forecast)

    with pytest.raises(ConflictError, match="resolved as yes"):
        give(session, forecast, owner, date(2026, 7, 7))


def test_an_estimate_is_not_older_than_the_one_before(session, owner):
    forecast = logged(session)
    give(session, forecast, owner, date(2026, 3, 1))

    with pytest.raises(InvalidInputError, match="must not be older"):
        revise(
            session,
            forecast.id,
            stated_chance(0.9),
            said_on=date(2026, 2, 1),
            version=2,
            actor=owner,
            now=at(date(2026, 3, 2)),
        )


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (KNOWN - timedelta(days=1), True),
        (KNOWN, False),
        (KNOWN + timedelta(days=1), False),
    ],
)
def test_an_estimate_counts_only_before_the_outcome_was_known(session, owner, day, counts):
    forecast = logged(session)
    give(session, forecast, owner, day)
    decide(session, forecast)

    told = tell_estimates(read(session, forecast))

    assert told[1].too_late is not counts
    assert told[1].closing is counts
    assert told[0].closing is not counts


def around(draw: random.Random, day: date) -> date:
    return day + timedelta(days=draw.randint(-3, 3))


def test_of_a_thousand_entries_around_the_outcome_no_later_one_scores(session, owner):
    """T26."""
    draw = random.Random(26)  # noqa: S311 - chances, not secrets
    entries = 0
    while entries < 1000:
        said = around(draw, draw.choice([SAID, KNOWN, DEADLINE]))
        forecast = logged(session, said_on=said, deadline=max(DEADLINE, said), now=at(said))
        days = sorted(
            around(draw, draw.choice([KNOWN, DEADLINE])) for _ in range(draw.randint(0, 6))
        )
        for day in days:
            if day >= said:
                give(session, forecast, owner, day)
                entries += 1
        decide(session, forecast)
        entries += 1
        closing = closing_estimate(read(session, forecast))
        assert closing is None or (closing.said_on < KNOWN and closing.recorded_at.date() < KNOWN)

    card = author_card(session, forecast.author_id, now=NOW)
    in_time = sa.select(sa.func.count()).where(Forecast.said_on < KNOWN)
    assert card.scorecard.stated.n == session.scalar(in_time)
    assert card.hindsight > 50


def test_a_changed_forecast_follows_the_first_which_is_still_decided(session, owner):
    first = logged(session)

    second = put_in_place(session, first, owner)

    assert read(session, first).status is Status.OPEN
    assert find_chain(session, first.id, actor=owner).forecasts == [first, second]
    assert kinds(session) == ["logged", "logged", "linked"]
    decide(session, first, Outcome.NO)
    assert author_card(session, first.author_id, now=NOW).scorecard.counts.resolved == 1


def test_a_chain_tells_how_often_the_deadline_was_moved(session, owner):
    first = logged(session)
    second = put_in_place(session, first, owner)
    third = put_in_place(session, second, owner, claim="The bridge will be open to all")
    later = Deadline(date(2027, 12, 31), None, "", 0, 0, "set by a person")
    put_in_place(session, third, owner, deadline=later)

    for number in (first.id, second.id, third.id):
        chain = find_chain(session, number, actor=owner)
        assert len(chain.forecasts) == 4
        assert chain.moves == 2


def test_nothing_takes_its_place_once_its_day_is_over(session, owner):
    forecast = logged(session)

    with pytest.raises(ConflictError, match="day of forecast"):
        put_in_place(session, forecast, owner, now=forecast.due_at)
    with pytest.raises(ConflictError, match="day of forecast"):
        withdraw(session, forecast.id, version=1, actor=owner, now=forecast.due_at)


def test_only_one_takes_its_place(session, owner):
    forecast = logged(session)
    put_in_place(session, forecast, owner)

    with pytest.raises(ConflictError, match="change that one"):
        put_in_place(session, forecast, owner)


def test_what_says_the_same_is_no_change(session, owner):
    forecast = logged(session)
    same = Deadline(DEADLINE, None, "", 0, 0, "set by a person")

    with pytest.raises(InvalidInputError, match="as before"):
        put_in_place(session, forecast, owner, deadline=same)


def test_a_changed_forecast_is_seen_as_the_first_is(session, owner):
    forecast = logged(session, visibility=Visibility.PRIVATE)

    later = put_in_place(session, forecast, owner)

    assert later.visibility is Visibility.PRIVATE
    assert verify_record(session).fault is None
