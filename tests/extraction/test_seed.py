"""The founding example, read in place where it is at hand."""

from datetime import date
from pathlib import Path

import pytest

from forecasts.extraction import TextFormat, extract, normalise

SEED = Path(__file__).parents[3] / "shared" / "seed" / "2017-10-26-iraq.txt"
POSTED = date(2017, 10, 26)

pytestmark = pytest.mark.skipif(not SEED.exists(), reason="the seed post is not at hand")


@pytest.fixture
def text():
    return normalise(SEED.read_bytes(), text_format=TextFormat.TEXT)


@pytest.fixture
def candidates(text):
    return extract(text, published=POSTED)


def about(candidates, *words):
    """The candidates whose quote holds all of the words."""
    return [each for each in candidates if all(word in each.quote for word in words)]


@pytest.mark.parametrize(
    ("words", "latest"),
    [
        pytest.param(("Iraq", "completely"), date(2017, 12, 31), id="Iraq by the end of 2017"),
        pytest.param(("Syria", "at the latest"), date(2018, 4, 30), id="Syria by the end of April"),
    ],
)
def test_offers_both_dated_claims_with_the_attitude_they_share(candidates, words, latest):
    (candidate,) = about(candidates, *words)

    assert candidate.deadline.latest == latest
    assert candidate.chance.hedge == "My guess is"
    assert candidate.chance.middle == 650_000


def test_the_two_dated_claims_do_not_overlap(candidates):
    (iraq,), (syria,) = about(candidates, "completely"), about(candidates, "at the latest")

    assert iraq.end <= syria.start


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("Rawa", "fall", "holdings left"), id="no holdings left"),
        pytest.param(("All of the cities",), id="all cities liberated"),
        pytest.param(("fighting force",), id="done as a fighting force"),
        pytest.param(("Caliphate", "no longer"), id="no caliphate"),
        pytest.param(("defeated sooner",), id="sooner rather than later"),
        pytest.param(("defeated in both",), id="in both countries"),
        pytest.param(("will not mean the end",), id="not its end"),
        pytest.param(("guerrilla force",), id="goes on as a guerrilla force"),
        pytest.param(("millions of people",), id="support in the future"),
        pytest.param(("could fracture",), id="tensions"),
    ],
)
def test_offers_the_other_claims_without_a_day(candidates, words):
    (candidate,) = about(candidates, *words)

    assert candidate.deadline is None or candidate.deadline.latest is None


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("have launched", id="the offensive"),
        pytest.param("50,000 civilians", id="the civilians"),
        pytest.param("1500 remaining", id="the troops"),
        pytest.param("another day", id="fighting for another day"),
        pytest.param("I don't know", id="what the author does not know"),
        pytest.param("I sincerely hope", id="what the author hopes"),
        pytest.param("game changer", id="what has happened"),
    ],
)
def test_offers_no_reported_fact_wish_or_open_question(candidates, words):
    assert about(candidates, words) == []


def test_offers_little_else(candidates):
    assert len(candidates) <= 15


def test_every_quote_is_proven(text, candidates):
    for candidate in candidates:
        assert text[candidate.start : candidate.end] == candidate.quote
