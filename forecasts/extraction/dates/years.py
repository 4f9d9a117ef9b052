"""How years, longer periods and units counted from the post are written, with examples."""

import re
from dataclasses import replace
from datetime import date, timedelta

from forecasts.extraction.dates.expressions import Expression, PeriodRule, as_words, year_of
from forecasts.extraction.dates.periods import (
    Period,
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


def _year_after_next(_match: re.Match[str], published: date) -> Expression:
    return Expression(a_year(published.year + 2))


def _new_year(_match: re.Match[str], published: date) -> Expression:
    """The new year: the next one, or in January the one that has just begun."""
    return Expression(a_year(published.year + (published.month > 1)))


def _unit_end(match: re.Match[str], published: date) -> Expression:
    """The end of a unit, written as one word: "year-end 2018", "month's end", "EOY"."""
    year = year_of(match["year"], published)
    unit = (match["unit"] or "year").lower()
    period = a_year(year) if year else _step(published, unit, int(bool(match["which"])))
    return Expression(period, ends=True)


def _fiscal(_match: re.Match[str], _published: date) -> Expression:
    return Expression(None)


YEAR_RULES: tuple[PeriodRule, ...] = (
    PeriodRule(
        "a fiscal period",
        as_words(
            rf"(?:(?:this|next|the|its)\s)?(?:{YEAR}\s)?(?:first|second|third|fourth|Q[1-4])?\s?"
            r"(?:of\s)?(?:fiscal(?:\s(?:year|quarter|Q[1-4]|first\squarter|second\squarter"
            r"|third\squarter|fourth\squarter))?|FY)\s?'?(?:(?:20)?\d\d)?"
        ),
        _fiscal,
        (("fiscal 2018", "2017-10-26", None), ("FY18", "2017-10-26", None)),
    ),
    PeriodRule(
        "a range of years",
        as_words(
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
        as_words(
            r"(?:(?:the\s)?(?:calendar\s)?year\s)?(?<![.,/:])(?<!\d[-\u2013])(?P<y>(?:19|20"
            r"|21)\d\d)(?:'s)?"
            r"(?![,.:/]\d|[-\u2013]\d|\s?%|\s?[x\u00d7]\s?\d)(?!\s(?:more\s|remaining\s|new\s"
            r"|or\sso\s)?(?:people|troops"
            r"|fighters|soldiers|points|jobs|dollars|seats|votes|miles|feet|homes|units|times"
            r"|percent|employees|workers|deaths|cases|euros|pounds|meg|mb|words|pages|km|hours"
            r"|civilians|users|copies|cars))"
        ),
        _plain_year,
        (("2018", "2017-10-26", "2018-12-31"), ("2000 troops", "1999-10-26", None)),
    ),
    PeriodRule(
        "a far year",
        as_words(r"the\syear\s(?P<y>[2-8]\d{3})"),
        _far_year,
        (("the year 2500", "2017-10-26", "2500-12-31"),),
    ),
    PeriodRule(
        "a decade",
        as_words(r"(?:the\s)?(?P<decade>(?:19|20|21)\d)0'?s"),
        _decade,
        (("the 2020s", "2017-10-26", "2029-12-31"),),
    ),
    PeriodRule(
        "a decade by name",
        as_words(r"the\s(?P<name>twenties|thirties|forties|fifties|sixties)"),
        _named_decade,
        (("the thirties", "2017-10-26", "2039-12-31"),),
    ),
    PeriodRule(
        "a century",
        as_words(
            r"(?:the\s)?(?P<number>2[0-9](?:st|nd|rd|th)|twenty[-\s](?:first|second))\scentury"
        ),
        _ordinal_century,
        (("the 21st century", "2017-10-26", "2100-12-31"),),
    ),
    PeriodRule(
        "the new year",
        as_words(r"the\s(?:coming\s)?new\syear"),
        _new_year,
        (
            ("the new year", "2017-10-26", "2018-12-31"),
            ("the new year", "2018-01-03", "2018-12-31"),
        ),
    ),
    PeriodRule(
        "the year after next",
        as_words(r"(?:the\s)?year\safter\s(?:next|that)"),
        _year_after_next,
        (("the year after next", "2017-10-26", "2019-12-31"),),
    ),
    PeriodRule(
        "a period named by its end",
        as_words(
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
        "a period counted from the post",
        as_words(
            r"(?:(?P<which>this\scoming|this|the\scurrent|current|next|the\sfollowing|following"
            r"|last|past"
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
