"""The lanes of the desk: what lies in each, for whom, and what comes next."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from forecasts.domain.lifecycle import Outcome
from forecasts.domain.permissions import Role
from forecasts.domain.policies import Policy
from forecasts.services.claiming import CLAIM_LASTS, claim
from forecasts.services.confirming import confirm
from forecasts.services.conflicts import declare_conflict, without_conflict
from forecasts.services.desk import decide_item
from forecasts.services.disputes import dispute
from forecasts.services.due import flag_due
from forecasts.services.hints import Pointer, dismiss_hint, point_out
from forecasts.services.resolution import Verdict
from forecasts.services.second_looks import look_again
from forecasts.services.snoozing import Postponement, snooze
from forecasts.store.models import Forecast, SecondLook
from forecasts.store.queries.desk import (
    Lane,
    View,
    count_waiting,
    is_blind,
    list_lane,
    look_at_lanes,
    next_free,
)
from forecasts.store.queries.paging import Paging
from forecasts.store.queries.similar import find_similar
from tests.making import NOW, SECOND, a_decision, make_account, make_forecast

OVERDUE = date(2026, 11, 1)
DUE = date(2026, 11, 20)
INDEPENDENT, TWO = Policy.INDEPENDENT, Policy.TWO_PERSON
HINT = Pointer(evidence_url="https://example.org/", known_on=date(2026, 11, 20))


@pytest.fixture
def people(session):
    make_account(session, "Operator", Role.ADMIN)
    roles = {"rita": Role.REVIEWER, "bert": Role.REVIEWER, "rea": Role.READER}
    return {name: make_account(session, name, role) for name, role in roles.items()}


@pytest.fixture
def view(people):
    return View(actor=people["rita"], decidable=without_conflict(people["rita"]))


def log(session, deadline: date = OVERDUE, **wanted) -> Forecast:
    forecast = make_forecast(session, deadline=deadline, **wanted)
    flag_due(session, now=NOW)
    session.refresh(forecast)
    return forecast


def lanes_of(session, view, *, now=NOW) -> dict[str, int]:
    states = look_at_lanes(session, view, now=now)
    return {lane.value: state.number for lane, state in states.items() if state.number}


def decide(session, forecast, actor, policy=INDEPENDENT, **wanted):
    return decide_item(
        session,
        forecast.id,
        a_decision(**wanted),
        version=session.scalar(sa.select(Forecast.version).where(Forecast.id == forecast.id)),
        actor=actor,
        now=NOW,
        policy=policy,
        share=0,
    )


@pytest.mark.parametrize(
    ("days", "lane"),
    [
        pytest.param(-7, "overdue", id="due for a week"),
        pytest.param(-6, "due", id="due for less"),
        pytest.param(14, "due soon", id="due in a fortnight"),
        pytest.param(15, None, id="due later"),
    ],
)
def test_what_is_due_lies_in_the_lane_of_its_age(session, view, days, lane):
    midnight = NOW.replace(hour=0)
    due_at = midnight + timedelta(days=days)
    log(session, (due_at - timedelta(days=1)).date())

    assert lanes_of(session, view, now=midnight) == ({lane: 1} if lane else {})


def test_a_lane_tells_since_when_its_oldest_waits(session, view):
    log(session, DUE)
    oldest = log(session, date(2026, 11, 19))

    state = look_at_lanes(session, view, now=NOW)[Lane.DUE]

    assert (state.number, state.oldest) == (2, oldest.due_at)


def test_a_hint_puts_an_open_forecast_before_the_reviewers_until_it_is_dismissed(
    session, people, view
):
    forecast = log(session, date(2027, 6, 1))
    hint = point_out(session, forecast.id, HINT, actor=people["rea"], now=NOW)

    assert lanes_of(session, view) == {"perhaps decided": 1}
    dismiss_hint(session, hint.id, actor=people["rita"], now=NOW, policy=INDEPENDENT)
    assert lanes_of(session, view) == {}


def test_what_is_put_off_lies_in_its_own_lane_and_does_not_wait_until_its_day(
    session, people, view
):
    forecast = log(session)
    wanted = Postponement(until=date(2026, 12, 1), reason="Figures")
    by = {"actor": people["bert"], "now": NOW, "policy": INDEPENDENT}
    snooze(session, forecast.id, wanted, version=forecast.version, **by)
    its_day = NOW.replace(month=12, day=1, hour=0)

    assert lanes_of(session, view) == {"snoozed": 1}
    assert count_waiting(session, view, now=NOW) == 0
    assert lanes_of(session, view, now=its_day - SECOND) == {"snoozed": 1}
    assert lanes_of(session, view, now=its_day) == {"overdue": 1}


def test_what_is_proposed_waits_for_everybody_but_who_proposed_it(session, people, view):
    decide(session, log(session), people["bert"], TWO)
    berts = View(actor=people["bert"], decidable=without_conflict(people["bert"]))

    assert lanes_of(session, view) == {"second look": 1}
    assert lanes_of(session, berts) == {}
    assert count_waiting(session, view, now=NOW) == 1
    assert count_waiting(session, berts, now=NOW) == 0


def test_what_is_proposed_early_lies_in_no_other_lane(session, people, view):
    forecast = log(session, date(2026, 12, 1))
    point_out(session, forecast.id, HINT, actor=people["rea"], now=NOW)
    assert lanes_of(session, view) == {"perhaps decided": 1, "due soon": 1}

    decide(session, forecast, people["bert"], TWO)

    assert lanes_of(session, view) == {"second look": 1}


def test_what_is_disputed_lies_in_its_lane_and_not_before_who_disputes_it(session, people, view):
    forecast = log(session)
    decide(session, forecast, people["bert"])
    ritas = {"reason": "No", "evidence_url": None, "actor": people["rea"], "now": NOW}
    dispute(session, forecast.id, number=1, **ritas)

    states = look_at_lanes(session, view, now=NOW)

    assert states[Lane.DISPUTED] == (1, NOW)


def test_an_answer_waits_for_somebody_beside_the_two_who_made_the_disputed_decision(
    session, people, view
):
    cora = make_account(session, "cora", Role.REVIEWER)
    coras = View(actor=cora, decidable=without_conflict(cora))
    forecast = log(session)
    first = decide(session, forecast, people["bert"], TWO)
    by = {"version": 1, "now": NOW, "policy": TWO, "share": 0}
    confirm(session, first.id, actor=people["rita"], **by)
    about = {"reason": "No", "evidence_url": None, "actor": people["rea"], "now": NOW}
    dispute(session, forecast.id, number=1, **about)

    decide(session, forecast, people["bert"], TWO, outcome=Outcome.NO, note="The paper says so")

    assert lanes_of(session, view) == {}
    assert lanes_of(session, coras) == {"second look": 1}


def test_a_drawn_decision_waits_for_somebody_who_had_no_part_in_it(session, people, view):
    forecast = log(session)
    decide(session, forecast, people["bert"])
    look = SecondLook(forecast_id=forecast.id, number=1, drawn_at=NOW)
    session.add(look)
    session.flush()
    berts = View(actor=people["bert"], decidable=without_conflict(people["bert"]))

    assert (lanes_of(session, view), lanes_of(session, berts)) == ({"second look": 1}, {})
    assert is_blind(session, forecast.id, view)
    assert not is_blind(session, forecast.id, berts)
    (item,) = list_lane(session, Lane.SECOND_LOOK, view, Paging(), total=1, now=NOW).rows
    assert item.blind

    verdict = Verdict(outcome=Outcome.YES)
    look_again(session, look.id, verdict, actor=people["rita"], now=NOW, policy=INDEPENDENT)
    assert lanes_of(session, view) == {}


def test_who_looks_for_an_author_is_not_told_which_blind_items_are_theirs(session, people, view):
    forecast = log(session)
    decide(session, forecast, people["bert"])
    session.add(SecondLook(forecast_id=forecast.id, number=1, drawn_at=NOW))
    session.flush()

    wanted = View(actor=view.actor, decidable=view.decidable, author="ada-author")

    assert lanes_of(session, wanted) == {}


def test_what_one_has_a_conflict_with_does_not_wait_for_one(session, people, view):
    forecast = log(session)
    log(session, author="Otto Other")
    declare_conflict(
        session, reason="Kin", actor=people["rita"], now=NOW, author_id=forecast.author_id
    )

    assert lanes_of(session, view) == {"overdue": 1}
    assert count_waiting(session, view, now=NOW) == 1


@pytest.mark.parametrize(
    ("asked", "claims"),
    [
        ({"author": "otto-other"}, ["The mill will burn"]),
        ({"words": "BRIDGE"}, ["The bridge will be open"]),
        ({"mine": True}, ["The bridge will be open"]),
        ({"author": "nobody"}, []),
    ],
)
def test_the_desk_shows_what_is_asked_for(session, people, view, asked, claims):
    bridge = log(session)
    log(session, author="Otto Other", claim="The mill will burn")
    claim(session, bridge.id, actor=people["rita"], now=NOW)
    wanted = View(actor=view.actor, decidable=view.decidable, **asked)

    rows = list_lane(session, Lane.OVERDUE, wanted, Paging(), total=2, now=NOW).rows

    assert [row.forecast.claim for row in rows] == claims
    assert lanes_of(session, wanted) == ({"overdue": len(claims)} if claims else {})


def test_a_row_says_who_is_at_work_on_it(session, people, view):
    mine, berts, free = (log(session) for _ in range(3))
    claim(session, mine.id, actor=people["rita"], now=NOW)
    claim(session, berts.id, actor=people["bert"], now=NOW)

    rows = list_lane(session, Lane.OVERDUE, view, Paging(), total=3, now=NOW).rows
    later = list_lane(session, Lane.OVERDUE, view, Paging(), total=3, now=NOW + CLAIM_LASTS).rows

    assert [(row.forecast.id, row.holder, row.mine) for row in rows] == [
        (mine.id, None, True),
        (berts.id, "bert", False),
        (free.id, None, False),
    ]
    assert [row.holder for row in later] == [None, None, None]


def test_the_next_item_is_the_first_free_one_behind_the_last(session, people, view):
    first, second, third = (log(session) for _ in range(3))
    claim(session, second.id, actor=people["bert"], now=NOW)

    def next_after(forecast):
        after = (forecast.due_at, forecast.id)
        return next_free(session, Lane.OVERDUE, view, after=after, now=NOW)

    assert next_free(session, Lane.OVERDUE, view, now=NOW) == first.id
    assert next_after(first) == third.id
    assert next_after(third) == first.id


def test_similar_forecasts_share_rare_words_or_their_author(session, people):
    asked = log(session, claim="The harbour bridge will be open by winter")
    alike = log(session, author="Otto Other", claim="The harbour bridge will be closed")
    apart = log(session, author="Otto Other", claim="Nothing of the kind")
    same = log(session, claim="The mill will burn")
    for forecast in (alike, apart, same):
        decide(session, forecast, people["bert"], outcome=Outcome.NO)

    found = find_similar(session, asked)

    assert [(each.forecast_id, each.same_author) for each in found] == [
        (alike.id, False),
        (same.id, True),
    ]
    assert {each.outcome for each in found} == {Outcome.NO}
