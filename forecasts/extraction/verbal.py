"""The table of what words of probability stand for, as it was loaded once."""

import itertools
import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Governs(StrEnum):
    """What kind of word it is, which decides between two of them."""

    WORD = "word"
    MODAL = "modal"
    STANCE = "stance"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one expression stands for, in millionths, and where that comes from."""

    phrases: tuple[str, ...]
    low: int
    middle: int
    high: int
    governs: Governs
    source: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The entries by spelling, their version, and one pattern that finds them all."""

    version: str
    entries: dict[str, Entry]
    pattern: re.Pattern[str]


@cache
def lexicon() -> Lexicon:
    """The lexicon that comes with this version.

    >>> lexicon().entries["my guess is"].middle
    650000
    """
    source = files("forecasts.extraction") / "lexicon" / "verbal-probability.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    entries = {
        phrase.lower(): entry for entry in map(_entry, table["entry"]) for phrase in entry.phrases
    }
    alternatives = "|".join(
        _pattern_of(list(spellings))
        for _, spellings in itertools.groupby(sorted(entries), key=lambda spelling: spelling[0])
    )
    return Lexicon(
        version=table["version"],
        entries=entries,
        pattern=re.compile(rf"(?<![\w'-])(?:{alternatives})(?![\w'-])", re.IGNORECASE),
    )


def _pattern_of(spellings: list[str]) -> str:
    """A pattern for spellings with the same first letter, the longest first.

    Parted by that letter the table is read many times as fast.
    """
    longest_first = sorted(spellings, key=len, reverse=True)
    rest = "|".join(re.escape(each[1:]).replace(r"\ ", r"\s") for each in longest_first)
    return rf"{re.escape(spellings[0][0])}(?:{rest})"


def _entry(row: dict[str, str | int | list[str]]) -> Entry:
    phrases, low, middle, high = row["phrases"], row["low"], row["middle"], row["high"]
    return Entry(
        phrases=tuple(phrases if isinstance(phrases, list) else ()),
        low=int(str(low)),
        middle=int(str(middle)),
        high=int(str(high)),
        governs=Governs(str(row["governs"])),
        source=str(row["source"]),
    )


LEXICON_VERSION = lexicon().version
"""Stored with every estimate that was read from words."""
