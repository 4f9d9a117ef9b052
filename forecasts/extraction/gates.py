r"""Which rules are worth trying on a text, told from the letters that their patterns ask for.

A match of ``(?:he|she)\s(?:will|won't)\s\w+`` cannot do without one of the strings "he will ",
"he won't ", "she will " and "she won't ". All such strings of all rules are looked for at once.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache, reduce
from itertools import accumulate, repeat
from typing import Any, Generic, Protocol, TypeVar

from ahocorasick import Automaton

from forecasts.extraction.alternatives import source_of

_MOST_CHOICES = 12
"""Characters of a class; a larger one is found in nearly every text."""

_MOST_SPELLINGS = 128
"""Strings that stand for one part of a pattern: more would tell more, and take longer to list."""

_MOST_REPEATS = 3
"""Times that a part is spelled out behind itself."""

_SPACE = re.compile(r"\s")
_DIGIT = re.compile(r"\d")
_ANY_DIGIT = "\0"
"""Stands for any digit of any script; no text holds it itself."""

_COMMON = {
    **dict.fromkeys(" .,", 0.5),
    **dict.fromkeys("etaoinh", 0.08),
    **dict.fromkeys("srdlu'", 0.05),
    **dict.fromkeys("cmfwypvbgkjqxz", 0.02),
    **dict.fromkeys("0123456789-", 1e-3),
    _ANY_DIGIT: 3e-3,
}
_RARE = 2e-5
"""Roughly how often a character stands at a place of an English text; decides on speed alone."""

_FREQUENT = {
    "will", "would", "going", "is", "are", "has", "have", "had", "i", "it", "he", "we", "you",
    "in", "for", "as", "if", "one",
}  # fmt: skip
_SHARE_OF_FREQUENT = 4e-3
"""Words that stand in a text far more often than their letters let expect, and how often."""

_WORD_OR_MARK = re.compile(r"[a-z']+|[^a-z']")

LETTERS_LIKE_ASCII = str.maketrans("\u0130\u0131\u017f", "iis")
"""Letters that a pattern without regard to case takes for those of ASCII, unlike ``lower``."""

_PARSER = getattr(re, "_parser", None)
"""Tells what a pattern consists of. It is no public part of Python: where it is missing, every
gate stays open, and the rules find the same in a longer time."""


_Part = tuple[object, Any]
"""A part of a parsed pattern: what it does, and with what."""

_Strings = frozenset[str]
_UNKNOWN: _Strings = frozenset()
"""Stands for the strings of a part that may be anything, or too many things to list."""

_NO_WIDTH: _Strings = frozenset({""})


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
    def _needs(self) -> list[_Strings]:
        return [find_needs(rule.pattern) for rule in self._rules]

    @cached_property
    def _always_open(self) -> list[int]:
        return [place for place, needs in enumerate(self._needs) if not needs]

    @cached_property
    def _automaton(self) -> Automaton:
        """All needs, each with the places of its rules; it finds them in one pass over a text."""
        places: dict[str, list[int]] = {_ANY_DIGIT: []}  # it has to know one string at least
        for place, needs in enumerate(self._needs):
            for need in needs:
                places.setdefault(need, []).append(place)
        automaton = Automaton()
        for need, opened in places.items():
            automaton.add_word(need, opened)
        automaton.make_automaton()
        return automaton

    def open_for(self, text: str) -> list[Rule]:
        """The rules of which some letters that every match needs stand in the text."""
        opened = set(self._always_open)
        for _, places in self._automaton.iter(fold(text)):
            opened.update(places)
        return [self._rules[place] for place in sorted(opened)]


class Guarded:
    r"""A pattern behind a gate of its own, for those that are slow and seldom match.

    >>> never = Guarded(re.compile(r"\b(?:never|no\sone)\b", re.IGNORECASE))
    >>> never.search("It never rains")[0], never.search("It rains")
    ('never', None)
    """

    def __init__(self, pattern: re.Pattern[str]) -> None:
        """The pattern, which is asked for a match as before."""
        self.pattern = pattern
        self._gates = Gates((self,))

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in a text."""
        return self.pattern.search(text) if self._gates.open_for(text) else None


@lru_cache(maxsize=16)
def fold(text: str) -> str:
    r"""The text as gates see it: small letters, plain spaces, and a mark where there are digits.

    Kept for the families of rules that read one sentence in turn.

    >>> fold("FR\u0130DAY"), fold("May\n5")
    ('friday', 'may 5\x00')
    """
    plain = text.isascii() and text.isprintable()
    folded = (text if plain else _SPACE.sub(" ", text.translate(LETTERS_LIKE_ASCII))).lower()
    return folded + _ANY_DIGIT if _DIGIT.search(text) else folded


def find_needs(pattern: re.Pattern[str]) -> _Strings:
    r"""Strings in small letters of which at least one stands in every folded text that matches.

    Empty where the pattern asks for nothing that is worth looking for.

    >>> sorted(find_needs(re.compile(r"(?:January|Feb)\s\d\d|this\sQ[1-4]")))
    ['feb ', 'january ', 'this q1', 'this q2', 'this q3', 'this q4']
    """
    if _PARSER is None:
        return _UNKNOWN
    needs = _needs_of(_PARSER.parse(source_of(pattern), pattern.flags & re.VERBOSE))
    return frozenset(need for need in needs if not any(other in need for other in needs - {need}))


def _needs_of(sequence: Iterable[_Part]) -> _Strings:
    """The best of what the parts of a sequence ask for: all of them must match."""
    asked = (needs for needs in _asked_by_parts(sequence) if needs and "" not in needs)
    return min(asked, key=_frequency, default=_UNKNOWN)


def _frequency(needs: _Strings) -> float:
    """Roughly how often one of them stands at a place of a text."""
    return sum(math.prod(map(_share, _WORD_OR_MARK.findall(need))) for need in needs)


def _share(word: str) -> float:
    if word in _FREQUENT:
        return _SHARE_OF_FREQUENT
    return math.prod(_COMMON.get(letter, _RARE) for letter in word)


def _asked_by_parts(sequence: Iterable[_Part]) -> Iterator[_Strings]:
    """What each part asks for, and what parts ask for that stand side by side."""
    run = _NO_WIDTH
    for part in sequence:
        spellings = _spell(part)
        if joined := _join(run, spellings):
            run = joined
        else:
            yield run
            run = spellings or _NO_WIDTH
        yield _needs_of_part(part)
    yield run


def _needs_of_part(part: _Part) -> _Strings:
    match str(part[0]), part[1]:
        case "BRANCH", (_, choices):
            return _any_of([_needs_of(choice) for choice in choices])
        case "IN", members:
            return _any_of([_choice(member) for member in members])
        case "SUBPATTERN" | "ASSERT", (*_, inner):
            return _needs_of(inner)
        case "MAX_REPEAT" | "MIN_REPEAT", (least, _, inner) if least:
            return _needs_of(inner)
    return _UNKNOWN


def _spell(part: _Part) -> _Strings:
    """All strings that a part can be in a folded text; unknown where they are not few."""
    strings = _UNKNOWN
    match str(part[0]), part[1]:
        case "LITERAL", code:
            strings = _literal(code)
        case "IN", members:
            strings = _any_of([_choice(member) for member in members])
        case "BRANCH", (_, choices):
            strings = _any_of([_spell_all(choice) for choice in choices])
        case "SUBPATTERN", (*_, inner):
            strings = _spell_all(inner)
        case "MAX_REPEAT" | "MIN_REPEAT", (least, most, inner) if most <= _MOST_REPEATS:
            times = accumulate(repeat(_spell_all(inner), most), _join, initial=_NO_WIDTH)
            strings = _any_of([*times][least:])
        case "AT" | "ASSERT" | "ASSERT_NOT", _:
            strings = _NO_WIDTH
    in_place = _ANY_DIGIT not in strings  # its mark stands behind the text
    return strings if in_place and len(strings) <= _MOST_SPELLINGS else _UNKNOWN


def _spell_all(sequence: Iterable[_Part]) -> _Strings:
    return reduce(_join, map(_spell, sequence), _NO_WIDTH)


def _join(before: _Strings, behind: _Strings) -> _Strings:
    """Each string of the one with each of the other behind it."""
    if len(before) * len(behind) > _MOST_SPELLINGS:
        return _UNKNOWN
    return frozenset(first + second for first in before for second in behind)


def _any_of(choices: Sequence[_Strings]) -> _Strings:
    """All that the choices ask for; unknown where one of them may be anything."""
    return frozenset().union(*choices) if all(choices) else _UNKNOWN


def _choice(member: _Part) -> _Strings:
    """The characters of a part of a class; unknown where there are many, or all but some."""
    match str(member[0]), member[1]:
        case "CATEGORY", category if str(category) == "CATEGORY_DIGIT":
            return frozenset({_ANY_DIGIT})
        case "CATEGORY", category if str(category) == "CATEGORY_SPACE":
            return frozenset({" "})
        case "LITERAL", code:
            return _literal(code)
        case "RANGE", (first, last) if last - first < _MOST_CHOICES:
            return _any_of([_literal(code) for code in range(first, last + 1)])
    return _UNKNOWN


def _literal(code: int) -> _Strings:
    """The character in small letters; unknown where its case is not that of ASCII."""
    letter = chr(code)
    return frozenset({letter.lower()}) if letter.isascii() or not letter.isalpha() else _UNKNOWN
