"""What a cue is, and how its words are matched."""

import re
from dataclasses import dataclass
from enum import StrEnum

from forecasts.extraction.alternatives import compile_grouped


class CueKind(StrEnum):
    """What a cue is about."""

    FUTURE = "future"
    STANCE = "stance"
    HEDGE = "hedge"
    PAST = "past"
    VETO = "veto"
    PLAN = "plan"
    CONDITION = "condition"
    ATTRIBUTION = "attribution"


@dataclass(frozen=True, slots=True)
class Cue:
    """A rule that fires on words.

    Attributes:
        name: as it is stored with every candidate it fires on.
        kind: what it is about.
        weight: what it adds; below zero it speaks against a forecast.
        sentence: what it means, for people; the words themselves stand before it.
        pattern: bounded; matched without regard to case against words without markup.
        fires_on: examples in which it fires.
        quiet_on: examples in which it does not.
    """

    name: str
    kind: CueKind
    weight: float
    sentence: str
    pattern: re.Pattern[str]
    fires_on: tuple[str, ...]
    quiet_on: tuple[str, ...] = ()


def as_words(pattern: str, *, clitics: bool = False) -> re.Pattern[str]:
    """The pattern, matched as whole words and without regard to case.

    Args:
        pattern: bounded.
        clitics: whether it may also begin at an apostrophe within a word, as "'ll" in "they'll";
            that takes longer.
    """
    begins = r"(?:(?=')(?<=\w)|(?<![\w'-]))" if clitics else r"(?<![\w'-])"
    return compile_grouped(rf"{begins}(?:{pattern})(?![\w-])")


def as_opening(pattern: str) -> re.Pattern[str]:
    """The pattern, matched at the beginning of a sentence, behind "and", "well" or the like."""
    return compile_grouped(
        rf"^[\W_]{{0,6}}(?:(?:and|but|so|or|also|of\scourse|however|then|ok|well|yes"
        rf"|no),?\s){{0,2}}"
        rf"(?:{pattern})(?![\w-])"
    )
