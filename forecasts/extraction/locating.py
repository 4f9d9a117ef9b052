"""Finds words that somebody says stand in a text, and nothing that does not stand there."""

import re
from collections.abc import Iterator
from functools import cached_property

from forecasts.extraction.plain import Plain, read_plain

MOST_PLACES = 5
"""Places of one quote that are looked at; words that stand more often say little."""

Place = tuple[int, int]
"""Offsets of the first character and behind the last."""

_WITHIN = re.compile(
    r"(?<=\w)(?=['\u2019]?\w)|(?<=\w['\u2019])(?=\w)|(?<=\d)(?=[.,]\d|%)|(?<=\d[.,])(?=\d)"
)
"""Looks for a place inside a word or a number."""


class Locator:
    r"""Where words stand in a text: exactly so, or else apart from white space, quotes and markup.

    >>> locator = Locator("He said: “It  will\nrain” by May.")
    >>> locator.places("by May"), locator.places('"It will rain"')
    (((25, 31),), ((9, 24),))
    >>> locator.places("It will snow"), Locator("unlikely").places("likely")
    ((), ())
    """

    def __init__(self, text: str) -> None:
        """Look in that text."""
        self._text = text

    @cached_property
    def _plain(self) -> Plain:
        return read_plain(self._text, 0, len(self._text))

    def places(self, words: str) -> tuple[Place, ...]:
        """Every place of these words, at most ``MOST_PLACES``; none that cuts a word in two."""
        exact = words.strip()
        return tuple(_find_whole(self._text, exact)) or tuple(self._find_folded(exact))

    def _find_folded(self, words: str) -> Iterator[Place]:
        folded = read_plain(words, 0, len(words)).text
        for place in _find_whole(self._plain.text, folded):
            yield self._plain.span(*place)


def place_in(text: str, words: str, start: int, end: int) -> Place | None:
    """The first place of these words between two offsets of a text; None where there is none.

    >>> place_in("It will rain, will it?", "will", 8, 21)
    (14, 18)
    """
    found = Locator(text[start:end]).places(words)
    return (start + found[0][0], start + found[0][1]) if found else None


def overlap_by_half(one: Place, other: Place) -> bool:
    """Whether two places share at least half of the shorter.

    >>> overlap_by_half((0, 10), (5, 30)), overlap_by_half((0, 10), (6, 30))
    (True, False)
    """
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > 0 and 2 * shared >= min(one[1] - one[0], other[1] - other[0])


def _find_whole(text: str, words: str) -> Iterator[Place]:
    start = text.find(words) if words else -1
    for _ in range(MOST_PLACES):
        if start < 0:
            return
        end = start + len(words)
        if not (_WITHIN.match(text, start) or _WITHIN.match(text, end)):
            yield start, end
        start = text.find(words, end)
