"""What a reversal does to a card, before it is confirmed and afterwards."""

from datetime import date

import pytest

from forecasts.domain.lifecycle import Outcome
from forecasts.services.consequences import weigh, weigh_reversals
from forecasts.services.scorecards import author_card
from forecasts.services.settling import list_decisions
from tests.deciding import YESTERDAY, add_estimate, decide_as, make_due
from tests.making import NOW, a_decision


def judge(session, rita, *, stated, outcomes, **wanted):
    for number, outcome in enumerate(outcomes):
        forecast = make_due(session, claim=f"Bridge {number}", stated=stated, **wanted)
        decide_as(session, forecast, rita, outcome, now=YESTERDAY)
    return forecast


def test_shows_the_mean_score_before_and_after(session, rita):
    last = judge(session, rita, stated=0.8, outcomes=[Outcome.YES] * 10)

    (weighed,) = weigh(session, last.id, a_decision(Outcome.NO), now=NOW)

    assert (weighed.before.stated, weighed.after.stated) == (10, 10)
    assert weighed.before.brier == pytest.approx(0.04)
    assert weighed.after.brier == pytest.approx((9 * 0.04 + 0.64) / 10)


def test_what_becomes_void_leaves_the_figures(session, rita):
    last = judge(session, rita, stated=0.8, outcomes=[Outcome.YES] * 10)

    (weighed,) = weigh(session, last.id, a_decision(Outcome.VOID), now=NOW)

    assert (weighed.before.stated, weighed.after.stated, weighed.after.brier) == (10, 9, None)


def test_flat_statements_have_a_count_of_what_came_true(session, rita):
    last = judge(session, rita, stated=None, outcomes=[Outcome.YES, Outcome.NO])

    (weighed,) = weigh(session, last.id, a_decision(Outcome.YES), now=NOW)

    assert [(each.flat, each.came_true) for each in (weighed.before, weighed.after)] == [
        (2, 1),
        (2, 2),
    ]


def test_a_day_before_it_was_said_takes_it_out(session, rita):
    last = judge(session, rita, stated=None, outcomes=[Outcome.YES])

    (weighed,) = weigh(session, last.id, a_decision(known_on=date(2026, 1, 1)), now=NOW)

    assert (weighed.before.flat, weighed.after.flat) == (1, 0)


def test_each_author_of_the_forecast_is_weighed(session, rita):
    last = judge(session, rita, stated=0.8, outcomes=[Outcome.YES])
    add_estimate(session, last, "Cleo Writer")

    weighed = weigh(session, last.id, a_decision(Outcome.NO), now=NOW)

    assert [each.author.name for each in weighed] == ["Ada Author", "Cleo Writer"]
    assert (weighed[1].before.came_true, weighed[1].after.came_true) == (1, 0)


def test_the_history_shows_what_each_reversal_did_and_its_end_is_the_card(session, rita):
    last = judge(session, rita, stated=None, outcomes=[Outcome.YES, Outcome.YES])
    decide_as(session, last, rita, Outcome.NO, now=YESTERDAY)

    weighed = weigh_reversals(session, list_decisions(session, last.id), now=NOW)

    card = author_card(session, last.author_id, now=NOW).scorecard
    after = weighed[2][0].after
    assert list(weighed) == [2]
    assert (after.flat, after.came_true) == (card.flat.n, card.flat.yes) == (2, 1)
