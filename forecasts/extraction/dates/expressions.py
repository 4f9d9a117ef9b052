"""What an expression for a period means, and the rules that read one."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from forecasts.extraction.alternatives import compile_grouped
from forecasts.extraction.dates.leads import Part
from forecasts.extraction.dates.periods import Period, Yearly
from forecasts.extraction.dates.words import YEAR_REFERENCE

AND_YEAR = (
    rf"(?:(?:,?\s|,|-(?=\d{{4}}))(?:(?:of|in)\s)?(?P<year>{YEAR_REFERENCE})"
    r"|(?P<short>'\d\d(?![\ds])))?"
)
"""A year behind a period: "July 2018", "the spring of next year"."""

YEAR_BEFORE = (
    r"(?:(?P<year_before>(?:19|20|21)\d\d|(?:next|this|last)\syear)(?:'s)?[\s-]?(?:the\s)?)?"
)
"""A year before a period: "next year's third quarter"."""

WHICH = (
    r"(?:(?P<which>this\scoming|this|next|coming|the\scoming|the\snext|the\sfollowing|the\ssame|last"
    r"|past|the)\s)?"
)
"""Which of the periods of that name: "next July"."""


_FOUR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Expression:
    """What an expression means.

    Attributes:
        meaning: the period, a period that comes every year, or None where it cannot be told.
        weak: whether it counts only beside a word such as "by" or "early".
        readings: the days it may mean, where it cannot be told which.
        bare: whether it counts only beside a word such as "early" or "end of".
        part: the part of the period that is meant, as in "year end" or "midsummer".
        begins: whether "by" it means by its first day, as with "by the new year".
    """

    meaning: Period | Yearly | None
    weak: bool = False
    readings: tuple[date, ...] = ()
    bare: bool = False
    part: Part = Part.WHOLE
    begins: bool = False


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
    return compile_grouped(rf"(?<![\w$€£#])(?:{pattern})(?![\w%])")


def year_of(reference: str | None, published: date) -> int | None:
    """The year that "2018", "'18", "this year" or "next year" names; None without a reference.

    >>> year_of("next year", date(2017, 10, 26)), year_of("'18", date(2017, 10, 26))
    (2018, 2018)
    """
    if reference is None:
        return None
    words = reference.lower()
    if words.isdigit() and len(words) == _FOUR_DIGITS:
        return int(words)
    if words.lstrip("'").isdigit():
        return full_year(int(words.lstrip("'")), published)
    if words.startswith(("last", "the previous", "previous")) or words.endswith("before"):
        return published.year - 1
    return published.year + (2 if "after next" in words else 0 if words == "this year" else 1)


def full_year(two_digits: int, published: date) -> int:
    """The year of those last two digits that lies nearest to the post.

    >>> full_year(18, date(2017, 10, 26)), full_year(68, date(2017, 10, 26))
    (2018, 1968)
    """
    century = published.year - published.year % 100
    years = (century - 100 + two_digits, century + two_digits, century + 100 + two_digits)
    return min(years, key=lambda year: abs(year - published.year))


def yearly(
    match: re.Match[str],
    published: date,
    in_year: Callable[[int], Period],
    *,
    weak: bool = False,
    part: Part = Part.WHOLE,
) -> Expression:
    """The period in the year that stands beside it; without one, that of every year.

    Args:
        match: may have groups ``year``, ``short`` ("'18"), ``joined`` ("18"), ``year_before``
            and ``which`` ("next", "this", "the").
        published: the day of the post.
        in_year: the period in a year.
        weak: whether it counts only beside a word such as "by", where no year and no "this" or
            "next" stands with it.
        part: the part of it that is meant.
    """
    named = match.groupdict()
    beside = (named.get(group) for group in ("year", "short", "joined", "year_before"))
    year = year_of(next(filter(None, beside), None), published)
    if year is not None:
        return Expression(in_year(year), part=part)
    which = (named.get("which") or "").lower()
    if which in ("last", "past"):
        return Expression(_last_over_before(published, in_year), part=part)
    if "next" in which:
        return Expression(_first_beginning_after(published, in_year), part=part)
    grain = in_year(published.year).grain
    return Expression(Yearly(in_year, grain), weak=weak and which in ("", "the"), part=part)


def _first_beginning_after(published: date, in_year: Callable[[int], Period]) -> Period:
    years = range(published.year - 1, published.year + 3)
    return next(period for period in map(in_year, years) if period.first > published)


def _last_over_before(published: date, in_year: Callable[[int], Period]) -> Period:
    years = range(published.year, published.year - 3, -1)
    return next(period for period in map(in_year, years) if period.last < published)
