"""Lines broken at a width are put together again, those of a list are not."""

import textwrap
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.extraction import extract
from forecasts.extraction.structure import find_blocks

PARAGRAPH = (
    "The County Council of North Wick will vote on the Ferry Act on Monday, and Mayor Lee of "
    "Upper Wick is likely to sign it. The New Pier at Port Wick will be opened by the end of "
    "March 2018 by Queen Ann, and Captain Roe of the Wick Line will sail to Holm on Easter Day."
)


def blocks_of(text):
    return [text[block.start : block.end] for block in find_blocks(text)]


@given(st.integers(70, 100))
def test_the_width_of_a_paragraph_changes_no_claim(width):
    wrapped = textwrap.fill(PARAGRAPH, width)

    found, expected = (
        [each.claim for each in extract(text, published=date(2017, 10, 26))]
        for text in (wrapped, PARAGRAPH)
    )

    assert len(expected) == 3
    assert found == expected


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["It opens in May.", "It closes in June."], id="sentences"),
        pytest.param(["It opens in May", "It closes in June", "All is well."], id="short lines"),
        pytest.param(
            [
                "The mayor resigns in May and the council elects a new one before the fall",
                "The bridge opens",
                "The ferry stops running, and all of its passengers take the bridge.",
            ],
            id="ragged lines",
        ),
    ],
)
def test_lines_that_are_not_broken_at_a_width_stay_apart(lines):
    assert blocks_of("\n".join(lines)) == lines


def test_a_line_goes_on_behind_a_word_that_ends_no_sentence():
    text = "It opens at the end of\nMarch, they say.\n\nWell."

    assert blocks_of(text) == ["It opens at the end of\nMarch, they say.", "Well."]


@pytest.mark.parametrize("blank", ["\u3000", "\x0c", "\u2028", "> \u3000"], ids=ascii)
def test_a_line_of_odd_blanks_is_an_empty_line(blank):
    text = f"{'x' * 70} of words\n{blank}\nIt will end by June."

    (candidate,) = extract(text, published=date(2026, 1, 5))

    assert candidate.quote == "It will end by June."
