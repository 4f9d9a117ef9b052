"""Quotes in their context, cut between words."""

from hypothesis import given
from hypothesis import strategies as st

from forecasts.web.excerpts import CUT, excerpt

texts = st.text(alphabet="ab \n", min_size=1, max_size=200)


@given(text=texts, place=st.data(), reach=st.integers(min_value=1, max_value=40))
def test_an_excerpt_holds_the_quote_and_nothing_that_the_text_does_not(text, place, reach):
    start = place.draw(st.integers(min_value=0, max_value=len(text)))
    end = place.draw(st.integers(min_value=start, max_value=len(text)))

    found = excerpt(text, start, end, reach=reach)

    assert found.quote == text[start:end]
    assert text[:start].endswith(found.before.removeprefix(f"{CUT} "))
    assert text[end:].startswith(found.after.removesuffix(CUT).removesuffix(" "))
    assert max(len(found.before), len(found.after)) <= reach + len(f"{CUT} ")


def test_a_short_text_is_shown_whole():
    found = excerpt("It rained. It will snow. We shall see.", 11, 24)

    assert (found.before, found.quote, found.after) == (
        "It rained. ",
        "It will snow.",
        " We shall see.",
    )


def test_a_long_text_is_cut_between_words_and_says_so():
    found = excerpt("one two three four five six seven", 14, 18, reach=9)

    assert (found.before, found.after) == ("… three ", " five …")
