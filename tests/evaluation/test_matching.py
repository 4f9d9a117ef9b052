"""Which proposal finds which label, each rule at its edge."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.domain.candidates import Chance, EstimateKind
from forecasts.evaluation import match_post
from forecasts.evaluation.matching import (
    Pair,
    deadline_agrees,
    hedge_agrees,
    match_spans,
    overlap,
    probability_agrees,
)
from forecasts.evaluation.reading import Label

JUNE, JULY = date(2020, 6, 30), date(2020, 7, 1)
PLACES = st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda span: (span[0], sum(span)))


def stated(millionths):
    return Chance(EstimateKind.STATED, millionths, millionths, millionths, "so many")


def worded(hedge):
    return Chance(EstimateKind.WORDED, 700_000, 600_000, 800_000, hedge)


@pytest.mark.parametrize(
    ("proposed", "matches"),
    [
        pytest.param((0, 9), False, id="apart"),
        pytest.param((0, 10), False, id="side by side"),
        pytest.param((0, 14), False, id="less than half of the shorter"),
        pytest.param((5, 15), True, id="exactly half"),
        pytest.param((0, 20), True, id="half of the shorter, less of the longer"),
        pytest.param((12, 14), True, id="inside"),
        pytest.param((0, 100), True, id="around"),
        pytest.param((25, 35), True, id="exactly half, at the end"),
        pytest.param((26, 36), False, id="less than half, at the end"),
    ],
)
def test_a_proposal_finds_a_label_from_half_of_the_shorter_span_on(
    a_candidate, a_label, proposed, matches
):
    label = a_label(10, 30)

    pairs = match_spans([a_candidate(*proposed)], [label])

    assert pairs == ([(0, 0)] if matches else [])


def test_two_proposals_never_share_a_label(a_candidate, a_label, a_post):
    whole, part = a_candidate(0, 20), a_candidate(0, 10)

    matched = match_post(a_post(a_label(0, 20)), [part, whole])

    assert [pair.candidate for pair in matched.found] == [whole]
    assert matched.wrong == (part,)


def test_a_proposal_over_two_labels_finds_the_one_it_shares_more_with(a_candidate, a_label, a_post):
    short, long = a_label(0, 10), a_label(10, 30)

    matched = match_post(a_post(short, long), [a_candidate(0, 30)])

    assert [pair.label for pair in matched.found] == [long]
    assert matched.missed == (short,)


def test_the_longest_overlap_is_taken_first_wherever_it_stands(a_candidate, a_label):
    labels = [a_label(0, 10), a_label(10, 30)]
    candidates = [a_candidate(0, 28), a_candidate(12, 24)]

    pairs = match_spans(candidates, labels)

    assert pairs == [(0, 1)]


def test_of_equal_overlaps_the_earliest_is_taken(a_candidate, a_label):
    labels = [a_label(10, 20), a_label(0, 10)]

    pairs = match_spans([a_candidate(0, 20)], labels)

    assert pairs == [(0, 1)]


def test_an_optional_label_counts_neither_when_found_nor_when_missed(a_candidate, a_label, a_post):
    post = a_post(a_label(0, 10, optional=True), a_label(20, 30, optional=True))

    matched = match_post(post, [a_candidate(0, 10)])

    assert (matched.found, matched.missed, matched.wrong) == ((), (), ())


@given(st.lists(PLACES, max_size=8), st.lists(PLACES, max_size=8))
def test_pairs_are_one_to_one_and_no_further_pair_is_left(proposed, marked):
    spans, labels = (
        [Label(start, end, "", (None,), (None,), None, optional=False) for start, end in places]
        for places in (proposed, marked)
    )

    pairs = match_spans(spans, labels)

    used, found = {i for i, _ in pairs}, {j for _, j in pairs}
    assert len(used) == len(found) == len(pairs)
    for i, span in enumerate(spans):
        for j, label in enumerate(labels):
            shorter = min(span.end - span.start, label.end - label.start)
            may_match = 2 * overlap(span, label) >= shorter
            assert may_match or (i, j) not in pairs
            assert not may_match or i in used or j in found


@pytest.mark.parametrize(
    ("latest", "accepted", "right"),
    [
        pytest.param(JUNE, (JUNE,), True, id="the day"),
        pytest.param(JULY, (JUNE,), False, id="a day later"),
        pytest.param(JULY, (JUNE, JULY), True, id="another defensible day"),
        pytest.param(None, (JUNE,), False, id="none where there is one"),
        pytest.param(None, (JUNE, None), True, id="none where that is defensible"),
        pytest.param(JUNE, (None,), False, id="one where there is none"),
        pytest.param(None, (None,), True, id="none where there is none"),
    ],
)
def test_a_deadline_is_right_when_the_label_accepts_it(
    a_candidate, a_label, latest, accepted, right
):
    pair = Pair(a_candidate(0, 10, latest=latest), a_label(0, 10, deadlines=accepted))

    assert deadline_agrees(pair) is right


@pytest.mark.parametrize(
    ("chance", "accepted", "right"),
    [
        pytest.param(stated(705_000), (0.7,), True, id="at the tolerance"),
        pytest.param(stated(695_000), (0.7,), True, id="at the tolerance, below"),
        pytest.param(stated(705_001), (0.7,), False, id="beyond it"),
        pytest.param(stated(5_000), (0.01,), True, id="one percent has the wide tolerance"),
        pytest.param(stated(2_100), (0.002,), True, id="five percent of a small value"),
        pytest.param(stated(2_101), (0.002,), False, id="more than five percent of it"),
        pytest.param(stated(800_000), (0.7, 0.8), True, id="another defensible value"),
        pytest.param(stated(700_000), (None,), False, id="one where there is none"),
        pytest.param(worded("probably"), (None,), True, id="words state no number"),
        pytest.param(worded("probably"), (0.7,), False, id="words where there is a number"),
        pytest.param(worded("probably"), (0.7, None), True, id="none where that is defensible"),
    ],
)
def test_a_stated_probability_is_right_within_the_tolerance(
    a_candidate, a_label, chance, accepted, right
):
    pair = Pair(a_candidate(0, 10, chance=chance), a_label(0, 10, probabilities=accepted))

    assert probability_agrees(pair) is right


@pytest.mark.parametrize(
    ("chance", "hedge", "right"),
    [
        pytest.param(worded("probably"), "probably", True, id="the same words"),
        pytest.param(worded("I\u2019m  Guessing"), "I'm guessing", True, id="in another form"),
        pytest.param(worded("likely"), "very likely", True, id="a part of them"),
        pytest.param(worded("likely"), "unlikely", False, id="a part of a word"),
        pytest.param(worded("probably"), "perhaps", False, id="other words"),
        pytest.param(worded("probably"), None, False, id="words where there are none"),
        pytest.param(stated(700_000), "probably", False, id="a number is no hedge"),
    ],
)
def test_hedges_agree_when_they_share_their_words(a_candidate, a_label, chance, hedge, right):
    pair = Pair(a_candidate(0, 10, chance=chance), a_label(0, 10, hedge=hedge))

    assert hedge_agrees(pair) is right
