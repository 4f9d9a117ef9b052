"""How periods are written: one rule a kind of expression, each with examples that run as tests."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from forecasts.extraction.dates.holidays import HOLIDAYS
from forecasts.extraction.dates.periods import (
    Period,
    Yearly,
    a_century,
    a_day,
    a_decade,
    a_half,
    a_month,
    a_quarter,
    a_season,
    a_week,
    a_weekend,
    a_year,
    add_months,
    next_weekday,
)
from forecasts.extraction.dates.words import (
    DAY,
    MONTH,
    MONTHS,
    ORDINALS,
    SEASON,
    SEASONS,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    YEAR_REFERENCE,
)


@dataclass(frozen=True, slots=True)
class Expression:
    """What an expression means.

    Attributes:
        meaning: the period, a period that comes every year, or None where it cannot be told.
        weak: whether it counts only beside a word such as "by" or "early".
        readings: the days it may mean, where it cannot be told which.
        ends: whether the end of the period is meant, as in "year end".
    """

    meaning: Period | Yearly | None
    weak: bool = False
    readings: tuple[date, ...] = ()
    ends: bool = False


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


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w$€£#])(?:{pattern})(?![\w%])", re.IGNORECASE)


def _year_of(reference: str | None, published: date) -> int | None:
    if reference is None:
        return None
    words = reference.lower()
    if words.startswith("'"):
        return published.year - published.year % 100 + int(words[1:])
    if words.isdigit():
        return int(words)
    return published.year + (2 if "after next" in words else 0 if words == "this year" else 1)


def _yearly(
    match: re.Match[str], published: date, in_year: Callable[[int], Period], *, weak: bool = False
) -> Expression:
    """The period in the year beside it, or else every year."""
    groups = match.groupdict()
    year = _year_of(groups.get("year") or groups.get("year_before"), published)
    period = in_year(year or published.year)
    if year is not None:
        return Expression(period)
    which = (groups.get("which") or "").lower()
    if "next" in which:
        return Expression(_first_beginning_after(published, in_year))
    return Expression(Yearly(in_year, period.grain), weak=weak and not which)


def _first_beginning_after(published: date, in_year: Callable[[int], Period]) -> Period:
    years = range(published.year - 1, published.year + 3)
    return next(period for period in map(in_year, years) if period.first > published)


# --- days -----------------------------------------------------------------


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _iso(match: re.Match[str], _published: date) -> Expression | None:
    day = _valid(int(match["y"]), int(match["m"]), int(match["d"]))
    return Expression(a_day(day)) if day else None


def _numeric(match: re.Match[str], _published: date) -> Expression | None:
    year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)  # noqa: PLR2004 - two digits
    first, second = int(match["a"]), int(match["b"])
    orders = {_valid(year, first, second), _valid(year, second, first)} - {None}
    days = tuple(sorted(day for day in orders if day))
    if len(days) == 1:
        return Expression(a_day(days[0]))
    return Expression(None, readings=days) if days else None


def _calendar_day(match: re.Match[str], published: date) -> Expression | None:
    month = _month_number(match["month"])
    number = int(match["last"] or match["day"])
    weak = _could_be_another_word(match["month"])
    if number > a_month(2000, month).last.day:
        return None

    def in_year(year: int) -> Period:
        return a_day(date(year, month, min(number, a_month(year, month).last.day)))

    return _yearly(match, published, in_year, weak=weak)


def _day_of_month(match: re.Match[str], published: date) -> Expression | None:
    number = int(match["day"])
    for offset in range(12):
        first = add_months(published.replace(day=1), offset)
        day = _valid(first.year, first.month, number)
        if day and day >= published:
            return Expression(a_day(day), weak=True)
    return None


def _weekday(match: re.Match[str], published: date) -> Expression:
    day = next_weekday(published, WEEKDAYS.index(match["weekday"].lower()))
    return Expression(a_day(day))


def _near_day(match: re.Match[str], published: date) -> Expression:
    words = match[0].lower()
    days = 2 if "after tomorrow" in words else 1 if "tomorrow" in words else 0
    return Expression(a_day(published + timedelta(days=days)))


def _holiday(day_in: Callable[[int], date]) -> Resolver:
    def resolve(match: re.Match[str], published: date) -> Expression:
        return _yearly(match, published, lambda year: a_day(day_in(year)))

    return resolve


# --- months, quarters, seasons -----------------------------------------------


def _month_number(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def _could_be_another_word(name: str) -> bool:
    return name.lower() in ("may", "march", "mar", "mar.") or name[0].islower()


def _month(match: re.Match[str], published: date) -> Expression | None:
    name = match["month"]
    if name.lower() in ("may", "march") and name[0].islower() and not match["which"]:
        return None
    number = _month_number(name)
    weak = _could_be_another_word(name) or name.endswith(".") or len(name) == 3  # noqa: PLR2004
    return _yearly(match, published, lambda year: a_month(year, number), weak=weak)


def _year_and_month(match: re.Match[str], _published: date) -> Expression:
    return Expression(a_month(int(match["y"]), int(match["m"])))


def _quarter(match: re.Match[str], published: date) -> Expression:
    number = int(match["digit"] or match["digit_before"] or 0) or ORDINALS[match["ordinal"].lower()]
    number = 4 if number < 0 else number
    return _yearly(match, published, lambda year: a_quarter(year, min(number, 4)))


def _half(match: re.Match[str], published: date) -> Expression:
    words = match[0].lower()
    first = "first" in words or "front" in words or "h1" in words or "1h" in words
    in_year = (lambda year: a_half(year, 1)) if first else (lambda year: a_half(year, 2))
    return _yearly(match, published, in_year, weak=True)


def _season(match: re.Match[str], published: date) -> Expression:
    first_month = SEASONS[match["season"].lower()]
    return _yearly(match, published, lambda year: a_season(year, first_month), weak=True)


def _two_year_winter(match: re.Match[str], _published: date) -> Expression:
    return Expression(a_season(int(match["y"]), SEASONS["winter"]))


# --- years and longer -----------------------------------------------------------


def _plain_year(match: re.Match[str], _published: date) -> Expression:
    return Expression(a_year(int(match["y"])))


def _years(match: re.Match[str], _published: date) -> Expression | None:
    first, last = int(match["a"]), int(match["b"])
    if last < 100:  # noqa: PLR2004 - written with two digits
        last += first - first % 100
    if not first < last <= first + 200:
        return None
    return Expression(replace(a_year(last), first=date(first, 1, 1)))


def _far_year(match: re.Match[str], _published: date) -> Expression:
    return Expression(a_year(int(match["y"])))


def _decade(match: re.Match[str], _published: date) -> Expression:
    return Expression(a_decade(10 * int(match["decade"])))


def _named_decade(match: re.Match[str], published: date) -> Expression:
    names = ("twenties", "thirties", "forties", "fifties", "sixties")
    century = published.year - published.year % 100
    return Expression(a_decade(century + 20 + 10 * names.index(match["name"].lower())), weak=True)


def _ordinal_century(match: re.Match[str], _published: date) -> Expression:
    number = {"twenty-first": 21, "twenty first": 21, "twenty-second": 22, "twenty second": 22}
    words = match["number"].lower()
    return Expression(a_century(int(words[:2]) if words[0].isdigit() else number[words]))


def _relative(match: re.Match[str], published: date) -> Expression | None:
    """This, next or last unit; "the" unit counts only beside a word such as "end of"."""
    which = (match["which"] or "").lower()
    if which.startswith(("last", "past", "previous")):
        return Expression(_step(published, match["unit"].lower(), -1))
    ahead = which.startswith(("next", "coming", "the coming", "the following", "following"))
    period = _step(published, match["unit"].lower(), int(ahead))
    return Expression(period, weak=which in ("", "the", "its"))


def _step(published: date, unit: str, count: int) -> Period:
    """The calendar unit of a day, or the one so many units behind it."""
    if unit.startswith("week"):
        day = published + timedelta(days=7 * count)
        return a_weekend(day) if unit == "weekend" else a_week(day)
    if unit == "month":
        there = add_months(published.replace(day=1), count)
        return a_month(there.year, there.month)
    if unit == "quarter":
        there = add_months(published.replace(day=1), 3 * count)
        return a_quarter(there.year, (there.month + 2) // 3)
    if unit == "decade":
        return a_decade(published.year + 10 * count)
    if unit == "century":
        return a_century((published.year + 99) // 100 + count)
    return a_year(published.year + count)


def _year_after_next(_match: re.Match[str], published: date) -> Expression:
    return Expression(a_year(published.year + 2))


def _new_year(_match: re.Match[str], published: date) -> Expression:
    """The new year: the next one, or in January the one that has just begun."""
    return Expression(a_year(published.year + (published.month > 1)))


def _unit_end(match: re.Match[str], published: date) -> Expression:
    """The end of a unit, written as one word: "year-end 2018", "month's end", "EOY"."""
    year = _year_of(match["year"], published)
    unit = (match["unit"] or "year").lower()
    period = a_year(year) if year else _step(published, unit, int(bool(match["which"])))
    return Expression(period, ends=True)


def _fiscal(_match: re.Match[str], _published: date) -> Expression:
    return Expression(None)


_AND_YEAR = rf"(?:(?:,\s?|\s)(?:(?:of|in)\s)?(?P<year>{YEAR_REFERENCE}))?"
_WHICH = r"(?:(?P<which>this\scoming|this|next|coming|the\scoming|the\snext|the)\s)?"
_YEAR_BEFORE = r"(?:(?P<year_before>(?:19|20|21)\d\d|next\syear|this\syear)(?:'s)?\s(?:the\s)?)?"  # "next year's third quarter"

RULES: tuple[PeriodRule, ...] = (
    PeriodRule(
        "a date in ISO form",
        _compile(r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})"),
        _iso,
        (("2018-03-05", "2017-10-26", "2018-03-05"), ("2018-13-05", "2017-10-26", None)),
    ),
    PeriodRule(
        "a date in numbers",
        _compile(r"(?P<a>\d{1,2})([./-])(?P<b>\d{1,2})\2(?P<y>(?:19|20|21)\d\d|\d\d)"),
        _numeric,
        (("25/12/2017", "2017-10-26", "2017-12-25"), ("5/6/2018", "2017-10-26", None)),
    ),
    PeriodRule(
        "a fiscal period",
        _compile(
            rf"(?:(?:this|next|the|its)\s)?(?:{YEAR}\s)?(?:first|second|third|fourth|Q[1-4])?\s?"
            r"(?:of\s)?(?:fiscal(?:\s(?:year|quarter|Q[1-4]|first\squarter|second\squarter"
            r"|third\squarter|fourth\squarter))?|FY)\s?'?(?:(?:20)?\d\d)?"
        ),
        _fiscal,
        (("fiscal 2018", "2017-10-26", None), ("FY18", "2017-10-26", None)),
    ),
    PeriodRule(
        "a day of the calendar",
        _compile(
            rf"(?:{WEEKDAY},?\s)?(?:the\s)?(?P<month>{MONTH})\s(?:the\s)?(?P<day>{DAY})"
            r"(?:st|nd|rd|th)?(?![\d:%])"
            rf"(?:\s?(?:-|\u2013|to|or|and)\s?(?P<last>{DAY})(?:st|nd|rd|th)?(?![\d:%]))?{_AND_YEAR}"
        ),
        _calendar_day,
        (
            ("March 5", "2017-10-26", "2018-03-05"),
            ("Friday, November 3rd", "2017-10-26", "2017-11-03"),
            ("June 4-6, 2018", "2017-10-26", "2018-06-06"),
            ("February 31", "2017-10-26", None),
        ),
    ),
    PeriodRule(
        "a day of the calendar",
        _compile(
            rf"(?:{WEEKDAY},?\s)?(?:the\s)?(?P<day>{DAY})(?:st|nd|rd|th)?(?P<last>)\s(?:of\s)?"
            rf"(?P<month>{MONTH}){_AND_YEAR}"
        ),
        _calendar_day,
        (
            ("5 March 2018", "2017-10-26", "2018-03-05"),
            ("the 4th of July", "2017-10-26", "2018-07-04"),
        ),
    ),
    PeriodRule(
        "a day of the month",
        _compile(r"the\s(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)(?!\s(?:century|century's|[a-z]))"),
        _day_of_month,
        (("the 15th", "2017-10-26", "2017-11-15"), ("the 15th floor", "2017-10-26", None)),
    ),
    PeriodRule(
        "a day of the week",
        _compile(
            rf"(?:(?:this|next|coming|the\scoming|this\scoming|the)\s)?(?P<weekday>{WEEKDAY})"
            r"(?:\s(?:morning|afternoon|evening|night))?"
        ),
        _weekday,
        (("Friday", "2017-10-26", "2017-10-27"), ("Thursday", "2017-10-26", "2017-11-02")),
    ),
    PeriodRule(
        "a day beside the post's",
        _compile(
            r"the\sday\safter\stomorrow|tomorrow(?:\s(?:morning|afternoon|evening|night))?"
            r"|today|tonight|this\s(?:morning|afternoon|evening)|the\send\sof\sthe\sday"
        ),
        _near_day,
        (("tomorrow", "2017-12-31", "2018-01-01"), ("tonight", "2017-10-26", "2017-10-26")),
    ),
    *(
        PeriodRule(
            "a feast",
            _compile(rf"{_WHICH}{spelling}{_AND_YEAR}"),
            _holiday(day_in),
            (),
        )
        for spelling, day_in in HOLIDAYS.items()
    ),
    PeriodRule(
        "a month",
        _compile(rf"{_WHICH}(?P<month>{MONTH}){_AND_YEAR}"),
        _month,
        (
            ("July", "2017-10-26", "2018-07-31"),
            ("October", "2017-10-26", "2017-10-31"),
            ("March next year", "2017-10-26", "2018-03-31"),
            ("next October", "2017-10-26", "2018-10-31"),
        ),
    ),
    PeriodRule(
        "a month in numbers",
        _compile(r"(?P<m>1[0-2]|0?[1-9])/(?P<y>(?:19|20|21)\d\d)"),
        _year_and_month,
        (("6/2018", "2017-10-26", "2018-06-30"),),
    ),
    PeriodRule(
        "a quarter",
        _compile(
            rf"{_YEAR_BEFORE}(?:the\s)?(?:(?P<ordinal>first|second|third|fourth|last|final|1st|2nd"
            r"|3rd|4th)(?:\s|-)(?:calendar\s)?quarter|Q(?P<digit>[1-4])|(?P<digit_before>[1-4])Q)"
            rf"(?:'s)?{_AND_YEAR}"
        ),
        _quarter,
        (
            ("Q3", "2017-10-26", "2018-09-30"),
            ("the first quarter of 2018", "2017-10-26", "2018-03-31"),
            ("2018 Q2", "2017-10-26", "2018-06-30"),
            ("first quarter next year", "2017-10-26", "2018-03-31"),
        ),
    ),
    PeriodRule(
        "half a year",
        _compile(
            rf"{_YEAR_BEFORE}(?:the\s)?(?:(?:first|second|latter|front|back|last)\shalf|H[12]|[12]H)"
            rf"(?!\sof\s(?!20))(?!\shour){_AND_YEAR}"
        ),
        _half,
        (("the second half of 2018", "2017-10-26", "2018-12-31"),),
    ),
    PeriodRule(
        "a winter over two years",
        _compile(
            r"(?:the\s)?winter\s(?:of\s)?(?P<y>(?:19|20|21)\d\d)\s?[-/\u2013]\s?(?:\d{4}|\d\d)"
        ),
        _two_year_winter,
        (("winter 2017/18", "2017-10-26", "2018-02-28"),),
    ),
    PeriodRule(
        "a season",
        _compile(rf"{_YEAR_BEFORE}{_WHICH}(?P<season>{SEASON}){_AND_YEAR}"),
        _season,
        (
            ("the summer of 2018", "2017-10-26", "2018-08-31"),
            ("next spring", "2017-10-26", "2018-05-31"),
            ("this winter", "2017-10-26", "2018-02-28"),
        ),
    ),
    PeriodRule(
        "a range of years",
        _compile(
            r"(?:(?:from|between)\s)?(?P<a>(?:19|20|21)\d\d)\s?(?:[-\u2013/]|to|through|and)\s?"
            r"(?P<b>(?:19|20|21)\d\d|\d\d)"
        ),
        _years,
        (
            ("from 2018 to 2020", "2017-10-26", "2020-12-31"),
            ("2018/19", "2017-10-26", "2019-12-31"),
        ),
    ),
    PeriodRule(
        "a year",
        _compile(
            r"(?:(?:the\s)?(?:calendar\s)?year\s)?(?<![.,/:])(?<!\d[-\u2013])(?P<y>(?:19|20|21)\d\d)(?:'s)?"
            r"(?![,.:/]\d|[-\u2013]\d|\s?%)(?!\s(?:more\s|remaining\s|new\s|or\sso\s)?(?:people|troops"
            r"|fighters|soldiers|points|jobs|dollars|seats|votes|miles|feet|homes|units|times"
            r"|percent|employees|workers|deaths|cases|euros|pounds|meg|mb|words|pages|km|hours"
            r"|civilians|users|copies|cars))"
        ),
        _plain_year,
        (("2018", "2017-10-26", "2018-12-31"), ("2000 troops", "1999-10-26", None)),
    ),
    PeriodRule(
        "a far year",
        _compile(r"the\syear\s(?P<y>[2-8]\d{3})"),
        _far_year,
        (("the year 2500", "2017-10-26", "2500-12-31"),),
    ),
    PeriodRule(
        "a decade",
        _compile(r"(?:the\s)?(?P<decade>(?:19|20|21)\d)0'?s"),
        _decade,
        (("the 2020s", "2017-10-26", "2029-12-31"),),
    ),
    PeriodRule(
        "a decade by name",
        _compile(r"the\s(?P<name>twenties|thirties|forties|fifties|sixties)"),
        _named_decade,
        (("the thirties", "2017-10-26", "2039-12-31"),),
    ),
    PeriodRule(
        "a century",
        _compile(
            r"(?:the\s)?(?P<number>2[0-9](?:st|nd|rd|th)|twenty[-\s](?:first|second))\scentury"
        ),
        _ordinal_century,
        (("the 21st century", "2017-10-26", "2100-12-31"),),
    ),
    PeriodRule(
        "the new year",
        _compile(r"the\s(?:coming\s)?new\syear"),
        _new_year,
        (
            ("the new year", "2017-10-26", "2018-12-31"),
            ("the new year", "2018-01-03", "2018-12-31"),
        ),
    ),
    PeriodRule(
        "the year after next",
        _compile(r"(?:the\s)?year\safter\s(?:next|that)"),
        _year_after_next,
        (("the year after next", "2017-10-26", "2019-12-31"),),
    ),
    PeriodRule(
        "the end of a unit",
        _compile(
            r"(?:the\s)?(?:(?P<which>next)\s|this\s)?(?:(?P<unit>year|month|quarter|week|decade"
            r"|century)(?:'?s)?[-\s]end(?!\s(?:up|in|with))|EOY|end[-\s]of[-\s]year)"
            rf"(?:,?\s(?:of\s)?(?P<year>{YEAR_REFERENCE}))?"
        ),
        _unit_end,
        (
            ("year end", "2017-10-26", "2017-12-31"),
            ("year-end 2018", "2017-10-26", "2018-12-31"),
            ("the month's end", "2017-10-26", "2017-10-31"),
        ),
    ),
    PeriodRule(
        "a unit counted from the post",
        _compile(
            r"(?:(?P<which>this\scoming|this|the\scurrent|current|next|the\sfollowing|following|last|past"
            r"|previous|the\slast|the\sprevious|the|its)\s)?"
            r"(?:calendar\s)?(?P<unit>year|month|quarter|weekend|week|decade|century)(?:'s)?"
        ),
        _relative,
        (
            ("this year", "2017-10-26", "2017-12-31"),
            ("next month", "2017-12-31", "2018-01-31"),
            ("next week", "2011-10-01", "2011-10-09"),
            ("this decade", "2017-10-26", "2019-12-31"),
            ("this century", "2017-10-26", "2100-12-31"),
        ),
    ),
)
"""Every way a period is written. Where two match at one place, the longer one counts."""
