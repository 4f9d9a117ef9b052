"""Which line breaks of a paragraph are only a matter of width."""

import itertools
import re
from collections.abc import Iterator

SHORTEST_WRAPPED, LONGEST_WRAPPED = 40, 130
"""Columns of a line that may have been broken at a width."""

_SURELY_FULL = 60
_STOPS = re.compile(r"(?:[.!?:;…\"”)\]]|\s\s)$")
_ENDS = re.compile(r"[.!?…][\"')\]\u2019”]{0,2}$")
_LEADS_ON = re.compile(
    r"\b(?:of|the|an?|by|to|at|and|or|for|from|with|before|until|within|during|between|than|if"
    r"|its|their|my|our|his|into)$",
    re.IGNORECASE,
)
_SHORTEST_LEADING = 15


def may_break_at_width(text: str, start: int, end: int) -> bool:
    """Whether a line is as long as broken lines are, and does not end in a stop."""
    in_range = SHORTEST_WRAPPED <= end - start <= LONGEST_WRAPPED
    return in_range and not _STOPS.search(text, end - 1, end)


def find_continued(text: str, lines: list[tuple[int, int]]) -> Iterator[int]:
    r"""Where those lines begin that go on with the sentence of the line above them.

    A line goes on where the one above ends in a word that ends no sentence ("of", "the"), or
    where all lines are so full that the next word had no place in them, and the last ends in a
    stop. Lines of a list that have no stops end in none, and differ in length.

    Args:
        text: the post.
        lines: offsets of lines of words that stand directly below each other.

    >>> text = "It will be open, and free for all to walk upon, by the end of\nMarch."
    >>> list(find_continued(text, [(0, 61), (62, 68)]))
    [62]
    >>> list(find_continued("It opens.\nIt closes.", [(0, 9), (10, 20)]))
    []
    """
    full = _are_full(text, lines)
    for (start, end), (following, _) in itertools.pairwise(lines):
        if (full and may_break_at_width(text, start, end)) or _leads_on(text, start, end):
            yield following


def _leads_on(text: str, start: int, end: int) -> bool:
    in_range = _SHORTEST_LEADING <= end - start <= LONGEST_WRAPPED
    return in_range and bool(_LEADS_ON.search(text, end - 10, end))


def _are_full(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether all lines but the last are so wide that the next word would not fit."""
    widths = [end - (text.rfind("\n", 0, start) + 1) for start, end in lines]
    most = max(widths, default=0)
    if not lines or most > LONGEST_WRAPPED or not _ENDS.search(text, lines[-1][0], lines[-1][1]):
        return False
    return all(
        width >= _SURELY_FULL and width + 1 + _first_word(text, *following) > most
        for width, following in zip(widths, lines[1:], strict=False)
    )


def _first_word(text: str, start: int, end: int) -> int:
    return len(text[start:end].split(maxsplit=1)[0])
