"""The words of a stretch of text without its markup, each character with its place in the text."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import accumulate

BEGINS = r"(?=[!\[\]<&*~_`\\\s\u2018\u2019\u201a\u201b“”„‟\x91\x92\x93\x94\u2032])"
"""Looks for a character with which markup begins; most others are passed over at once."""

MARKUP = re.compile(
    BEGINS
    + r"""(?:
      (?P<image>!\[[^\[\]\n]{0,300}\]\([^()\n]{0,1000}\))
    | (?P<opens>\[(?=[^\[\]]{1,300}\][(\[]))
    | (?P<closes>\](?:\([^()\n]{0,1000}\)|\[[^\[\]\n]{0,40}\]))
    | (?P<tag></?[a-zA-Z][^<>]{0,1000}>)
    | (?P<entity>&(?:[a-zA-Z]{2,10}|\#\d{1,6}|\#[xX][0-9a-fA-F]{1,5});)
    | (?P<strong>\*{1,3}|~~|(?<!\w)_{1,3}(?=\w)|(?<=[\w.!?,;])_{1,3}(?!\w)|`{1,3})
    | (?P<escape>\\(?=[\#*_.!()\[\]`>+$~-]))
    | (?P<quoted>\n\s{0,3}>+\s?)
    | (?P<space>\s{2,}|[^\S\x20])
    | (?P<mark>[\u2018\u2019\u201a\u201b“”„‟\x91\x92\x93\x94\u2032])
    )""",
    re.VERBOSE,
)
"""All that is no word: each match is left out, or stands for a space or a plain character."""

_STRAIGHT = str.maketrans(
    "\u2018\u2019\u201a\u201b“”„‟\x91\x92\x93\x94\u2032\u00a0", "''''\"\"\"\"''\"\"' "
)


@dataclass(frozen=True, slots=True)
class Plain:
    """Words as they are read, and where each of their characters stands in the text.

    Attributes:
        text: without markup; quotation marks straight, every run of white space one space.
        firsts: where each piece begins in ``text``; a piece was copied, or stands for markup.
        places: where each piece, or what it stands for, begins and ends in the post, and whether
            it was copied.
    """

    text: str
    firsts: tuple[int, ...]
    places: tuple[tuple[int, int, bool], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the words from ``start`` to ``end`` stand in the text; they are not empty.

        >>> plain = read_plain("It **won&rsquo;t** rain", 0, 23)
        >>> plain.text, plain.span(3, 8)
        ("It won't rain", (5, 16))
        """
        return self._place(start)[0], self._place(end - 1)[1]

    def _place(self, position: int) -> tuple[int, int]:
        """Where one character, or what it stands for, begins and ends in the text."""
        piece = bisect_right(self.firsts, position) - 1
        begin, end, copied = self.places[piece]
        if not copied:
            return begin, end
        place = begin + position - self.firsts[piece]
        return place, place + 1


def read_plain(text: str, start: int, end: int) -> Plain:
    r"""The words between two offsets of a text, without markup.

    >>> read_plain("see [the *map*](https://example.org/a_b)\n  now", 0, 46).text
    'see the map now'
    """
    pieces = list(_pieces(text, start, end))
    words = [piece for piece, _, _ in pieces]
    return Plain(
        text="".join(words).rstrip(" "),
        firsts=tuple(accumulate(map(len, words), initial=0))[:-1],
        places=tuple((begin, stop, len(piece) == stop - begin) for piece, begin, stop in pieces),
    )


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Pieces of words with their places; no space stands at the beginning or behind another."""
    position, previous = start, " "
    for match in MARKUP.finditer(text, start, end):
        first = position + text.startswith(" ", position, match.start()) * (previous == " ")
        if match.start() > first:
            yield text[first : match.start()], first, match.start()
            previous = text[match.start() - 1]
        words = _words_of(match)
        if words and (words != " " or previous != " "):
            yield words, *match.span()
            previous = words[-1]
        position = match.end()
    first = position + text.startswith(" ", position, end) * (previous == " ")
    if end > first:
        yield text[first:end], first, end


def _words_of(match: re.Match[str]) -> str:
    if match["space"] or match["quoted"]:
        return " "
    if match["entity"]:
        return unescape(match[0]).translate(_STRAIGHT)
    if match["mark"]:
        return match[0].translate(_STRAIGHT)
    return ""
