"""What an expression for a period means, and the rules that read one."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from forecasts.extraction.dates.periods import Period, Yearly
from forecasts.extraction.dates.words import YEAR_REFERENCE

AND_YEAR = rf"(?:(?:,\s?|\s)(?:(?:of|in)\s)?(?P<year>{YEAR_REFERENCE}))?"
"""A year behind a period: "July 2018", "the spring of next year"."""

YEAR_BEFORE = r"(?:(?P<year_before>(?:19|20|21)\d\d|next\syear|this\syear)(?:'s)?\s(?:the\s)?)?"
"""A year before a period: "next year's third quarter"."""

WHICH = r"(?:(?P<which>this\scoming|this|next|coming|the\scoming|the\snext|the)\s)?"
"""Which of the periods of that name: "next July"."""


@dataclass(frozen=True, slots=True)
class Expression:
    """What an expression means.

    Attributes:
        meaning: the period, a period that comes every year, or None where it cannot be told.
        weak: whether it counts only beside a word such as "by" or "early".
        readings: the days it may mean, where it cannot be told which.
        bare: whether it counts only beside a word such as "early" or "end of".
        ends: whether the end of the period is meant, as in "year end".
    """

    meaning: Period | Yearly | None
    weak: bool = False
    readings: tuple[date, ...] = ()
    ends: bool = False
    bare: bool = False


Resolver = Callable[[re.Match[str], date], Expression | None]


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """A way to write a period, and what it means.

    Attributes:
        name: as it is told to people.
        pattern: bounded; matched without regard to case.
        resolve: the meaning, given the post's date; None where it is no date after all.
        examples: phrase, post date, and the last day it reaches (None: no reading).
    """

    name: str
    pattern: re.Pattern[str]
    resolve: Resolver
    examples: tuple[tuple[str, str, str | None], ...]


def as_words(pattern: str) -> re.Pattern[str]:
    """The pattern, matched as whole words and without regard to case; never behind "$" or "#"."""
    return re.compile(rf"(?<![\w$€£#])(?:{pattern})(?![\w%])", re.IGNORECASE)


def year_of(reference: str | None, published: date) -> int | None:
    """The year that "2018", "'18", "this year" or "next year" names; None without a reference.

    >>> year_of("next year", date(2017, 10, 26)), year_of("'18", date(2017, 10, 26))
    (2018, 2018)
    """
    if reference is None:
        return None
    words = reference.lower()
    if words.startswith("'"):
        return published.year - published.year % 100 + int(words[1:])
    if words.isdigit():
        return int(words)
    return published.year + (2 if "after next" in words else 0 if words == "this year" else 1)


def yearly(
    match: re.Match[str], published: date, in_year: Callable[[int], Period], *, weak: bool = False
) -> Expression:
    """The period in the year that stands beside it; without one, that of every year.

    Args:
        match: may have groups ``year``, ``year_before`` and ``which`` ("next", "this", "the").
        published: the day of the post.
        in_year: the period in a year.
        weak: whether it counts only beside a word such as "by", where no year and no "this" or
            "next" stands with it.
    """
    groups = match.groupdict()
    year = year_of(groups.get("year") or groups.get("year_before"), published)
    period = in_year(year or published.year)
    if year is not None:
        return Expression(period)
    which = (groups.get("which") or "").lower()
    if "next" in which:
        return Expression(_first_beginning_after(published, in_year))
    return Expression(Yearly(in_year, period.grain), weak=weak and which in ("", "the"))


def _first_beginning_after(published: date, in_year: Callable[[int], Period]) -> Period:
    years = range(published.year - 1, published.year + 3)
    return next(period for period in map(in_year, years) if period.first > published)
