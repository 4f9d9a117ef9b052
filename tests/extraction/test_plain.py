"""Words without markup, each with its place."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.extraction.plain import BEGINS, MARKUP, read_plain

MARKED = st.text(
    st.sampled_from("aZ1 \n\t\u00a0![](){}<>&;#x*~_`\\.\u2018\u2019\u201c\u201d\u201e\u2032\x92"),
    max_size=60,
) | st.lists(
    st.sampled_from(
        ["&nbsp;", "&amp;", "&#39;", "**", "[a](b)", "![a](b)", "<b>", "\n> ", " ", "x"]
    )
).map("".join)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("a** b", "a b", id="a space behind a mark"),
        pytest.param("a ** b", "a b", id="a space on either side"),
        pytest.param(" a ", "a", id="at the ends"),
        pytest.param("a&nbsp; b", "a b", id="one that an entity stands for"),
        pytest.param("a \n\t b", "a b", id="a run"),
        pytest.param("a\n> b", "a b", id="a quotation that goes on"),
    ],
)
def test_leaves_one_space_between_words(text, words):
    assert read_plain(text, 0, len(text)).text == words


@given(MARKED)
def test_passes_over_no_character_with_which_markup_begins(text):
    unhurried = re.compile(MARKUP.pattern.removeprefix(BEGINS), re.VERBOSE)

    found = [match.span() for match in MARKUP.finditer(text)]

    assert found == [match.span() for match in unhurried.finditer(text)]


@given(MARKED)
def test_every_run_of_white_space_becomes_one_space(text):
    plain = read_plain(text, 0, len(text))

    assert not re.search(r"^ |  | $|[\n\t\u00a0]", plain.text)


@given(MARKED, st.integers(0, 60))
def test_every_character_has_a_place_of_its_own_behind_the_one_before(text, start):
    plain = read_plain(text, min(start, len(text)), len(text))

    spans = [plain.span(place, place + 1) for place in range(len(plain.text))]
    assert spans == sorted(spans)
    assert all(begin < end for begin, end in spans)
