"""The sentences on a card."""

import pytest

from forecasts.scoring.scorecard import Counts, Rate, Scorecard, WordedTables
from forecasts.scoring.wording import in_words, stated_in_words
from tests.scoring.forecasts_made_up import table_of


def said(percent, *, yes, no):
    return [(percent, 1)] * yes + [(percent, 0)] * no


def words_of(**parts):
    return in_words(Scorecard(author="A. Blogger", counts=Counts(), **parts))


def test_nothing_resolved_is_said_plainly():
    assert words_of() == ["Nothing is resolved yet, so there is nothing to say."]


def test_below_ten_there_is_only_what_luck_would_give():
    table = table_of(*said(80, yes=3, no=0))

    assert stated_in_words(table) == [
        "3 of 3 stated forecasts came true.",
        "Too few to say anything: luck alone would give 0.04 to 0.44.",
    ]


def test_a_calibrated_author_is_not_accused():
    table = table_of(*said(60, yes=12, no=8), *said(80, yes=16, no=4))

    first, second = stated_in_words(table)

    assert first == (
        "Said 60 to 80 % and was right 70 % of the time (28 of 40, 55 to 82 %):"
        " no evidence that the numbers are off."
    )
    assert second == (
        "The Brier score is 0.200 (0.14 to 0.26), where 0 is perfect and 0.25 is what fifty-fifty"
        " earns; 0.155 to 0.250 would be luck if the stated numbers were right."
    )


@pytest.mark.parametrize(
    ("forecasts", "verdict"),
    [
        pytest.param(said(90, yes=50, no=50), "too sure", id="leaning to yes, too sure"),
        pytest.param(said(60, yes=97, no=3), "not sure enough", id="leaning to yes, too timid"),
        pytest.param(
            said(95, yes=60, no=40) + said(5, yes=40, no=60), "too sure", id="both ways, too sure"
        ),
        pytest.param(
            said(70, yes=98, no=2) + said(30, yes=2, no=98), "not sure enough", id="both, too timid"
        ),
        pytest.param(
            said(40, yes=23, no=77) + said(60, yes=40, no=60),
            "less came true than was said",
            id="shifted",
        ),
    ],
)
def test_the_verdict_names_what_is_off_once_there_is_evidence(forecasts, verdict):
    assert stated_in_words(table_of(*forecasts))[0].endswith(f": {verdict}.")


def test_a_mean_is_given_where_some_numbers_lean_to_no():
    table = table_of(*said(10, yes=1, no=9), *said(70, yes=7, no=3))

    assert stated_in_words(table)[0].startswith(
        "Said 10 to 70 %, 40 % on average, and 40 % came true (8 of 20, 22 to 61 %)"
    )


def test_fewer_than_twenty_are_called_provisional():
    sentences = stated_in_words(table_of(*said(70, yes=13, no=6)))

    assert sentences[-1] == "Provisional: fewer than 20 forecasts."
    assert sentences[0].startswith("Said 70 % and was right 68 % of the time")


@pytest.mark.parametrize(
    ("flat", "sentence"),
    [
        pytest.param(
            Rate(44, 31),
            "Flat, without a probability: 31 of 44 came true, 70 % (56 to 82 %).",
            id="enough",
        ),
        pytest.param(
            Rate(9, 9),
            "Flat, without a probability: 9 of 9 came true; fewer than 10, too few for a rate.",
            id="too few",
        ),
        pytest.param(
            Rate(1000, 999),
            "Flat, without a probability: 999 of 1000 came true, 99.9 % (99 to over 99.9 %).",
            id="nearly all is not all",
        ),
    ],
)
def test_flat_statements_have_a_rate_of_their_own(flat, sentence):
    assert words_of(flat=flat) == [sentence]


def test_worded_forecasts_have_a_range_of_their_own():
    readings = [table_of(*said(percent, yes=8, no=2)) for percent in (60, 70, 80)]

    assert words_of(worded=WordedTables(*readings)) == [
        "In words: 8 of 10 came true; a Brier score of 0.16 to 0.20, as the words are read."
    ]


def test_few_worded_forecasts_are_only_counted():
    readings = [table_of(*said(percent, yes=2, no=1)) for percent in (60, 70, 80)]

    assert words_of(worded=WordedTables(*readings)) == [
        "In words: 2 of 3 came true; fewer than 10, too few for a score."
    ]
