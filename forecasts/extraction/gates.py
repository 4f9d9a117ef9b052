"""Which rules are worth trying on a text, told from the letters that their patterns need."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

from ahocorasick import Automaton

from forecasts.extraction.needs import ANY_DIGIT, find_needs, fold


class HasPattern(Protocol):
    """A rule of any family."""

    @property
    def pattern(self) -> re.Pattern[str]:
        """What it fires on."""


Rule = TypeVar("Rule", bound=HasPattern)


class Sieve:
    """The needs of several families of rules, all found in one pass over a text.

    Most of the time of reading a sentence would go into rules that do not match: it holds what
    six of 161 need.
    """

    def __init__(self) -> None:
        """No rule is known yet."""
        self._patterns: list[re.Pattern[str]] = []
        self._automaton: Automaton | None = None
        self._always_met = 0
        self.opened = lru_cache(maxsize=16)(self._opened)
        """Kept for the families that read one sentence in turn."""

    def add(self, patterns: Iterable[re.Pattern[str]]) -> range:
        """Take in the patterns of a family; the numbers that they have from now on."""
        first = len(self._patterns)
        self._patterns.extend(patterns)
        self._automaton = None
        self.opened.cache_clear()
        return range(first, len(self._patterns))

    def _opened(self, text: str) -> int:
        """A bit for each pattern; it is set where all that the pattern needs stands in a text."""
        if self._automaton is None:
            self._automaton, self._always_met = _build(self._patterns)
        met = self._always_met
        for _, asking in self._automaton.iter(fold(text)):
            met |= asking
        return met & met >> len(self._patterns)


def _build(patterns: Sequence[re.Pattern[str]]) -> tuple[Automaton, int]:
    """What finds every need with the bits of those who ask for it, and the bits that ask nothing.

    A pattern has two bits, that of its number and one as many places further on as there are
    patterns: for both of its needs, or twice for the only one.
    """
    asking = {ANY_DIGIT: 0}  # an automaton has to know one string at least
    always_met = 0
    for number, pattern in enumerate(patterns):
        bits = 1 << number, 1 << number + len(patterns)
        asked = find_needs(pattern)
        always_met |= sum(bits[len(asked) :])
        for bit, needs in zip(bits, asked, strict=False):
            for need in needs:
                asking[need] = asking.get(need, 0) | bit
    automaton = Automaton()
    for need, bits_of_need in asking.items():
        automaton.add_word(need, bits_of_need)
    automaton.make_automaton()
    return automaton, always_met


SIEVE = Sieve()
"""That of all rules that read a sentence."""


class Gates(Generic[Rule]):
    r"""Rules behind gates: one look at a text leaves those that may match somewhere in it.

    >>> from types import SimpleNamespace
    >>> will = SimpleNamespace(pattern=re.compile(r"\b(?:will|won't)\b", re.IGNORECASE))
    >>> share = SimpleNamespace(pattern=re.compile(r"\d{1,3}\s?(?:%|percent)"))
    >>> gates = Gates((will, share))
    >>> gates.open_for("It WILL rain") == [will], gates.open_for("20 % of it") == [share]
    (True, True)
    """

    def __init__(self, rules: Sequence[Rule], sieve: Sieve | None = None) -> None:
        """Gates for rules; they keep their order.

        Args:
            rules: of one family.
            sieve: where other families share it, all are looked for at once.
        """
        self._rules = rules
        self._sieve = sieve or Sieve()
        numbers = self._sieve.add(rule.pattern for rule in rules)
        self._behind = numbers.start + 1
        self._family = (1 << numbers.stop) - (1 << numbers.start)

    def open_for(self, text: str) -> list[Rule]:
        """The rules of which some letters that every match needs stand in the text."""
        opened = self._sieve.opened(text) & self._family
        rules = []
        while opened:
            lowest = opened & -opened
            rules.append(self._rules[lowest.bit_length() - self._behind])
            opened ^= lowest
        return rules


class Guarded:
    r"""A pattern behind a gate of its own, for those that are slow and seldom match.

    >>> never = Guarded(re.compile(r"\b(?:never|no\sone)\b", re.IGNORECASE))
    >>> never.search("It never rains")[0], never.search("It rains")
    ('never', None)
    """

    def __init__(self, pattern: re.Pattern[str], sieve: Sieve | None = None) -> None:
        """The pattern, which is asked for a match as before."""
        self.pattern = pattern
        self._gates = Gates((self,), sieve)

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in a text."""
        return self.pattern.search(text) if self._gates.open_for(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches in a text, from left to right."""
        return self.pattern.finditer(text) if self._gates.open_for(text) else iter(())
