"""How single days are written: one rule a kind, each with examples that run as tests."""

import re
from dataclasses import replace
from datetime import date, timedelta

from forecasts.domain.deadlines import Grain
from forecasts.extraction.dates.expressions import (
    AND_YEAR,
    WHICH,
    Expression,
    PeriodRule,
    as_words,
    year_of,
    yearly,
)
from forecasts.extraction.dates.holidays import HOLIDAYS
from forecasts.extraction.dates.months import A_NAME, month_number
from forecasts.extraction.dates.periods import (
    Period,
    Yearly,
    a_day,
    a_month,
    a_week,
    add_months,
    next_weekday,
)
from forecasts.extraction.dates.words import (
    DAY,
    MONTH,
    ORDINAL_DAYS,
    WEEKDAY,
    WEEKDAY_SHORT,
    WEEKDAYS,
)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _iso(match: re.Match[str], _published: date) -> Expression | None:
    day = _valid(int(match["y"]), int(match["m"]), int(match["d"]))
    return Expression(a_day(day)) if day else None


def _numeric(match: re.Match[str], published: date) -> Expression | None:
    year = year_of(match["y"], published) or published.year
    first, second = int(match["a"]), int(match["b"])
    orders = {_valid(year, first, second), _valid(year, second, first)} - {None}
    days = tuple(sorted(day for day in orders if day))
    if len(days) == 1:
        return Expression(a_day(days[0]))
    return Expression(None, readings=days) if days else None


def _day_and_month_in_numbers(match: re.Match[str], published: date) -> Expression | None:
    """Of "by 12/31" the one order that is possible; of "by 3/4" both, and no day."""
    first, second = int(match["a"]), int(match["b"])
    if first == second or (first <= _MONTHS and second <= _MONTHS):
        readings = {_next_valid(published, *order) for order in ((first, second), (second, first))}
        days = tuple(sorted(day for day in readings if day))
        return Expression(None, readings=days) if days else None
    month, day = sorted((first, second))
    return _yearly_day(month, day)


_MONTHS = 12


def _next_valid(published: date, month: int, day: int) -> date | None:
    days = (_valid(year, month, day) for year in (published.year, published.year + 1))
    return next((found for found in days if found and found >= published), None)


def _yearly_day(month: int, day: int) -> Expression | None:
    if _valid(_A_LEAP_YEAR, month, day) is None:
        return None
    return Expression(Yearly(lambda year: _day_in(year, month, day), Grain.DAY), weak=True)


_A_LEAP_YEAR = 2000


def _day_in(year: int, month: int, day: int) -> Period:
    """That day of a year; 29 February of the next year that has one."""
    while (found := _valid(year, month, day)) is None:
        year += 1
    return a_day(found)


def _calendar_day(match: re.Match[str], published: date) -> Expression | None:
    month = month_number(match["month"])
    number = _day_number(match["last"] or match["day"] or match["named"])
    if number > a_month(_A_LEAP_YEAR, month).last.day:
        return None
    year = year_of(match["year"] or match.groupdict().get("joined"), published)
    if year and _valid(year, month, number) is None:
        return None
    weak = match["month"][0].islower()
    return yearly(match, published, lambda year: _day_in(year, month, number), weak=weak)


def _day_number(words: str) -> int:
    if words[0].isdigit():
        return int(words if words.isdigit() else words[:-2])
    return ORDINAL_DAYS.index(words.lower().replace(" ", "-")) + 1


def _day_of_month(match: re.Match[str], published: date) -> Expression | None:
    number = int(match["day"][:-2])
    for offset in range(12):
        first = add_months(published.replace(day=1), offset)
        day = _valid(first.year, first.month, number)
        if day and day >= published:
            return Expression(a_day(day), weak=True)
    return None


def _day_of_that_month(match: re.Match[str], published: date) -> Expression | None:
    ahead = match["which"].lower().startswith("next")
    first = add_months(published.replace(day=1), int(ahead))
    day = _valid(first.year, first.month, _day_number(match["day"]))
    return Expression(a_day(day)) if day else None


def _weekday(match: re.Match[str], published: date) -> Expression:
    """The first such day behind the post; "next Friday" may also be that of the next week."""
    day = next_weekday(published, _weekday_number(match["weekday"]))
    which = (match["which"] or "").lower()
    if which in ("last", "past"):
        return Expression(a_day(day - timedelta(days=7)))
    other = day + timedelta(days=7)
    two_weeks_on = which == "next" and a_week(day).first <= published
    in_a_name = A_NAME.match(match.string, match.end()) is not None
    return Expression(a_day(day), weak=in_a_name, readings=(other,) if two_weeks_on else ())


def _weekdays(match: re.Match[str], published: date) -> Expression:
    first = next_weekday(published, _weekday_number(match["first"]))
    last = next_weekday(first, _weekday_number(match["weekday"]))
    return Expression(Period(first, last, Grain.DAY))


def _short_weekday(match: re.Match[str], published: date) -> Expression | None:
    if match["weekday"][0].islower():
        return None
    return replace(_weekday(match, published), weak=True)


def _weekday_number(name: str) -> int:
    return next(n for n, day in enumerate(WEEKDAYS) if day.startswith(name.lower()[:3]))


def _weekday_of_week(match: re.Match[str], published: date) -> Expression:
    """Of "Friday next week" the day in that ISO week; "Monday week" is a week behind Monday."""
    number = _weekday_number(match["weekday"])
    if match["later"]:
        return Expression(a_day(next_weekday(published, number) + timedelta(days=7)))
    ahead = 1 if "next" in match[0].lower() else 0
    return Expression(a_day(a_week(published).first + timedelta(days=7 * ahead + number)))


def _near_day(match: re.Match[str], published: date) -> Expression:
    words = match[0].lower()
    days = 2 if "after tomorrow" in words else 1 if "tomorrow" in words else 0
    return Expression(a_day(published + timedelta(days=days)))


def _holiday(match: re.Match[str], published: date) -> Expression:
    spelling = match["feast"].lower()
    day_in = next(day for words, day in HOLIDAYS.items() if re.fullmatch(words, spelling))
    weak = not spelling.endswith(_SURELY_DAYS)
    if match["weekend"]:
        return yearly(match, published, lambda year: _long_weekend(day_in(year)), weak=weak)
    return yearly(match, published, lambda year: a_day(day_in(year)), weak=weak)


def _long_weekend(day: date) -> Period:
    """To the feast where it is a Monday, else to the Sunday."""
    sunday = a_week(day).last
    last = day if day.weekday() == 0 else sunday
    return Period(min(day, last - timedelta(days=2)), last, Grain.WEEK)


_SURELY_DAYS = ("day", "eve", "monday", "friday", "juneteenth", "mayo", "july", "patrick's")
"""Endings of feasts that are hardly ever spoken of but as days."""

_ENDINGS = {"st": (1, 21, 31), "nd": (2, 22), "rd": (3, 23)}
_ENDINGS["th"] = tuple(day for day in range(4, 31) if day not in (21, 22, 23))
_FEASTS = "|".join(HOLIDAYS)
_ORDINAL_DAY = "|".join(
    sorted((name.replace("-", "[-\\s]") for name in ORDINAL_DAYS), key=len)[::-1]
)
_NUMBERED = "|".join(f"{day}{ending}" for ending, days in _ENDINGS.items() for day in days)
_ON = rf"(?:(?:{WEEKDAY}|{WEEKDAY_SHORT}\.?),?\s)?(?:the\s)?"
_BY = r"(?:(?<=\bby\s)|(?<=\bon\s)|(?<=before\s)|(?<=until\s)|(?<=through\s)|(?<=after\s))"

DAY_RULES: tuple[PeriodRule, ...] = (
    PeriodRule(
        "a date in ISO form",
        as_words(
            r"(?P<y>(?:19|20|21)\d\d)(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})"
            r"(?:T\d\d:?\d\d(?::?\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?"
        ),
        _iso,
        (
            ("2018-03-05", "2017-10-26", "2018-03-05"),
            ("2018-13-05", "2017-10-26", None),
            ("2018-03-05T12:00:00Z", "2017-10-26", "2018-03-05"),
        ),
    ),
    PeriodRule(
        "a date in ISO form",
        as_words(r"(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])"),
        _iso,
        (("20180305", "2017-10-26", "2018-03-05"),),
    ),
    PeriodRule(
        "a date in numbers",
        as_words(r"(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20|21)\d\d|\d\d)"),
        _numeric,
        (("25/12/2017", "2017-10-26", "2017-12-25"), ("5/6/2018", "2017-10-26", None)),
    ),
    PeriodRule(
        "a day and month in numbers",
        as_words(
            rf"{_BY}(?P<a>0?[1-9]|[12]\d|3[01])/(?P<b>0?[1-9]|[12]\d|3[01])(?!/|\s?(?:of|the)\s)"
        ),
        _day_and_month_in_numbers,
        (("12/31", "2017-10-26", "2017-12-31"), ("3/4", "2017-10-26", None)),
    ),
    PeriodRule(
        "a day of the calendar",
        as_words(
            rf"{_ON}(?P<month>{MONTH})\s(?:(?:the\s)?(?P<day>{DAY})(?:st|nd|rd|th)?(?![\d:%]|,\d{{3}})"
            rf"|(?:the\s)?(?P<named>{_ORDINAL_DAY})(?!\s\w))"
            rf"(?:(?:\s?-\s?|\s(?:to|or|and|through)\s)(?P<last>{DAY})(?:st|nd|rd|th)?(?![\d:%]))?"
            rf"{AND_YEAR}"
        ),
        _calendar_day,
        (
            ("March 5", "2017-10-26", "2018-03-05"),
            ("Friday, November 3rd", "2017-10-26", "2017-11-03"),
            ("June 4-6, 2018", "2017-10-26", "2018-06-06"),
            ("March the 5th", "2017-10-26", "2018-03-05"),
            ("February 29", "2017-10-26", "2020-02-29"),
            ("February 31", "2017-10-26", None),
        ),
    ),
    PeriodRule(
        "a day of the calendar",
        as_words(
            rf"{_ON}(?:(?P<day>{DAY})(?:st|nd|rd|th)?(?:\s(?:of\s)?|-)|(?P<named>{_ORDINAL_DAY})\sof\s)"
            rf"(?P<last>)(?P<month>{MONTH})"
            rf"(?:(?:-|(?<=[\s-]\w\w\w)\s)(?P<joined>\d\d)(?![\d:%])|{AND_YEAR})"
        ),
        _calendar_day,
        (
            ("5 March 2018", "2017-10-26", "2018-03-05"),
            ("the 4th of July", "2017-10-26", "2018-07-04"),
            ("the first of March", "2017-10-26", "2018-03-01"),
            ("5-Mar-2018", "2017-10-26", "2018-03-05"),
            ("5 Mar 18", "2017-10-26", "2018-03-05"),
        ),
    ),
    PeriodRule(
        "a day of the month",
        as_words(
            rf"the\s(?P<day>{_NUMBERED})(?!\s(?!of\sthe\smonth|or\s|and\s|at\s)[a-z])"
            rf"(?!\s(?:or|and)\s(?:the\s)?{_NUMBERED}\s[a-z])"
        ),
        _day_of_month,
        (("the 15th", "2017-10-26", "2017-11-15"), ("the 15th floor", "2017-10-26", None)),
    ),
    PeriodRule(
        "a day of that month",
        as_words(
            rf"(?:the\s)?(?P<day>{_NUMBERED}|{_ORDINAL_DAY})"
            r"\sof\s(?P<which>this|next|the\scoming)\smonth"
        ),
        _day_of_that_month,
        (("the 5th of next month", "2017-10-26", "2017-11-05"),),
    ),
    PeriodRule(
        "a day of the week",
        as_words(
            r"(?:(?P<which>this\scoming|this|next|coming|the\scoming|the\snext|the|last|past)\s)?"
            rf"(?P<weekday>{WEEKDAY})(?!s)(?:\s(?:morning|afternoon|evening|night))?"
        ),
        _weekday,
        (
            ("Friday", "2017-10-26", "2017-10-27"),
            ("Thursday", "2017-10-26", "2017-11-02"),
            ("next Friday", "2017-10-30", "2017-11-03"),
            ("last Friday", "2017-10-26", None),
        ),
    ),
    PeriodRule(
        "a day of the week",
        as_words(rf"(?P<which>)(?P<weekday>{WEEKDAY_SHORT})\.?(?!-)"),
        _short_weekday,
        (("Thurs.", "2017-10-26", "2017-11-02"),),
    ),
    PeriodRule(
        "a range of weekdays",
        as_words(
            rf"(?:from\s)?(?P<first>{WEEKDAY})\s?(?:-|to|through|until)\s?(?P<weekday>{WEEKDAY})(?!s)"
        ),
        _weekdays,
        (("from Monday through Friday", "2017-10-26", "2017-11-03"),),
    ),
    PeriodRule(
        "a day of a week",
        as_words(
            rf"(?P<weekday>{WEEKDAY})(?:,?\s(?:of\s)?(?:next|this)\sweek|\s(?P<later>week)(?!\s\w))"
        ),
        _weekday_of_week,
        (
            ("Friday next week", "2017-10-26", "2017-11-03"),
            ("Monday week", "2017-10-26", "2017-11-06"),
        ),
    ),
    PeriodRule(
        "a day beside the post's",
        as_words(
            r"the\sday\safter\stomorrow|tomorrow(?:\s(?:morning|afternoon|evening|night))?"
            r"|(?:later\s|earlier\s)?today|tonight|this\s(?:morning|afternoon|evening)"
            r"|(?:the\s)?(?:end|close)\sof\s(?:the\s|this\s|today's\s)?(?:day|business|play)(?!\son)"
            r"|the\sday(?=\s(?:is\s(?:out|over|done)|ends))|EOD|COB|(?<=by\s)(?:noon|midnight)"
        ),
        _near_day,
        (
            ("tomorrow", "2017-12-31", "2018-01-01"),
            ("tonight", "2017-10-26", "2017-10-26"),
            ("end of day", "2017-10-26", "2017-10-26"),
        ),
    ),
    PeriodRule(
        "a feast",
        as_words(
            r"(?<!chinese\s)(?<!lunar\s)(?<!orthodox\s)"
            rf"{WHICH}(?P<feast>{_FEASTS})(?P<weekend>\sweekend)?{AND_YEAR}"
        ),
        _holiday,
        (
            ("Christmas", "2017-10-26", "2017-12-25"),
            ("Easter 2018", "2017-10-26", "2018-04-01"),
            ("Thanksgiving", "2017-12-01", "2018-11-22"),
            ("Labor Day weekend", "2017-10-26", "2018-09-03"),
        ),
    ),
)
