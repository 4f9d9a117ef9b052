"""How months, quarters, halves and seasons are written, each with examples that run as tests."""

import re
from dataclasses import replace
from datetime import date

from forecasts.extraction.dates.expressions import (
    AND_YEAR,
    WHICH,
    YEAR_BEFORE,
    Expression,
    PeriodRule,
    as_words,
    full_year,
    yearly,
)
from forecasts.extraction.dates.leads import Part
from forecasts.extraction.dates.periods import (
    Period,
    a_half,
    a_month,
    a_quarter,
    a_season,
    a_year,
    add_months,
)
from forecasts.extraction.dates.words import MONTH, MONTHS, ORDINALS, SEASON, SEASONS


def month_number(name: str) -> int:
    """The number of a month by its name or abbreviation, with or without a stop."""
    return MONTHS[name.lower().rstrip(".")]


def could_be_another_word(name: str) -> bool:
    """Whether a month's name may be a verb, or stands in lower case where names do not."""
    return name.lower() in ("may", "march", "mar", "mar.") or name[0].islower()


A_NAME = re.compile(r"\s[A-Z][a-z]")
"""What goes on behind a month or weekday in "April Smith" and "the Sunday Times"."""

_LOOK_BACK = 10
_BEFORE_A_MONTH = re.compile(
    r"\b(?:in|by|before|until|till|since|after|early|late|mid|through|during|of|or|and|from|between)"
    r"[\s-]$",
    re.IGNORECASE,
)


def _month(match: re.Match[str], published: date) -> Expression | None:
    name = match["month"]
    verb = name in ("may", "march")
    if verb and (not _is_named(match) or (match["which"] or "").lower() == "this"):
        return None
    number = month_number(name)
    weak = could_be_another_word(name) or name.endswith(".") or len(name) == 3  # noqa: PLR2004
    weak = weak or A_NAME.match(match.string, match.end()) is not None
    return yearly(match, published, lambda year: a_month(year, number), weak=weak)


def _is_named(match: re.Match[str]) -> bool:
    """Whether "may" or "march" in small letters is a month, by the word before it."""
    if match["which"]:
        return match["which"].lower() != "the"
    window = max(0, match.start() - _LOOK_BACK)
    return bool(match["year"]) or bool(_BEFORE_A_MONTH.search(match.string, window, match.start()))


def _month_and_short_year(match: re.Match[str], published: date) -> Expression:
    """Mostly "Dec-18" is a month of a year, but it may be the day."""
    number, year = month_number(match["month"][:-1]), full_year(int(match["y"]), published)
    day = _next_day(published, number, int(match["y"]))
    return Expression(a_month(year, number), readings=(day,) if day else ())


def _next_day(published: date, month: int, day: int) -> date | None:
    for year in (published.year, published.year + 1):
        if day and day <= a_month(year, month).last.day and date(year, month, day) >= published:
            return date(year, month, day)
    return None


def _year_and_month(match: re.Match[str], _published: date) -> Expression:
    return Expression(a_month(int(match["y"]), int(match["m"])))


def _iso_month(match: re.Match[str], _published: date) -> Expression:
    """A month of a year; "2011-12" may be two years as well."""
    year, month = int(match["y"]), int(match["m"][1:])
    if month == year % 100 + 1:
        both = replace(a_year(year + 1), first=date(year, 1, 1))
        return Expression(both, readings=(a_month(year, month).last,))
    return Expression(a_month(year, month))


def _quarter(match: re.Match[str], published: date) -> Expression:
    digit = match["digit"]
    number = int(digit.strip("Qq")) if digit else ORDINALS[match["ordinal"].lower()]
    last = number < 0 and match["ordinal"].lower() == "last" and not match["year"]
    if last and not match.string.startswith(" of the year", match.end()):
        return Expression(_quarter_before(published))
    number = 4 if number < 0 else min(number, 4)
    return yearly(match, published, lambda year: a_quarter(year, number))


def _quarter_before(published: date) -> Period:
    there = add_months(published.replace(day=1), -3)
    return a_quarter(there.year, (there.month + 2) // 3)


def _half(match: re.Match[str], published: date) -> Expression:
    number = 1 if match["first"] else 2
    return yearly(match, published, lambda year: a_half(year, number), weak=True)


def _season(match: re.Match[str], published: date) -> Expression:
    first_month = SEASONS[match["season"].lower()]
    middle = bool(match["mid"])
    return yearly(
        match,
        published,
        lambda year: a_season(year, first_month),
        weak=True,
        part=Part.MID if middle else Part.WHOLE,
    )


def _two_year_winter(match: re.Match[str], _published: date) -> Expression:
    return Expression(a_season(int(match["y"]), SEASONS["winter"]))


_NOT_A_VERB = (
    r"(?<!to\s)(?<!will\s)(?<!may\s)(?<!might\s)(?<!could\s)(?<!would\s)(?<!can\s)(?<!not\s)"
    r"(?<!n't\s)"
)
"""Words behind which "fall" and "spring" are no seasons."""

_SHORT = r"(?:-?(?P<joined>(?:20)?\d\d)(?![\d%]))"
"""A year that is joined to a quarter or half: "3Q18"."""

_WITH_A_HYPHEN = "|".join(f"{name}-" for name in MONTHS)

MONTH_RULES: tuple[PeriodRule, ...] = (
    PeriodRule(
        "a month",
        as_words(rf"(?:the\smonth\sof\s)?{WHICH}(?P<month>{MONTH}){AND_YEAR}"),
        _month,
        (
            ("July", "2017-10-26", "2018-07-31"),
            ("October", "2017-10-26", "2017-10-31"),
            ("March next year", "2017-10-26", "2018-03-31"),
            ("next October", "2017-10-26", "2018-10-31"),
            ("Dec'18", "2017-10-26", "2018-12-31"),
        ),
    ),
    PeriodRule(
        "a month and a year in two digits",
        as_words(rf"(?P<month>{_WITH_A_HYPHEN})(?P<y>\d\d)(?!-)"),
        _month_and_short_year,
        (("Dec-18", "2017-10-26", "2018-12-31"),),
    ),
    PeriodRule(
        "a month in numbers",
        as_words(r"(?<!/)(?P<m>1[0-2]|0?[1-9])/(?P<y>(?:19|20|21)\d\d)"),
        _year_and_month,
        (("6/2018", "2017-10-26", "2018-06-30"),),
    ),
    PeriodRule(
        "a month in ISO form",
        as_words(r"(?P<y>(?:19|20|21)\d\d)(?P<m>-0[1-9]|-1[0-2])(?!-)"),
        _iso_month,
        (("2018-12", "2017-10-26", "2018-12-31"), ("2018-03", "2017-10-26", "2018-03-31")),
    ),
    PeriodRule(
        "a quarter",
        as_words(
            rf"{YEAR_BEFORE}{WHICH}(?:calendar\s)?(?:(?P<ordinal>opening|first|second|third|fourth"
            r"|last|final|closing|1st|2nd|3rd|4th)(?:\s|-)(?:calendar\s)?quarter"
            r"|(?P<digit>Q1|Q2|Q3|Q4|1Q|2Q|3Q|4Q))"
            rf"(?:'s)?(?:{_SHORT}|{AND_YEAR})"
        ),
        _quarter,
        (
            ("Q3", "2017-10-26", "2018-09-30"),
            ("the first quarter of 2018", "2017-10-26", "2018-03-31"),
            ("2018 Q2", "2017-10-26", "2018-06-30"),
            ("first quarter next year", "2017-10-26", "2018-03-31"),
            ("3Q18", "2017-10-26", "2018-09-30"),
            ("Q3-2018", "2017-10-26", "2018-09-30"),
        ),
    ),
    PeriodRule(
        "half a year",
        as_words(
            rf"{YEAR_BEFORE}(?:the\s)?(?:(?P<first>(?:opening|first|front|1st)[\s-]half|H1|1H)"
            r"|(?:second|latter|back|last|final|closing|2nd)[\s-]half|H2|2H)"
            rf"(?!\sof\s(?!20|'|(?:next|this|the)\syear))(?![\s-](?:hour|time))(?:{_SHORT}|{AND_YEAR})"
        ),
        _half,
        (
            ("the second half of 2018", "2017-10-26", "2018-12-31"),
            ("H1'21", "2017-10-26", "2021-06-30"),
            ("1H21", "2017-10-26", "2021-06-30"),
        ),
    ),
    PeriodRule(
        "a winter over two years",
        as_words(r"(?:the\s)?winter\s(?:of\s)?(?P<y>(?:19|20|21)\d\d)\s?[-/]\s?(?:\d{4}|\d\d)"),
        _two_year_winter,
        (("winter 2017/18", "2017-10-26", "2018-02-28"),),
    ),
    PeriodRule(
        "a season",
        as_words(
            rf"{_NOT_A_VERB}{YEAR_BEFORE}{WHICH}(?:(?P<mid>mid)[-\s]?)?(?P<season>{SEASON})"
            rf"(?:[-\s]?time(?!\w))?{AND_YEAR}"
        ),
        _season,
        (
            ("the summer of 2018", "2017-10-26", "2018-08-31"),
            ("next spring", "2017-10-26", "2018-05-31"),
            ("this winter", "2017-10-26", "2018-02-28"),
            ("the following spring", "2017-10-26", "2018-05-31"),
        ),
    ),
)
