"""Pieces of a period that are counted out: "the first half of", "the last three weeks of"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from forecasts.domain.deadlines import Grain
from forecasts.extraction.alternatives import compile_grouped
from forecasts.extraction.dates.amounts import AMOUNT, add_amount, amount_of
from forecasts.extraction.dates.periods import (
    Period,
    a_day,
    a_week,
    add_months,
    next_weekday,
    split,
    third,
)
from forecasts.extraction.dates.words import COUNT, ORDINAL, ORDINALS, WEEKDAY, WEEKDAYS, count_of

_LOOK_BACK = 60
_ONE_DAY = timedelta(days=1)
Narrow = Callable[[Period], Period]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Words that pick a piece of the period behind them: where they begin, and which piece."""

    start: int
    narrow: Narrow


@dataclass(frozen=True, slots=True)
class NarrowingRule:
    """A way to pick a piece of a period, or a day beside it.

    Attributes:
        name: what it picks.
        pattern: bounded; ends where the period begins.
        narrowing: the piece that the match picks.
        examples: phrase, post date, last day.
    """

    name: str
    pattern: re.Pattern[str]
    narrowing: Callable[[re.Match[str]], Narrow]
    examples: tuple[tuple[str, str, str | None], ...]


def _before(pattern: str) -> re.Pattern[str]:
    return compile_grouped(rf"(?<![\w'])(?:{pattern})\s$")


def _half(match: re.Match[str]) -> Narrow:
    number = 1 if match["which"].lower() in ("first", "front", "1st", "opening") else 2
    return lambda period: split(period, 2, number)


def _nth(match: re.Match[str]) -> Narrow:
    number, unit = ORDINALS[match["which"].lower()], match["unit"].lower()
    return lambda period: _piece(period, unit, first=number - 1, count=1, backward=number < 0)


def _first_so_many(match: re.Match[str]) -> Narrow:
    count, unit = int(count_of(match["count"])) or 1, match["unit"].lower()
    backward = ORDINALS[match["which"].lower()] < 0
    return lambda period: _piece(period, unit, first=0, count=count, backward=backward)


def _nth_weekday(match: re.Match[str]) -> Narrow:
    number, weekday = ORDINALS[match["which"].lower()], WEEKDAYS.index(match["weekday"].lower())

    def narrow(period: Period) -> Period:
        if number < 0:
            return a_day(period.last - timedelta(days=(period.last.weekday() - weekday) % 7))
        first = next_weekday(period.first - _ONE_DAY, weekday)
        return a_day(first + timedelta(days=7 * (number - 1)))

    return narrow


def _week_of(match: re.Match[str]) -> Narrow:
    ends = (match["ends"] or "").lower().startswith("end")
    return lambda period: a_day(period.last) if ends else a_week(period.first)


def _so_long_after(match: re.Match[str]) -> Narrow:
    amount = amount_of(match)

    def narrow(period: Period) -> Period:
        there = add_amount(period.last, amount)
        return a_day(there or date.max)

    return narrow


def _so_long_before(match: re.Match[str]) -> Narrow:
    amount = amount_of(match)
    if match["the"]:  # "in the two weeks before Christmas"
        return lambda period: a_day(period.first - _ONE_DAY)
    return lambda period: a_day(add_amount(period.first, amount, sign=-1) or date.min)


def _day_beside(match: re.Match[str]) -> Narrow:
    if match["side"].lower() in ("after", "following"):
        return lambda period: a_day(period.last + _ONE_DAY)
    return lambda period: a_day(period.first - _ONE_DAY)


def _piece(period: Period, unit: str, *, first: int, count: int, backward: bool) -> Period:
    """So many units of a period from its beginning, or all of it where they are its last ones."""
    if backward:
        return Period(period.last, period.last, period.grain)
    if unit == "third":
        return third(period, min(first + 1, 3))
    if unit == "quarter" and period.grain in (Grain.DECADE, Grain.CENTURY):
        return split(period, 4, min(first + 1, 4))
    begin, end = _after(period.first, unit, first), _after(period.first, unit, first + count)
    return Period(begin, min(end - _ONE_DAY, period.last), _GRAINS.get(unit, period.grain))


_GRAINS = {
    "day": Grain.DAY, "week": Grain.WEEK, "weekend": Grain.WEEK, "month": Grain.MONTH,
    "quarter": Grain.QUARTER, "year": Grain.YEAR, "decade": Grain.DECADE,
}  # fmt: skip


def _after(day: date, unit: str, count: int) -> date:
    if unit in ("day", "week", "weekend"):
        return day + timedelta(days=count * (1 if unit == "day" else 7))
    return add_months(day, count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit])


NARROWING_RULES: tuple[NarrowingRule, ...] = (
    NarrowingRule(
        "half of",
        _before(
            r"(?:the\s)?(?P<which>first|second|latter|front|back|last|opening|closing|final|1st|2nd)"
            r"(?:\s|-)half\s(?:of|in)"
        ),
        _half,
        (
            ("the first half of November", "2017-10-26", "2017-11-15"),
            ("the back half of 2018", "2017-10-26", "2018-12-31"),
            ("the first half of this century", "2017-10-26", "2050-12-31"),
        ),
    ),
    NarrowingRule(
        "a unit of",
        _before(
            rf"(?:the\s)?(?P<which>{ORDINAL})\s"
            r"(?P<unit>day|week|weekend|month|quarter|third|year|decade)\s(?:of|in)"
        ),
        _nth,
        (
            ("in the first week of May", "2017-10-26", "2018-05-07"),
            ("the last day of March", "2017-10-26", "2018-03-31"),
            ("the first quarter of the 21st century", "2017-10-26", "2025-12-31"),
        ),
    ),
    NarrowingRule(
        "so many units of",
        _before(
            rf"(?:the\s)?(?P<which>first|last|final|opening)\s(?P<count>{COUNT})\s"
            r"(?P<unit>day|week|month|year)s\s(?:of|in)"
        ),
        _first_so_many,
        (("in the first three months of 2018", "2017-10-26", "2018-03-31"),),
    ),
    NarrowingRule(
        "a weekday of",
        _before(rf"(?:the\s)?(?P<which>{ORDINAL})\s(?P<weekday>{WEEKDAY})\s(?:of|in)"),
        _nth_weekday,
        (
            ("the second Tuesday of November", "2017-10-26", "2017-11-14"),
            ("on the last Friday in March", "2017-10-26", "2018-03-30"),
        ),
    ),
    NarrowingRule(
        "the week of",
        _before(
            r"(?:the\s)?week\s(?:of|(?:that\s)?(?P<ends>beginning|begins|starting|starts|commencing"
            r"|ending|ends|ended)(?:\son)?)"
        ),
        _week_of,
        (
            ("the week of March 5", "2017-10-26", "2018-03-11"),
            ("in the week beginning 13 November", "2017-10-26", "2017-11-19"),
            ("the week ending 19 November", "2017-10-26", "2017-11-19"),
        ),
    ),
    NarrowingRule(
        "so long after",
        _before(rf"(?:within\s)?{AMOUNT}\s(?:after|from|following|on\sfrom)"),
        _so_long_after,
        (
            ("two weeks after Christmas", "2017-10-26", "2018-01-08"),
            ("a week from Friday", "2017-10-26", "2017-11-03"),
        ),
    ),
    NarrowingRule(
        "within so long of",
        _before(rf"within\s{AMOUNT}\sof"),
        _so_long_after,
        (("within a month of March 5", "2017-10-26", "2018-04-05"),),
    ),
    NarrowingRule(
        "so long before",
        _before(rf"(?P<the>the\s(?:last\s|final\s)?)?{AMOUNT}\s(?:before|ahead\sof|prior\sto)"),
        _so_long_before,
        (
            ("two weeks before Christmas", "2017-10-26", "2017-12-11"),
            ("in the two weeks before Christmas", "2017-10-26", "2017-12-24"),
        ),
    ),
    NarrowingRule(
        "the day beside",
        _before(r"the\s(?:day|eve|night)\s(?P<side>before|after|following|of)"),
        _day_beside,
        (("the day after Christmas", "2017-10-26", "2017-12-26"),),
    ),
)
"""Every way to pick a piece of a period; the first that stands before it counts."""

_UNITS_BEFORE = (
    "half",
    "day",
    "days",
    "week",
    "weeks",
    "end",
    "month",
    "months",
    "quarter",
    "third",
)
_ENDS = (
    *(f"{unit} {word} " for unit in (*_UNITS_BEFORE, "year", "years") for word in ("of", "in")),
    *("decade of ", "hours of ", "eve of ", "night of ", "beginning ", "starting ", "commencing "),
    *("begins ", "starts ", "ending ", "ends ", "ended ", "g on ", "s on ", "ended on "),
    *("after ", "from ", "following ", "before ", "ahead of ", "prior to "),
)
"""How all these words end; tells quickly that none of them stands before a period."""

_LONGEST_END = max(map(len, _ENDS))


def narrowing_before(text: str, place: int) -> Narrowing | None:
    """The words before a period at ``place`` that pick a piece of it; None where none do.

    >>> narrowing_before("in the first half of 2018", 21).start
    3
    """
    if not text[max(0, place - _LONGEST_END) : place].lower().endswith(_ENDS):
        return None
    window = max(0, place - _LOOK_BACK)
    for rule in NARROWING_RULES:
        if match := rule.pattern.search(text, window, place):
            return Narrowing(match.start(), rule.narrowing(match))
    return None
