"""Claims said round about, and the plain sentences they become."""

import pytest

from forecasts.extraction.rewrites import REWRITES, write_plainly


@pytest.mark.parametrize(
    ("words", "claim"),
    [pytest.param(*example, id=example[0]) for each in REWRITES for example in each.examples],
)
def test_each_way_to_say_it_becomes_a_plain_claim(words, claim):
    assert write_plainly(words) == claim


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("The bill passes this session", id="plain already"),
        pytest.param("Expectations are high", id="another word"),
        pytest.param("I think so", id="points back"),
        pytest.param("I bet $100 on it", id="a bet on nothing named"),
        pytest.param("Prediction markets fall", id="a noun"),
        pytest.param("No way", id="nothing behind it"),
    ],
)
def test_leaves_what_says_nothing_round_about(words):
    assert write_plainly(words) == words


def test_ways_within_ways_all_go():
    said = "I think it's only a matter of time before the bank fails"

    assert write_plainly(said) == "the bank fails"
