"""How single days are written: one rule a kind, each with examples that run as tests."""

import re
from datetime import date, timedelta

from forecasts.extraction.dates.expressions import (
    AND_YEAR,
    WHICH,
    Expression,
    PeriodRule,
    as_words,
    yearly,
)
from forecasts.extraction.dates.holidays import HOLIDAYS
from forecasts.extraction.dates.months import could_be_another_word, month_number
from forecasts.extraction.dates.periods import Period, a_day, a_month, add_months, next_weekday
from forecasts.extraction.dates.words import DAY, MONTH, WEEKDAY, WEEKDAYS


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
    month = month_number(match["month"])
    number = int(match["last"] or match["day"])
    weak = could_be_another_word(match["month"])
    if number > a_month(2000, month).last.day:
        return None

    def in_year(year: int) -> Period:
        return a_day(date(year, month, min(number, a_month(year, month).last.day)))

    return yearly(match, published, in_year, weak=weak)


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


def _holiday(match: re.Match[str], published: date) -> Expression:
    spelling = match["feast"].lower()
    day_in = next(day for words, day in HOLIDAYS.items() if re.fullmatch(words, spelling))
    return yearly(match, published, lambda year: a_day(day_in(year)), weak=True)


_FEASTS = "|".join(HOLIDAYS)

DAY_RULES: tuple[PeriodRule, ...] = (
    PeriodRule(
        "a date in ISO form",
        as_words(r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})"),
        _iso,
        (("2018-03-05", "2017-10-26", "2018-03-05"), ("2018-13-05", "2017-10-26", None)),
    ),
    PeriodRule(
        "a date in numbers",
        as_words(r"(?P<a>\d{1,2})([./-])(?P<b>\d{1,2})\2(?P<y>(?:19|20|21)\d\d|\d\d)"),
        _numeric,
        (("25/12/2017", "2017-10-26", "2017-12-25"), ("5/6/2018", "2017-10-26", None)),
    ),
    PeriodRule(
        "a day of the calendar",
        as_words(
            rf"(?:{WEEKDAY},?\s)?(?:the\s)?(?P<month>{MONTH})\s(?:the\s)?(?P<day>{DAY})"
            r"(?:st|nd|rd|th)?(?![\d:%])"
            rf"(?:\s?(?:-|\u2013|to|or|and)\s?(?P<last>{DAY})(?:st|nd|rd|th)?(?![\d:%]))?{AND_YEAR}"
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
        as_words(
            rf"(?:{WEEKDAY},?\s)?(?:the\s)?(?P<day>{DAY})(?:st|nd|rd|th)?(?P<last>)\s(?:of\s)?"
            rf"(?P<month>{MONTH}){AND_YEAR}"
        ),
        _calendar_day,
        (
            ("5 March 2018", "2017-10-26", "2018-03-05"),
            ("the 4th of July", "2017-10-26", "2018-07-04"),
        ),
    ),
    PeriodRule(
        "a day of the month",
        as_words(r"the\s(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)(?!\s(?:century|century's|[a-z]))"),
        _day_of_month,
        (("the 15th", "2017-10-26", "2017-11-15"), ("the 15th floor", "2017-10-26", None)),
    ),
    PeriodRule(
        "a day of the week",
        as_words(
            rf"(?:(?:this|next|coming|the\scoming|this\scoming|the)\s)?(?P<weekday>{WEEKDAY})"
            r"(?:\s(?:morning|afternoon|evening|night))?"
        ),
        _weekday,
        (("Friday", "2017-10-26", "2017-10-27"), ("Thursday", "2017-10-26", "2017-11-02")),
    ),
    PeriodRule(
        "a day beside the post's",
        as_words(
            r"the\sday\safter\stomorrow|tomorrow(?:\s(?:morning|afternoon|evening|night))?"
            r"|today|tonight|this\s(?:morning|afternoon|evening)|the\send\sof\sthe\sday"
        ),
        _near_day,
        (("tomorrow", "2017-12-31", "2018-01-01"), ("tonight", "2017-10-26", "2017-10-26")),
    ),
    PeriodRule(
        "a feast",
        as_words(
            r"(?<!chinese\s)(?<!lunar\s)(?<!orthodox\s)"
            rf"{WHICH}(?P<feast>{_FEASTS}){AND_YEAR}"
        ),
        _holiday,
        (
            ("Christmas", "2017-10-26", "2017-12-25"),
            ("Easter 2018", "2017-10-26", "2018-04-01"),
            ("Thanksgiving", "2017-12-01", "2018-11-22"),
        ),
    ),
)
