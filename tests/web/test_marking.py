"""Marks in a text: whatever the spans, no character is lost and each mark is told once."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from forecasts.web.marking import mark_paragraphs


@dataclass(frozen=True)
class At:
    start: int
    end: int


def pieces_of(text, spans):
    return [piece for paragraph in mark_paragraphs(text, spans) for piece in paragraph.pieces]


def test_marks_what_lies_within_another_mark_with_both():
    outer, inner = At(0, 12), At(4, 7)

    (paragraph,) = mark_paragraphs("abc def ghi.", [outer, inner])

    assert [(piece.text, piece.marks) for piece in paragraph.pieces] == [
        ("abc ", (1,)),
        ("def", (1, 2)),
        (" ghi.", (1,)),
    ]


def test_carries_a_mark_over_a_blank_line():
    text = "It rains\n\nand snows."

    first, second = mark_paragraphs(text, [At(3, 13)])

    assert first.beginning == (1,)
    assert second.beginning == ()
    assert [piece.marks for piece in second.pieces] == [(1,), ()]


def test_keeps_a_mark_that_begins_between_two_paragraphs():
    text = "Well.\n\n\n  It snows."

    _, second = mark_paragraphs(text, [At(6, len(text))])

    assert second.beginning == (1,)
    assert second.pieces[-1].ending == (1,)


@st.composite
def marked_texts(draw):
    text = draw(st.text(alphabet="ab \n\t\u2028.", max_size=60))
    edges = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(edges, edges).map(sorted), max_size=6))
    return text, [At(*span) for span in sorted(spans) if text[slice(*span)].strip()]


@given(marked_texts())
def test_loses_no_character_but_white_space_between_paragraphs(marked):
    text, spans = marked

    pieces = pieces_of(text, spans)

    assert "".join("".join(piece.text for piece in pieces).split()) == "".join(text.split())


@given(marked_texts())
def test_tells_the_beginning_and_the_end_of_each_mark_once(marked):
    text, spans = marked
    numbers = list(range(1, len(spans) + 1))

    paragraphs = mark_paragraphs(text, spans)

    begun = [number for paragraph in paragraphs for number in paragraph.beginning]
    ended = [number for piece in pieces_of(text, spans) for number in piece.ending]
    assert begun == numbers
    assert sorted(ended) == numbers


@given(marked_texts())
def test_marks_just_the_words_of_each_span(marked):
    text, spans = marked

    pieces = pieces_of(text, spans)

    for number, span in enumerate(spans, start=1):
        covered = "".join(piece.text for piece in pieces if number in piece.marks)
        assert "".join(covered.split()) == "".join(text[span.start : span.end].split())
