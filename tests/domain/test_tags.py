"""What somebody types as tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.domain.errors import InvalidInputError
from forecasts.domain.tags import LONGEST_TAG, LONGEST_TYPED, MOST_TAGS, read_tags


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        pytest.param("", (), id="nothing"),
        pytest.param(" , ,", (), id="commas alone"),
        pytest.param("Elections", ("elections",), id="a capital"),
        pytest.param("middle east", ("middle-east",), id="two words"),
        pytest.param("b, a, B", ("a", "b"), id="twice"),
        pytest.param("#iraq #syria", ("iraq", "syria"), id="signs of tags"),
        pytest.param("Économie; 選挙", ("économie", "選挙"), id="letters of all kinds"),
        pytest.param("C++", ("c",), id="signs"),
        pytest.param("<script>alert(1)</script>", ("script-alert-1-script",), id="marks"),
        pytest.param("__a__b__", ("a-b",), id="underscores"),
    ],
)
def test_tags_are_read_alike_however_they_are_typed(typed, tags):
    assert read_tags(typed) == tags


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(",".join("abcdefghi"), id="more than eight"),
        pytest.param("a" * (LONGEST_TAG + 1), id="a long one"),
    ],
)
def test_what_is_too_much_is_refused_with_the_field(typed):
    with pytest.raises(InvalidInputError) as caught:
        read_tags(typed)

    assert "tags" in caught.value.fields


@given(st.text(max_size=LONGEST_TYPED))
def test_tags_read_again_are_the_same(typed):
    try:
        tags = read_tags(typed)
    except InvalidInputError:
        return
    assert read_tags(", ".join(tags)) == tags
    assert len(tags) <= MOST_TAGS
