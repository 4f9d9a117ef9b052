"""A candidate from words that a person quotes."""

from datetime import date

import pytest

from forecasts.domain.errors import InvalidInputError
from forecasts.extraction import quote_at
from forecasts.extraction.quoting import MAX_QUOTE

POSTED = date(2017, 10, 26)
POST = "The garden grew.\n\nProbably rain by May, if the wind turns. It said: rain. It said: rain."


def quoted(quote, title=None):
    return quote_at(POST, quote, published=POSTED, title=title)


def test_reads_all_it_can_from_the_quoted_words():
    candidate = quoted("Probably rain by May, if the wind turns.")

    assert POST[candidate.start : candidate.end] == candidate.quote
    assert candidate.chance.middle == 700_000
    assert candidate.deadline.latest == date(2018, 5, 31)
    assert POST[candidate.deadline.start : candidate.deadline.end] == "by May"
    assert candidate.conditional


def test_a_person_is_sure_and_says_so():
    candidate = quoted("The garden grew.")

    assert candidate.score == 1.0
    assert candidate.reasons[0].rule == "quoted by a person"
    assert "more than once" not in candidate.reasons[0].sentence


def test_takes_the_first_of_several_places_and_says_so():
    candidate = quoted("It said: rain.")

    assert candidate.start == POST.index("It said")
    assert "more than once" in candidate.reasons[0].sentence


def test_the_title_gives_the_day_that_the_quote_does_not():
    candidate = quoted("The garden grew.", title="Predictions for 2019")

    assert candidate.deadline.latest == date(2019, 12, 31)


@pytest.mark.parametrize(
    ("quote", "message"),
    [
        pytest.param("The garden shrank.", "copy them from the text shown", id="other words"),
        pytest.param("", "copy the sentence", id="nothing"),
        pytest.param(": ", "copy the sentence", id="no words"),
        pytest.param("x" * (MAX_QUOTE + 1), "copy only the sentence", id="too long"),
    ],
)
def test_says_what_to_do_about_a_quote_that_proves_nothing(quote, message):
    with pytest.raises(InvalidInputError, match=message) as caught:
        quoted(quote)

    assert caught.value.fields["quote"]
