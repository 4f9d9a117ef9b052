"""Probabilities stated in numbers: "85 %", "a 70 to 80 percent chance", "one in three"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from forecasts.domain.candidates import Chance, EstimateKind
from forecasts.domain.probability import ONE
from forecasts.extraction.cues.tenses import tells_past
from forecasts.extraction.dates.words import NUMBERS
from forecasts.extraction.frames import (
    A_CHANCE_THAT,
    IS_AT,
    PERCENT,
    PUT_AT,
    PUT_BOUND_AT,
    SAY_THAT,
    SURE_THAT,
)
from forecasts.extraction.gates import SIEVE, Gates
from forecasts.extraction.needs import LETTERS_LIKE_ASCII
from forecasts.extraction.tallies import is_tally


@dataclass(frozen=True, slots=True)
class Found:
    """A chance, and where its words stand."""

    chance: Chance
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NumberRule:
    """A way to state a probability in numbers.

    Attributes:
        name: as it is told to people.
        pattern: bounded; matched without regard to case.
        read: the two ends of what is stated, 0 to 1; None where it is no probability.
        examples: words, and the middle in millionths (None: no probability).
    """

    name: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], tuple[Fraction, Fraction] | None]
    examples: tuple[tuple[str, int | None], ...]


_CHANCE = r"(?:chances?|probabilit(?:y|ies)|likelihood|odds|confidence|confident|certainty|shot)"
_SMALL = r"(?:\d{1,6}|one|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred|a\shundred)"


_AMOUNT_BEFORE = re.compile(
    r"(?:%|\d|\b(?:high|low|record|level|rate|share|percentage|majority|minority|turnout|total|peak"
    r"|average|mean|target|margin|rise|fall|growth|percent))\s?$",
    re.IGNORECASE,
)


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _percent(match: re.Match[str]) -> tuple[Fraction, Fraction] | None:
    high = Fraction(match["high"]) / 100
    low = Fraction(match["low"]) / 100 if match["low"] else high
    return low, high


def _percent_behind_comma(match: re.Match[str]) -> tuple[Fraction, Fraction] | None:
    """No probability where it says how large what stands before it is."""
    before = match.string[: match.start()]
    return None if tells_past(before) or _AMOUNT_BEFORE.search(before) else _percent(match)


def _one_in(match: re.Match[str]) -> tuple[Fraction, Fraction] | None:
    part, whole = _small(match["part"]), _small(match["whole"])
    return (Fraction(part, whole),) * 2 if whole else None


def _small(words: str) -> int:
    if words.isdigit():
        return int(words)
    return NUMBERS[words.translate(LETTERS_LIKE_ASCII).lower().split()[-1]]


def _decimal(match: re.Match[str]) -> tuple[Fraction, Fraction]:
    return (Fraction(match["decimal"]),) * 2


def _two_shares(match: re.Match[str]) -> tuple[Fraction, Fraction] | None:
    if is_tally(match.string, match.start("first"), match.end("second")):
        return None
    first, second = int(match["first"]), int(match["second"])
    return (Fraction(first, 100),) * 2 if first + second == 100 else None  # noqa: PLR2004 - percent


def _odds(match: re.Match[str]) -> tuple[Fraction, Fraction] | None:
    first, second = int(match["first"]), int(match["second"])
    if not first or not second or is_tally(match.string, match.start("first"), match.end("second")):
        return None
    against = match["side"].lower() == "against"
    return (Fraction(second if against else first, first + second),) * 2


RULES: tuple[NumberRule, ...] = (
    NumberRule(
        "a chance that the author puts at a percentage",
        PUT_AT,
        _percent,
        (
            ("I'd put the odds of 4% growth by May at 45%.", 450_000),
            ("I put the chances of it at the top", None),
        ),
    ),
    NumberRule(
        "an amount that the author puts at a percentage",
        PUT_BOUND_AT,
        _percent,
        (("I'd put inflation below 3.5% by May at 45%", 450_000), ("I put it over there", None)),
    ),
    NumberRule(
        "a chance that is a percentage",
        IS_AT,
        _percent,
        (("The chance that rates stay below 3.5% is 45%.", 450_000),),
    ),
    NumberRule(
        "a percentage that is the chance of a claim",
        A_CHANCE_THAT,
        _percent,
        (("There is a 75% chance that rates stay above 5%.", 750_000),),
    ),
    NumberRule(
        "a percentage of certainty",
        SURE_THAT,
        _percent,
        (("I am 85% sure that rates stay above 5%", 850_000),),
    ),
    NumberRule(
        "a percentage that the author says",
        SAY_THAT,
        _percent,
        (("My estimate is 40% that it rains", 400_000),),
    ),
    NumberRule(
        "a percentage called a chance",
        _compile(
            rf"{PERCENT}(?=(?:\sor\s(?:more|higher|better|so))?\s(?:{_CHANCE}|likely|sure"
            rf"|certain)\b(?!\s(?:level|interval|band|limit)))"
        ),
        _percent,
        (("a 70 to 80 percent chance of rain", 750_000), ("10 percent inflation", None)),
    ),
    NumberRule(
        "a chance given as a percentage",
        _compile(
            rf"(?:\b{_CHANCE}\b(?:\s[a-z']{{1,12}}){{0,8}}\s?[:=]?\s?|\bp\s?[=:]\s?){PERCENT}"
        ),
        _percent,
        (("probability: 35%", 350_000), ("the odds are about 60%", 600_000)),
    ),
    NumberRule(
        "a percentage the author gives",
        _compile(
            rf"\bI(?:'d|'ll|\swould)?\s(?:say|put|give|assign"
            rf"|estimate)\b(?:\s[a-z']{{1,12}}){{0,4}}\s"
            rf"{PERCENT}(?!\sof\b)"
        ),
        _percent,
        (("I'd put it at 80%", 800_000),),
    ),
    NumberRule(
        "a percentage behind an item",
        _compile(rf"(?:[:(\[\u2013—=]|\s--?)\s?(?:~|about\s|around\s)?{PERCENT}(?=\s?[)\]]?\s?(?:[.!]?\s?$|\([a-z]))"),
        _percent,
        (("Trump is the nominee: 95%", 950_000), ("It rains (30%).", 300_000)),
    ),
    NumberRule(
        "a percentage behind a comma",
        _compile(rf",\s{PERCENT}(?=\s?[.!]?\s?$)"),
        _percent_behind_comma,
        (
            ("The pier opens by the end of May, 75%.", 750_000),
            ("Turnout rose on Monday, 75%.", None),
            ("Turnout will reach a new high, 75%.", None),
            ("They took 40%, 75%", None),
        ),
    ),
    NumberRule(
        "a percentage before an item",
        _compile(rf"^[(\[]?{PERCENT}(?=\s?(?:[)\]]|:|[\u2013—-]\s|$))"),
        _percent,
        (("[80%] It rains", 800_000), ("85 %", 850_000), ("80% of the votes", None)),
    ),
    NumberRule(
        "one in so many",
        _compile(
            rf"\b(?P<part>{_SMALL})[\s-](?:in|out\sof)[\s-](?P<whole>{_SMALL})(?=\s{_CHANCE}\b"
            rf"|\s?[)\]]\s?\.?$)"
        ),
        _one_in,
        (
            ("a one in four chance", 250_000),
            ("A heron nests (1 in 20)", 50_000),
            ("one in ten voters", None),
        ),
    ),
    NumberRule(
        "a decimal called a chance",
        _compile(
            rf"(?:\b{_CHANCE}\s?(?:=|:|of|is)\s?|\bp\s?[=:]\s?)(?P<decimal>0?\.\d{{1,6}})(?![\d%])"
        ),
        _decimal,
        (("p = 0.85", 850_000), ("probability of .3", 300_000)),
    ),
    NumberRule(
        "two shares of a hundred",
        _compile(r"(?<![\w.-])(?P<first>\d\d)\s?[-/]\s?(?P<second>\d\d)(?![\w%.-]|\svote)"),
        _two_shares,
        (
            ("it's 50-50", 500_000),
            ("60/40 that it passes", 600_000),
            ("a 5-4 vote", None),
            ("a 52-48 win", None),
        ),
    ),
    NumberRule(
        "odds",
        _compile(
            r"(?<![\w.-])(?P<first>\d{1,5})\s?(?:-|to|:|/)\s?(?P<second>\d{1,5})\s"
            r"(?:odds\s)?(?P<side>against|on\b)"
        ),
        _odds,
        (
            ("3 to 1 against", 250_000),
            ("4-1 on", 800_000),
            ("4-1 on the mayor resigning", 800_000),
            ("The council voted 9 to 6 on Thursday", None),
            ("They won the cup 3 to 1 on penalties", None),
            ("a 2-1 defeat on Saturday", None),
            ("it ended 2-1 on Saturday", None),
        ),
    ),
)  # fmt: skip
"""Every way a probability is stated in numbers, those first that count first."""

_TRAILING = re.compile(
    r"(?<!\bby)(?<!\bto)(?<!\bof)(?<!\bat)(?<!\bthan)(?<!\bover)(?<!\bunder)(?<!\bbelow)(?<!\babove)"
    r"(?<!\bleast)(?<!\bmost)(?<!\bup)(?<!\bdown)(?<!\babout)(?<!\baround)(?<!\bis)(?<!\bbe)(?<!\bhit)"
    rf"(?<!\breach)(?<!\bexceed)(?<!\band)(?<!\bor)\s{PERCENT}\s?[.!]?\s?$"
)
_GATES = Gates(RULES, SIEVE)
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=16)
def find_stated(text: str) -> Found | None:
    """The probability that a text states in numbers.

    >>> find_stated("There is a 70-80% chance of rain").chance.middle
    750000
    """
    if not _DIGIT.search(text) and " in " not in text and " out of " not in text:
        return None
    for rule in _GATES.open_for(text):
        for match in rule.pattern.finditer(text):
            ends = rule.read(match)
            if ends is not None and 0 <= ends[0] <= ends[1] <= 1:
                return _found(match, *ends)
    return None


def find_trailing(text: str) -> Found | None:
    """The percentage that a text ends in, whatever stands before it; only lists are read so.

    >>> find_trailing("The mayor will resign 60%").chance.middle
    600000
    >>> find_trailing("Turnout will be up 60%") is None
    True
    """
    if "%" not in text[-6:]:
        return None
    match = _TRAILING.search(text, max(0, len(text) - 40))
    ends = _percent(match) if match else None
    return _found(match, *ends) if match and ends else None


def _found(match: re.Match[str], low: Fraction, high: Fraction) -> Found:
    groups = match.groupdict()
    if "stated" in groups:
        start, end = match.span("stated")
    else:
        start, end = min(match.start(name) for name in groups), match.end()
    hedge = match.string[start:end]
    chance = Chance(
        kind=EstimateKind.STATED,
        middle=round((low + high) / 2 * ONE),
        low=round(low * ONE),
        high=round(high * ONE),
        hedge=hedge,
    )
    return Found(chance, start, end)
