"""Words are found where they stand: exactly, or apart from white space, quotes and markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.extraction.locating import MOST_PLACES, Locator, overlap_by_half, place_in

TEXT = (
    "# Next year\n\nHe said: “It  will\nrain in May.” I don\u2019t think so, it\u2019s *very*"
    " unlikely to\ncost 3.5% more. It will snow; it will snow."
)


def found(words, text=TEXT):
    return [text[start:end] for start, end in Locator(text).places(words)]


@pytest.mark.parametrize(
    ("words", "places"),
    [
        pytest.param("It will snow", ["It will snow"], id="exactly"),
        pytest.param(" It will snow\n", ["It will snow"], id="with space around"),
        pytest.param("It will rain in May", ["It  will\nrain in May"], id="other white space"),
        pytest.param("It\u00a0will  rain", ["It  will\nrain"], id="a space of another kind"),
        pytest.param('"It will rain in May."', ["“It  will\nrain in May.”"], id="straight quotes"),
        pytest.param("I don't think so", ["I don\u2019t think so"], id="a straight apostrophe"),
        pytest.param("it's very unlikely", ["it\u2019s *very* unlikely"], id="without markup"),
        pytest.param("it will snow", ["it will snow"], id="capitals count"),
        pytest.param("will snow", ["will snow", "will snow"], id="twice"),
        pytest.param("It will rain in June", [], id="another word"),
        pytest.param("It will not rain in May", [], id="a word more"),
        pytest.param("likely to", [], id="half a word"),
        pytest.param("I don", [], id="a word without its end"),
        pytest.param("t think so", [], id="a word without its beginning"),
        pytest.param("unlikely to cost 3", [], id="half a number"),
        pytest.param("5% more", [], id="the other half"),
        pytest.param("to cost 3.5", [], id="a number without its sign"),
        pytest.param("", [], id="nothing"),
        pytest.param(" \n", [], id="white space"),
        pytest.param("**", [], id="markup alone"),
    ],
)
def test_finds_words_where_they_stand(words, places):
    assert found(words) == places


def test_words_in_single_quotes_are_whole():
    assert found("it will rain", "He said 'it will rain' today") == ["it will rain"]


def test_of_words_that_stand_everywhere_only_some_places_are_looked_at():
    assert len(found("it rains", "it rains. " * 1000)) == MOST_PLACES


def test_looks_between_two_offsets_only():
    text = "will it? " * 100 + "It will."

    assert place_in(text, "will", 900, len(text)) == (903, 907)
    assert place_in(text, "it?", 900, len(text)) is None


@given(st.text(alphabet="ab \n'\u2019“”\"*_<&%.3,", max_size=60), st.data())
def test_a_place_always_holds_the_words_apart_from_what_is_folded(text, data):
    words = data.draw(st.one_of(st.just(text), st.text(alphabet="ab '\u2019\"*3.", max_size=8)))

    for start, end in Locator(text).places(words):
        assert 0 <= start < end <= len(text)
        assert set("ab3") & set(text[start:end]) == set("ab3") & set(words)


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        pytest.param((0, 10), (5, 20), True, id="half of the shorter"),
        pytest.param((0, 10), (6, 20), False, id="less than half"),
        pytest.param((0, 100), (40, 50), True, id="one in the other"),
        pytest.param((0, 10), (10, 20), False, id="side by side"),
    ],
)
def test_what_shares_half_of_the_shorter_is_the_same(one, other, overlap):
    assert overlap_by_half(one, other) is overlap
    assert overlap_by_half(other, one) is overlap
