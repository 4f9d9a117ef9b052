"""How months, quarters, halves and seasons are written, each with examples that run as tests."""

import re
from datetime import date

from forecasts.extraction.dates.expressions import (
    AND_YEAR,
    WHICH,
    YEAR_BEFORE,
    Expression,
    PeriodRule,
    as_words,
    yearly,
)
from forecasts.extraction.dates.periods import a_half, a_month, a_quarter, a_season
from forecasts.extraction.dates.words import MONTH, MONTHS, ORDINALS, SEASON, SEASONS


def month_number(name: str) -> int:
    """The number of a month by its name or abbreviation, with or without a stop."""
    return MONTHS[name.lower().rstrip(".")]


def could_be_another_word(name: str) -> bool:
    """Whether a month's name may be a verb, or stands in lower case where names do not."""
    return name.lower() in ("may", "march", "mar", "mar.") or name[0].islower()


def _month(match: re.Match[str], published: date) -> Expression | None:
    name = match["month"]
    if (
        name.lower() in ("may", "march")
        and name[0].islower()
        and (match["which"] or "the") == "the"
    ):
        return None
    number = month_number(name)
    weak = could_be_another_word(name) or name.endswith(".") or len(name) == 3  # noqa: PLR2004
    return yearly(match, published, lambda year: a_month(year, number), weak=weak)


def _year_and_month(match: re.Match[str], _published: date) -> Expression:
    return Expression(a_month(int(match["y"]), int(match["m"])))


def _quarter(match: re.Match[str], published: date) -> Expression:
    number = int(match["digit"] or match["digit_before"] or 0) or ORDINALS[match["ordinal"].lower()]
    number = 4 if number < 0 else number
    return yearly(match, published, lambda year: a_quarter(year, min(number, 4)))


def _half(match: re.Match[str], published: date) -> Expression:
    words = match[0].lower()
    first = "first" in words or "front" in words or "h1" in words or "1h" in words
    in_year = (lambda year: a_half(year, 1)) if first else (lambda year: a_half(year, 2))
    return yearly(match, published, in_year, weak=True)


def _season(match: re.Match[str], published: date) -> Expression:
    first_month = SEASONS[match["season"].lower()]
    return yearly(match, published, lambda year: a_season(year, first_month), weak=True)


def _two_year_winter(match: re.Match[str], _published: date) -> Expression:
    return Expression(a_season(int(match["y"]), SEASONS["winter"]))


_NOT_A_VERB = (
    r"(?<!to\s)(?<!will\s)(?<!may\s)(?<!might\s)(?<!could\s)(?<!would\s)(?<!can\s)(?<!not\s)"
    r"(?<!n't\s)"
)
"""Words behind which "fall" and "spring" are no seasons."""

MONTH_RULES: tuple[PeriodRule, ...] = (
    PeriodRule(
        "a month",
        as_words(rf"{WHICH}(?P<month>{MONTH}){AND_YEAR}"),
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
        as_words(r"(?P<m>1[0-2]|0?[1-9])/(?P<y>(?:19|20|21)\d\d)"),
        _year_and_month,
        (("6/2018", "2017-10-26", "2018-06-30"),),
    ),
    PeriodRule(
        "a quarter",
        as_words(
            rf"{YEAR_BEFORE}(?:the\s)?(?:(?P<ordinal>first|second|third|fourth|last|final|1st|2nd"
            r"|3rd|4th)(?:\s|-)(?:calendar\s)?quarter|Q(?P<digit>[1-4])|(?P<digit_before>[1-4])Q)"
            rf"(?:'s)?{AND_YEAR}"
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
        as_words(
            rf"{YEAR_BEFORE}(?:the\s)?(?:(?:first|second|latter|front|back|last)\shalf|H[12]|[12]H)"
            rf"(?!\sof\s(?!20))(?!\shour){AND_YEAR}"
        ),
        _half,
        (("the second half of 2018", "2017-10-26", "2018-12-31"),),
    ),
    PeriodRule(
        "a winter over two years",
        as_words(
            r"(?:the\s)?winter\s(?:of\s)?(?P<y>(?:19|20|21)\d\d)\s?[-/\u2013]\s?(?:\d{4}|\d\d)"
        ),
        _two_year_winter,
        (("winter 2017/18", "2017-10-26", "2018-02-28"),),
    ),
    PeriodRule(
        "a season",
        as_words(rf"{_NOT_A_VERB}{YEAR_BEFORE}{WHICH}(?P<season>{SEASON}){AND_YEAR}"),
        _season,
        (
            ("the summer of 2018", "2017-10-26", "2018-08-31"),
            ("next spring", "2017-10-26", "2018-05-31"),
            ("this winter", "2017-10-26", "2018-02-28"),
        ),
    ),
)
