"""T40 and T41 in small; the full ones are `python -m benchmarks hostile_posts`."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from benchmarks.growth import measure_growth
from benchmarks.hostile_posts import (
    OUTSIDE,
    PAST,
    WRONG_PHRASE,
    WRONG_QUOTE,
    find_faults,
    read_posts,
)
from benchmarks.hostile_texts import LONGEST_POST, MOTIFS, make_post
from forecasts.extraction import extract

POSTED = date(2017, 10, 26)
TEXT = "It rained. It will snow by May 2018."
POSTS = 1_500


@pytest.mark.slow
def test_no_hostile_post_crashes_or_gets_a_wrong_span_or_day():
    toll = read_posts(range(POSTS))

    assert toll.faults == {}
    assert toll.posts == POSTS
    assert toll.candidates > POSTS


def test_a_hostile_post_can_be_made_again_from_its_number():
    posts = [make_post(number) for number in range(50)]

    assert posts == [make_post(number) for number in range(50)]
    assert len({post.raw for post in posts}) == 50
    assert max(len(post.raw.encode()) for post in posts) <= LONGEST_POST


def test_there_are_thirty_motifs_and_no_two_alike():
    assert len(set(MOTIFS.values())) == len(MOTIFS) >= 30


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param(lambda it: replace(it, start=it.start + 1), WRONG_QUOTE, id="quote moved"),
        pytest.param(lambda it: replace(it, start=0, end=0, quote=""), WRONG_QUOTE, id="no quote"),
        pytest.param(
            lambda it: replace(it, reasons=(replace(it.reasons[0], end=len(TEXT) + 1),)),
            OUTSIDE,
            id="reason too long",
        ),
        pytest.param(
            lambda it: replace(it, deadline=replace(it.deadline, phrase="by June 2018")),
            WRONG_PHRASE,
            id="other words",
        ),
        pytest.param(
            lambda it: replace(
                it, deadline=replace(it.deadline, latest=POSTED - timedelta(days=1))
            ),
            PAST,
            id="day before",
        ),
    ],
)
def test_a_wrong_candidate_is_noticed(change, fault):
    (right,) = extract(TEXT, published=POSTED)

    assert list(find_faults(TEXT, [right], published=POSTED)) == []
    assert list(find_faults(TEXT, [change(right)], published=POSTED)) == [fault]


class Steps:
    """A clock that goes on only by the steps of the work."""

    def __init__(self, power):
        self.power = power
        self.taken = 0.0

    def work(self, text):
        self.taken += (len(text) / 1_000) ** self.power / 10

    def clock(self):
        return self.taken


@pytest.mark.parametrize(
    ("power", "fault"),
    [
        pytest.param(1, None, id="linear"),
        pytest.param(1.5, "twice the input takes 2.8 times as long", id="power of 1.5"),
        pytest.param(2, "twice the input takes 4.0 times as long", id="quadratic"),
    ],
)
def test_growth_steeper_than_linear_is_noticed(power, fault):
    steps = Steps(power)

    grown = measure_growth(
        steps.work, lambda size: "x" * size, sizes=(1_000, 2_000, 4_000), clock=steps.clock
    )

    assert grown.fault == fault


def test_input_grows_no_further_once_it_takes_too_long():
    steps = Steps(1)

    grown = measure_growth(
        steps.work, lambda size: "x" * size, sizes=(80_000, 160_000, 320_000), clock=steps.clock
    )

    assert grown.sizes == (80_000, 160_000)
    assert grown.fault == "160,000 characters take 16.0 s"
