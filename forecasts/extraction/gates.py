"""Which rules are worth trying on a text, told from the letters that their patterns ask for."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any, Generic, Protocol, TypeVar

from forecasts.extraction.alternatives import source_of

_MOST_CHOICES = 12
"""Characters of a class; a larger one is found in nearly every text."""

_PIECE = 3
"""Letters of a piece: a text has a hundred of them, and few needs hold one of these."""

_SPACE = re.compile(r"\s")
_DIGIT = re.compile(r"\d")
_ANY_DIGIT = "\0"
"""Stands for any digit of any script; no text holds it itself."""

_COMMON = {
    **dict.fromkeys(" .,", 1.0),
    **dict.fromkeys("etaoinh", 0.08),
    **dict.fromkeys("srdlu'", 0.05),
    **dict.fromkeys("cmfwypvbgkjqxz", 0.02),
    **dict.fromkeys("0123456789-", 1e-3),
    _ANY_DIGIT: 3e-3,
}
_RARE = 2e-5
"""Roughly how often a character stands at a place of an English text; decides on speed alone."""

LETTERS_LIKE_ASCII = str.maketrans("\u0130\u0131\u017f", "iis")
"""Letters that a pattern without regard to case takes for those of ASCII, unlike ``lower``."""

_PARSER = getattr(re, "_parser", None)
"""Tells what a pattern consists of. It is no public part of Python: where it is missing, every
gate stays open, and the rules find the same in a longer time."""


_Part = tuple[object, Any]
"""A part of a parsed pattern: what it does, and with what."""


class HasPattern(Protocol):
    """A rule of any family."""

    @property
    def pattern(self) -> re.Pattern[str]:
        """What it fires on."""


Rule = TypeVar("Rule", bound=HasPattern)


class Gates(Generic[Rule]):
    r"""Rules behind gates: one look at a text leaves those that may match somewhere in it.

    >>> from types import SimpleNamespace
    >>> will = SimpleNamespace(pattern=re.compile(r"\b(?:will|won't)\b", re.IGNORECASE))
    >>> share = SimpleNamespace(pattern=re.compile(r"\d{1,3}\s?(?:%|percent)"))
    >>> gates = Gates((will, share))
    >>> gates.open_for("It WILL rain") == [will], gates.open_for("20 % of it") == [share]
    (True, True)
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Gates for rules; they keep their order."""
        self._rules = rules

    @cached_property
    def _starts(self) -> frozenset[str]:
        return frozenset(self._places)

    @cached_property
    def _places(self) -> dict[str, dict[str, list[int]]]:
        """By their rarest pieces the needs, each with the places of its rules.

        What is shorter than a piece stands under no letters at all.
        """
        places: dict[str, dict[str, list[int]]] = {"": {}}
        for place, rule in enumerate(self._rules):
            for need in find_needs(rule.pattern) or {""}:
                places.setdefault(_rarest_piece(need), {}).setdefault(need, []).append(place)
        return places

    def open_for(self, text: str) -> list[Rule]:
        """The rules of which some letters that every match needs stand in the text."""
        folded, pieces = _fold_and_cut(text)
        opened: set[int] = set()
        for start in self._starts & pieces:
            for need, places in self._places[start].items():
                if need in folded:
                    opened.update(places)
        return [self._rules[place] for place in sorted(opened)]


def _rarest_piece(need: str) -> str:
    """The piece of a need that stands in the fewest texts; empty where it is shorter than one.

    >>> _rarest_piece("the coming")
    'com'
    """
    pieces = [need[start : start + _PIECE] for start in range(len(need) - _PIECE + 1)]
    return min(pieces, key=lambda piece: _frequency(frozenset({piece})), default="")


def fold(text: str) -> str:
    r"""The text as gates see it: small letters, plain spaces, and a mark where there are digits.

    >>> fold("FR\u0130DAY"), fold("May\n5")
    ('friday', 'may 5\x00')
    """
    plain = text.isascii() and text.isprintable()
    folded = (text if plain else _SPACE.sub(" ", text.translate(LETTERS_LIKE_ASCII))).lower()
    return folded + _ANY_DIGIT if _DIGIT.search(text) else folded


@lru_cache(maxsize=16)
def _fold_and_cut(text: str) -> tuple[str, set[str]]:
    """The folded text and all its pieces; kept for the families that read one sentence in turn."""
    folded = fold(text)
    pieces = {folded[start : start + _PIECE] for start in range(len(folded) - _PIECE + 1)}
    pieces.add("")  # where the needs that are shorter than a piece stand
    return folded, pieces


def find_needs(pattern: re.Pattern[str]) -> frozenset[str]:
    r"""Strings in small letters of which at least one stands in every folded text that matches.

    Empty where the pattern asks for nothing that is worth looking for.

    >>> sorted(find_needs(re.compile(r"(?:January|Feb)\s\d\d|this\sQ[1-4]")))
    ['feb', 'january', 'this q']
    """
    if _PARSER is None:
        return frozenset()
    needs = _needs_of(_PARSER.parse(source_of(pattern), pattern.flags & re.VERBOSE))
    return frozenset(need for need in needs if not any(other in need for other in needs - {need}))


def _needs_of(sequence: Iterable[_Part]) -> frozenset[str]:
    """The best of what the parts of a sequence ask for: all of them must match."""
    return min(_asked_by_parts(sequence), key=_frequency, default=frozenset())


def _frequency(needs: frozenset[str]) -> float:
    """Roughly how often one of them stands at a place of a text."""
    return sum(math.prod(_COMMON.get(letter, _RARE) for letter in need) for need in needs)


def _asked_by_parts(sequence: Iterable[_Part]) -> Iterator[frozenset[str]]:
    run = ""
    for part in sequence:
        if letter := _letter_of(part):
            run += letter
            continue
        if run:
            yield frozenset({run})
        run = ""
        if needs := _needs_of_part(part):
            yield needs
    if run:
        yield frozenset({run})


def _letter_of(part: _Part) -> str:
    """What the part is in a folded text where that is always the same character."""
    match str(part[0]), part[1]:
        case "LITERAL", code:
            return _literal(code)
        case "IN", [(_, category)] if str(category) == "CATEGORY_SPACE":
            return " "
    return ""


def _needs_of_part(part: _Part) -> frozenset[str]:
    match str(part[0]), part[1]:
        case "BRANCH", (_, choices):
            return _any_of([_needs_of(choice) for choice in choices])
        case "IN", members:
            return _any_of([_choice(member) for member in members])
        case "SUBPATTERN" | "ASSERT", (*_, inner):
            return _needs_of(inner)
        case "MAX_REPEAT" | "MIN_REPEAT", (least, _, inner) if least:
            return _needs_of(inner)
    return frozenset()


def _any_of(choices: Sequence[frozenset[str]]) -> frozenset[str]:
    """All that the choices ask for; nothing where one of them asks for nothing."""
    return frozenset().union(*choices) if all(choices) else frozenset()


def _choice(member: _Part) -> frozenset[str]:
    """The characters of a part of a class; nothing where there are many, or all but some."""
    match str(member[0]), member[1]:
        case "CATEGORY", category if str(category) == "CATEGORY_DIGIT":
            return frozenset({_ANY_DIGIT})
        case "LITERAL", code:
            return frozenset(_literal(code))
        case "RANGE", (first, last) if last - first < _MOST_CHOICES:
            letters = [_literal(code) for code in range(first, last + 1)]
            return frozenset(letters) if all(letters) else frozenset()
    return frozenset()


def _literal(code: int) -> str:
    """The character in small letters; nothing where its case is not that of ASCII."""
    letter = chr(code)
    return letter.lower() if letter.isascii() or not letter.isalpha() else ""
