"""How units of the calendar are counted from the post, with examples: "next month", "year end"."""

import re
from dataclasses import replace
from datetime import date, timedelta

from forecasts.domain.deadlines import Grain
from forecasts.extraction.dates.expressions import Expression, PeriodRule, as_words, year_of
from forecasts.extraction.dates.leads import Part
from forecasts.extraction.dates.periods import (
    Period,
    Yearly,
    a_century,
    a_decade,
    a_month,
    a_quarter,
    a_week,
    a_weekend,
    a_year,
    add_months,
)
from forecasts.extraction.dates.words import YEAR, YEAR_REFERENCE

_UNIT = r"(?P<unit>year|month|quarter|weekend|week|decade|century)"


def _relative(match: re.Match[str], published: date) -> Expression | None:
    """This, next or last unit; "the" unit counts only beside a word such as "end of"."""
    which = (match["which"] or "").lower()
    unit = match["unit"].lower()
    if which.startswith(("last", "past", "previous", "the last", "the previous", "the past")):
        return Expression(_step(published, unit, -1))
    ahead = which.startswith(("next", "coming", "the coming", "the following", "following"))
    period = _step(published, unit, int(ahead))
    return Expression(period, weak=which in ("the", "its"), bare=not which)


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


def _after_next(match: re.Match[str], published: date) -> Expression:
    return Expression(_step(published, match["unit"].lower(), 2))


def _two_in_a_row(match: re.Match[str], published: date) -> Expression:
    """From one unit to the one behind it."""
    unit, begin = match["unit"].lower(), int(match["which"].lower().startswith("next"))
    first, last = _step(published, unit, begin), _step(published, unit, begin + 1)
    return Expression(replace(last, first=first.first))


_LOOK_BACK = 60
_SAME_UNIT = re.compile(
    r"\b(?:this|the\scurrent)\s(?P<unit>year|month|quarter|week|decade)\b[^.;]{0,25}$",
    re.IGNORECASE,
)


def _next_of_the_same(match: re.Match[str], published: date) -> Expression | None:
    said = _SAME_UNIT.search(match.string, max(0, match.start() - _LOOK_BACK), match.start())
    return Expression(_step(published, said["unit"].lower(), 1), weak=True) if said else None


def _new_year(_match: re.Match[str], published: date) -> Expression:
    """The new year: the next one, or in January the one that has just begun."""
    return Expression(a_year(published.year + (published.month > 1)), begins=True)


def _unit_end(match: re.Match[str], published: date) -> Expression:
    """The end of a unit, written as one word: "year-end 2018", "month's end", "EOY"."""
    year = year_of(match["year"] or match["year_before"] or match["joined"], published)
    unit = (match["unit"] or _SHORT_UNITS[match["short"].lower()]).lower()
    period = a_year(year) if year else _step(published, unit, int(bool(match["which"])))
    return Expression(period, part=Part.END)


_SHORT_UNITS = {
    "eoy": "year", "ye": "year", "eoq": "quarter", "eom": "month", "eow": "week",
    "end of year": "year", "end-of-year": "year", "end year": "year",
}  # fmt: skip


def _turn(match: re.Match[str], published: date) -> Expression:
    return Expression(_step(published, match["unit"].lower(), 0), part=Part.END)


def _middle(match: re.Match[str], published: date) -> Expression:
    unit, year = match["unit"].lower(), year_of(match["year"], published)
    if unit != "year":
        return Expression(_step(published, unit, 0), part=Part.MID)
    return Expression(a_year(year) if year else Yearly(a_year, Grain.YEAR), part=Part.MID)


def _numbered_week(match: re.Match[str], published: date) -> Expression | None:
    year = year_of(match["year"], published) or published.year
    try:
        return Expression(a_week(date.fromisocalendar(year, int(match["number"]), 1)))
    except ValueError:
        return None


UNIT_RULES: tuple[PeriodRule, ...] = (
    PeriodRule(
        "the new year",
        as_words(r"(?<!chinese\s)(?<!lunar\s)the\s(?:coming\s)?new\syear(?!'s)"),
        _new_year,
        (
            ("early in the new year", "2017-10-26", "2018-04-30"),
            ("the new year", "2017-10-26", "2018-01-01"),
        ),
    ),
    PeriodRule(
        "the unit after next",
        as_words(rf"(?:the\s)?{_UNIT}\safter\s(?:next|that)(?!\s\w)"),
        _after_next,
        (
            ("the year after next", "2017-10-26", "2019-12-31"),
            ("the week after next", "2017-10-26", "2017-11-12"),
        ),
    ),
    PeriodRule(
        "two units in a row",
        as_words(
            rf"(?P<which>this|next)\s{_UNIT}\s(?:or|and|to)\s(?:maybe\s|perhaps\s|possibly\s|even\s)?"
            r"(?:(?:the\s)?next|the\s(?:\w{4,7}\safter|following)(?:\sthat|\snext|\sone)?)"
            r"(?!\s(?:year|month|week|quarter|decade))"
        ),
        _two_in_a_row,
        (
            ("this year or next", "2017-10-26", "2018-12-31"),
            ("next year or the year after", "2017-10-26", "2019-12-31"),
        ),
    ),
    PeriodRule(
        "the next of the same unit",
        as_words(r"(?<=\s(?:early)\s)next(?!\s\w)"),
        _next_of_the_same,
        (("late this year or early next", "2017-10-26", "2018-04-30"),),
    ),
    PeriodRule(
        "a period named by its end",
        as_words(
            rf"(?:the\s)?(?:(?P<year_before>{YEAR})(?:'s)?\s)?(?:(?P<which>next)\s|this\s)?"
            r"(?:(?P<unit>year|month|quarter|week|decade|century)(?:'?s)?[-\s]end"
            r"(?!\s(?:up|in|with))|(?P<short>EOY|EOQ|EOM|EOW|end[-\s]of[-\s]year|YE(?=\s?20\d\d|\s?'\d\d))"
            r"(?P<joined>'?\d\d(?:\d\d)?(?!\d))?)"
            rf"(?:,?\s(?:of\s)?(?P<year>{YEAR_REFERENCE}))?"
        ),
        _unit_end,
        (
            ("year end", "2017-10-26", "2017-12-31"),
            ("year-end 2018", "2017-10-26", "2018-12-31"),
            ("the month's end", "2017-10-26", "2017-10-31"),
            ("EOW", "2017-10-26", "2017-10-29"),
            ("YE2018", "2017-10-26", "2018-12-31"),
        ),
    ),
    PeriodRule(
        "a year named by its end",
        as_words(rf"(?P<year>{YEAR})'s\send(?!\s(?:up|in|with))"),
        lambda match, _published: Expression(a_year(int(match["year"])), part=Part.END),
        (("2018's end", "2017-10-26", "2018-12-31"),),
    ),
    PeriodRule(
        "the turn of a unit",
        as_words(r"the\sturn\sof\sthe\s(?P<unit>year|month|quarter|decade|century)"),
        _turn,
        (
            ("the turn of the year", "2017-10-26", "2017-12-31"),
            ("the turn of the decade", "2017-10-26", "2019-12-31"),
        ),
    ),
    PeriodRule(
        "the middle of a unit in one word",
        as_words(
            r"mid[-\s]?(?P<unit>year|month|week|decade|century)(?!\w)"
            rf"(?:,?\s(?:of\s|in\s)?(?P<year>{YEAR_REFERENCE}))?"
        ),
        _middle,
        (
            ("midyear", "2017-10-26", "2018-06-30"),
            ("mid-century", "2017-10-26", "2050-12-31"),
        ),
    ),
    PeriodRule(
        "a numbered week",
        as_words(
            r"(?:calendar\s)?week\s(?P<number>[1-4]\d|5[0-3]|0?[1-9]),?\s(?:of\s|in\s)?"
            rf"(?P<year>{YEAR_REFERENCE})"
        ),
        _numbered_week,
        (("week 50 of 2017", "2017-10-26", "2017-12-17"),),
    ),
    PeriodRule(
        "a period counted from the post",
        as_words(
            r"(?:(?P<which>this\scoming|this|the\scurrent|current|next|the\sfollowing|following"
            r"|last|past|previous|the\slast|the\sprevious|the\spast|the|its)\s)?"
            rf"(?:calendar\s)?{_UNIT}(?:'s)?"
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
