"""Peer and baseline scores: hand-worked, and equal to going through all moments one by one."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.scoring.peers import Span, Standing, baseline_scores, peer_scores

WEEK = Span(0, 7, 7)


def one_by_one(standings, span, *, yes):
    """Peer scores as their definition has them: at each moment against the mean of the others."""
    moments = sorted({span.opens, span.closed, *(m for s in standings for m in (s.since, s.until))})
    scores: dict[str, float] = {}
    for here, there in pairwise(moments):
        if here < span.opens or there > span.closed:
            continue
        there_now = [s for s in standings if s.since <= here and s.until >= there]
        logs = {
            s.who: math.log(max(s.probability if yes else 1 - s.probability, 1e-6))
            for s in there_now
        }
        for who, log in logs.items():
            others = [other for name, other in logs.items() if name != who]
            gain = log - sum(others) / len(others) if others else 0.0
            scores[who] = scores.get(who, 0.0) + 100 * gain * (there - here)
    return {who: score / (span.scheduled - span.opens) for who, score in scores.items()}


@st.composite
def questions(draw):
    standings = []
    for who in range(draw(st.integers(1, 6))):
        moments = sorted(draw(st.sets(st.integers(-2, 12), min_size=2, max_size=5)))
        for since, until in pairwise(moments):
            chance = draw(st.integers(0, 100)) / 100
            standings.append(Standing(who, since, until, chance))
    return draw(st.permutations(standings)), Span(0, 10, draw(st.integers(1, 10)))


@given(questions(), st.booleans())
def test_peer_scores_are_what_their_definition_says(question, yes):
    standings, span = question

    swept = peer_scores(standings, span, yes=yes)

    expected = one_by_one(standings, span, yes=yes)
    assert {who: earned.score for who, earned in swept.items()} == pytest.approx(expected, abs=1e-9)


@given(questions(), st.booleans())
def test_peer_scores_of_all_who_stand_all_the_time_add_up_to_nothing(question, yes):
    standings, span = question
    always = [Standing(each.who, 0, 10, each.probability) for each in standings]
    one_each = list({each.who: each for each in always}.values())

    scores = peer_scores(one_each, span, yes=yes)

    assert sum(earned.score for earned in scores.values()) == pytest.approx(0, abs=1e-9)


def test_two_people_are_worked_out_by_hand():
    standings = [Standing("ada", 0, 7, 0.9), Standing("ben", 3.5, 7, 0.3)]

    scores = peer_scores(standings, WEEK, yes=True)

    assert scores["ada"].score == pytest.approx(50 * math.log(3))
    assert scores["ben"].score == pytest.approx(-50 * math.log(3))
    assert (scores["ada"].coverage, scores["ben"].coverage) == (1, 0.5)


def test_who_is_alone_earns_nothing_by_peers():
    assert peer_scores([Standing("ada", 0, 7, 0.9)], WEEK, yes=True)["ada"] == (0, 1)


@pytest.mark.parametrize(
    ("chance", "yes", "points"),
    [(0.5, True, 0), (1.0, True, 100), (0.0, False, 100), (0.75, True, 58.496)],
)
def test_the_baseline_is_one_half(chance, yes, points):
    scores = baseline_scores([Standing("ada", 0, 7, chance)], WEEK, yes=yes)

    assert scores["ada"].score == pytest.approx(points, abs=1e-3)


def test_a_question_that_closes_early_leaves_some_of_the_time_uncovered():
    scores = baseline_scores([Standing("ada", -1, 9, 1.0)], Span(0, 10, 4), yes=True)

    assert scores["ada"] == pytest.approx((40, 0.4))


@pytest.mark.parametrize(
    "span",
    [Span(0, 0, 0), Span(0, 5, 6), Span(0, 5, -1)],
)
def test_a_question_without_time_is_refused(span):
    with pytest.raises(ValueError, match="closes"):
        baseline_scores([], span, yes=True)


def test_two_forecasts_of_one_person_at_once_are_refused():
    standings = [Standing("ada", 0, 5, 0.5), Standing("ada", 4, 7, 0.6)]

    with pytest.raises(ValueError, match="stand at once"):
        peer_scores(standings, WEEK, yes=True)
