"""The text of a post cut into paragraphs, and those into pieces, with the marks of candidates."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol


class Spanned(Protocol):
    """Something that stands at a place of the text."""

    @property
    def start(self) -> int:
        """Offset of its first character."""

    @property
    def end(self) -> int:
        """Offset behind its last character."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with the same marks from end to end.

    Attributes:
        text: the characters.
        marks: numbers of the marks that cover it, the innermost last.
        ending: numbers of the marks that end with it.
    """

    text: str
    marks: tuple[int, ...] = ()
    ending: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in pieces.

    Attributes:
        number: its place in the text, counted from 1.
        pieces: all of it, in order.
        beginning: numbers of the marks that begin in it.
    """

    number: int
    pieces: tuple[Piece, ...]
    beginning: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    number: int
    start: int
    end: int


def mark_paragraphs(text: str, spans: Sequence[Spanned]) -> list[Paragraph]:
    r"""The paragraphs of a text in which the spans are marked, numbered from 1 as they come.

    Spans come in the order in which they start; they may nest, overlap, and reach over several
    paragraphs. Time is linear in the text and the marks that each paragraph holds.

    >>> class At:
    ...     def __init__(self, start, end): self.start, self.end = start, end
    >>> first, second = mark_paragraphs("It rains.\n\nIt snows soon.", [At(0, 8), At(11, 19)])
    >>> first.pieces
    (Piece(text='It rains', marks=(1,), ending=(1,)), Piece(text='.', marks=(), ending=()))
    >>> second.beginning
    (2,)
    """
    coming = deque(_trim(text, number, span) for number, span in enumerate(spans, start=1))
    reaching: list[_Mark] = []
    paragraphs = []
    for place, (start, end) in enumerate(_paragraphs(text), start=1):
        beginning = []
        while coming and coming[0].start < end:
            beginning.append(coming.popleft())
        here = [mark for mark in reaching if mark.end > start] + beginning
        pieces = tuple(_pieces(text, start, end, here))
        paragraphs.append(Paragraph(place, pieces, tuple(mark.number for mark in beginning)))
        reaching = [mark for mark in here if mark.end > end]
    return paragraphs


def _trim(text: str, number: int, span: Spanned) -> _Mark:
    """The mark of a span, without the white space at its ends."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return _Mark(number, start, start + len(words.strip()))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where each paragraph starts and ends; blank lines part them."""
    start = end = place = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            start = start if end > start else place
            end = place + len(line.rstrip())
        elif end > start:
            yield start, end
            start = end = place
        place += len(line)
    if end > start:
        yield start, end


def _pieces(text: str, start: int, end: int, here: list[_Mark]) -> Iterator[Piece]:
    cuts = {edge for mark in here for edge in (mark.start, mark.end) if start < edge < end}
    for first, last in pairwise([start, *sorted(cuts), end]):
        covering = [mark for mark in here if mark.start < last and mark.end > first]
        covering.sort(key=lambda mark: (mark.start, -mark.end))
        yield Piece(
            text=text[first:last],
            marks=tuple(mark.number for mark in covering),
            ending=tuple(mark.number for mark in covering if mark.end == last),
        )
