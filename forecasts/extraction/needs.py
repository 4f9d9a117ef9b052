r"""What letters a text must hold for a pattern to match somewhere in it.

A match of ``(?:he|she)\s(?:will|won't)\s\w+ly`` cannot do without one of the strings "he will ",
"he won't ", "she will " and "she won't ", nor without "ly".
"""

import math
import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate, repeat
from typing import Any, NamedTuple

from forecasts.extraction.alternatives import source_of

_MOST_CHOICES = 12
"""Characters of a class; a larger one is found in nearly every text."""

_MOST_SPELLINGS = 64
"""Strings that stand for one part of a pattern: more would tell more, and take longer to list."""

_MOST_REPEATS = 3
"""Times that a part is spelled out behind itself."""

_SPACE = re.compile(r"\s")
_DIGIT = re.compile(r"\d")
ANY_DIGIT = "\0"
"""Stands for any digit of any script; no text holds it itself."""

_COMMON = {
    **dict.fromkeys(" .,", 0.5),
    **dict.fromkeys("etaoinh", 0.08),
    **dict.fromkeys("srdlu'", 0.05),
    **dict.fromkeys("cmfwypvbgkjqxz", 0.02),
    **dict.fromkeys("0123456789-", 1e-3),
    ANY_DIGIT: 3e-3,
}
_RARE = 2e-5
"""Roughly how often a character stands at a place of an English text; decides on speed alone."""

_FREQUENT = {
    "will", "would", "going", "is", "are", "has", "have", "had", "i", "it", "he", "we", "you",
    "in", "for", "as", "if", "one",
}  # fmt: skip
_SHARE_OF_FREQUENT = 4e-3
"""Words that stand in a text far more often than their letters let expect, and how often."""

_TOO_FREQUENT, _TOO_MUCH_MORE_FREQUENT = 1e-2, 10
"""A second need is left out from here on: to find it takes longer than to try the pattern."""

_WORD_OR_MARK = re.compile(r"[a-z']+|[^a-z']")

LETTERS_LIKE_ASCII = str.maketrans("\u0130\u0131\u017f", "iis")
"""Letters that a pattern without regard to case takes for those of ASCII, unlike ``lower``."""

_PARSER = getattr(re, "_parser", None)
"""Tells what a pattern consists of. It is no public part of Python: where it is missing, every
gate stays open, and the rules find the same in a longer time."""

_Part = tuple[object, Any]
"""A part of a parsed pattern: what it does, and with what."""

Strings = frozenset[str]
_UNKNOWN: Strings = frozenset()
"""Stands for the strings of a part that may be anything, or too many things to list."""

_NO_WIDTH: Strings = frozenset({""})


class _Told(NamedTuple):
    """What a pattern, or a part of one, tells about its matches in a folded text.

    Attributes:
        spellings: all strings that they can be.
        needs: of each of these sets, one string stands in the text; none, one or two sets.
    """

    spellings: Strings
    needs: tuple[Strings, ...] = ()


def fold(text: str) -> str:
    r"""The text as gates see it: small letters, plain spaces, and a mark where there are digits.

    >>> fold("FR\u0130DAY"), fold("May\n5")
    ('friday', 'may 5\x00')
    """
    plain = text.isascii() and text.isprintable()
    folded = (text if plain else _SPACE.sub(" ", text.translate(LETTERS_LIKE_ASCII))).lower()
    return folded + ANY_DIGIT if _DIGIT.search(text) else folded


def find_needs(pattern: re.Pattern[str]) -> tuple[Strings, ...]:
    r"""Sets of strings in small letters; of each, one stands in every folded text that matches.

    One set, or two, since a second leaves out half of what passes the first; none where the
    pattern asks for nothing that is worth looking for.

    >>> first, second = find_needs(re.compile(r"(?:may|might)\w*\s(?:rain|sn(?:ow|eeze))"))
    >>> sorted(first), sorted(second)
    ([' rain', ' sneeze', ' snow'], ['may', 'might'])
    """
    if _PARSER is None:
        return ()
    told = _read_all(_PARSER.parse(source_of(pattern), pattern.flags & re.VERBOSE))
    return tuple(map(_shortest, told.needs))


def _shortest(needs: Strings) -> Strings:
    """The strings without those that hold another one."""
    kept: list[str] = []
    for need in sorted(needs, key=len):
        if not any(shorter in need for shorter in kept):
            kept.append(need)
    return frozenset(kept)


def _read_all(sequence: Iterable[_Part]) -> _Told:
    """What parts tell that all have to match, one behind the other.

    Those that can be spelled out are put together, so that "he" and "will" ask for "he will".
    """
    runs, asked = [_NO_WIDTH], list[Strings]()
    for part in sequence:
        spellings, needs = _read(part)
        if spellings in (_UNKNOWN, _NO_WIDTH):  # else the run asks for the same
            asked += needs
        if joined := _join(runs[-1], spellings):
            runs[-1] = joined
        else:
            runs.append(spellings or _NO_WIDTH)
    whole = runs[0] if len(runs) == 1 else _UNKNOWN
    return _Told(whole, _best([*runs, *asked]))


def _best(asked: list[Strings]) -> tuple[Strings, ...]:
    """The rarest of what is asked for, and the second where it is worth looking for."""
    useful = [*dict.fromkeys(needs for needs in asked if needs and "" not in needs)]
    if len(useful) < 2:  # noqa: PLR2004 - nothing to choose from
        return tuple(useful)
    first, second, *_ = sorted(useful, key=_frequency)
    most = min(_TOO_FREQUENT, _TOO_MUCH_MORE_FREQUENT * _frequency(first))
    return (first, second) if _frequency(second) < most else (first,)


def _frequency(needs: Strings) -> float:
    """Roughly how often one of them stands at a place of a text."""
    return sum(math.prod(map(_share, _WORD_OR_MARK.findall(need))) for need in needs)


@cache
def _share(word: str) -> float:
    by_letters = math.prod(_COMMON.get(letter, _RARE) for letter in word)
    return max(by_letters, _SHARE_OF_FREQUENT * (word in _FREQUENT))


def _read(part: _Part) -> _Told:
    """What one part tells; what has no width parts nothing."""
    told = _Told(_UNKNOWN)
    match str(part[0]), part[1]:
        case "LITERAL", code:
            told = _Told(_literal(code))
        case "IN", members:
            told = _read_class(members)
        case "BRANCH", (_, choices):
            told = _read_branch([_read_all(choice) for choice in choices])
        case "SUBPATTERN", (*_, inner):
            told = _read_all(inner)
        case "MAX_REPEAT" | "MIN_REPEAT", (least, most, inner):
            told = _read_repeat(_read_all(inner), least, most)
        case "ASSERT", (_, inner):
            told = _Told(_NO_WIDTH, _read_all(inner).needs)
        case "ASSERT_NOT" | "AT", _:
            told = _Told(_NO_WIDTH)
    return told


def _read_class(members: Iterable[_Part]) -> _Told:
    letters = _any_of([_choice(member) for member in members])
    if ANY_DIGIT in letters:  # its mark does not stand where the digit does
        return _Told(_UNKNOWN, (letters,))
    return _Told(letters)


def _read_branch(choices: Sequence[_Told]) -> _Told:
    """Any of the choices, of which those that ask for one thing alone ask for it twice."""
    spellings = _any_of([choice.spellings for choice in choices])
    needs = [choice.needs for choice in choices]
    if len(spellings) > _MOST_SPELLINGS:
        spellings = _UNKNOWN
    if not all(needs):
        return _Told(spellings)
    both = (_any_of([each[0] for each in needs]), _any_of([each[-1] for each in needs]))
    return _Told(spellings, tuple(dict.fromkeys(both)))


def _read_repeat(once: _Told, least: int, most: int) -> _Told:
    needs = once.needs if least else ()
    if most > _MOST_REPEATS:
        return _Told(_UNKNOWN, needs)
    times = [*accumulate(repeat(once.spellings, most), _join, initial=_NO_WIDTH)]
    spellings = _any_of(times[least:])
    return _Told(spellings if len(spellings) <= _MOST_SPELLINGS else _UNKNOWN, needs)


def _join(before: Strings, behind: Strings) -> Strings:
    """Each string of the one with each of the other behind it."""
    if len(before) * len(behind) > _MOST_SPELLINGS:
        return _UNKNOWN
    return frozenset(first + second for first in before for second in behind)


def _any_of(choices: Sequence[Strings]) -> Strings:
    """All that the choices ask for; unknown where one of them may be anything."""
    return frozenset().union(*choices) if all(choices) else _UNKNOWN


def _choice(member: _Part) -> Strings:
    """The characters of a part of a class; unknown where there are many, or all but some."""
    match str(member[0]), member[1]:
        case "CATEGORY", category if str(category) == "CATEGORY_DIGIT":
            return frozenset({ANY_DIGIT})
        case "CATEGORY", category if str(category) == "CATEGORY_SPACE":
            return frozenset({" "})
        case "LITERAL", code:
            return _literal(code)
        case "RANGE", (first, last) if last - first < _MOST_CHOICES:
            return _any_of([_literal(code) for code in range(first, last + 1)])
    return _UNKNOWN


def _literal(code: int) -> Strings:
    """The character as it is folded; unknown where its case is not that of ASCII."""
    letter = " " if chr(code).isspace() else chr(code)
    return frozenset({letter.lower()}) if letter.isascii() or not letter.isalpha() else _UNKNOWN
