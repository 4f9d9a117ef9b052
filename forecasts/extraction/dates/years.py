"""How years and longer periods are written, with examples."""

import re
from dataclasses import replace
from datetime import date

from forecasts.extraction.dates.counts import counts_or_names
from forecasts.extraction.dates.expressions import Expression, PeriodRule, as_words, full_year
from forecasts.extraction.dates.periods import a_century, a_decade, a_year
from forecasts.extraction.dates.words import YEAR


def _plain_year(match: re.Match[str], _published: date) -> Expression | None:
    if counts_or_names(match.string, match.start("y"), match.end()):
        return None
    return Expression(a_year(int(match["y"])))


def _short_year(match: re.Match[str], published: date) -> Expression:
    return Expression(a_year(full_year(int(match["y"]), published)), weak=True)


def _years(match: re.Match[str], _published: date) -> Expression | None:
    first, last = int(match["a"]), int(match["b"])
    if last < 100:  # noqa: PLR2004 - written with two digits
        last += first - first % 100
    if not first < last <= first + 200 or counts_or_names(
        match.string, match.start("a"), match.end()
    ):
        return None
    return Expression(replace(a_year(last), first=date(first, 1, 1)))


def _decade(match: re.Match[str], _published: date) -> Expression:
    return Expression(a_decade(10 * int(match["decade"])))


def _short_decade(match: re.Match[str], published: date) -> Expression:
    """The twenties of this century for who writes in the tens; the sixties of the last."""
    return Expression(a_decade(full_year(10 * int(match["decade"]), published)))


def _named_decade(match: re.Match[str], published: date) -> Expression:
    names = ("twenties", "thirties", "forties", "fifties", "sixties")
    century = published.year - published.year % 100
    return Expression(a_decade(century + 20 + 10 * names.index(match["name"].lower())), weak=True)


def _ordinal_century(match: re.Match[str], _published: date) -> Expression:
    number = {"twenty-first": 21, "twenty first": 21, "twenty-second": 22, "twenty second": 22}
    words = match["number"].lower()
    return Expression(a_century(int(words[:2]) if words[0].isdigit() else number[words]))


def _unresolved(_match: re.Match[str], _published: date) -> Expression:
    return Expression(None)


_COMPANY_YEAR = r"(?:fiscal|financial|tax|accounting|budget|academic|school|marketing|plan)"
_OF_A_COMPANY_YEAR = (
    rf"(?:(?:this|next|the|its|their|our|current|coming|(?:the|our|its)\s(?:next|current|coming))\s)?"
    rf"(?:{YEAR}\s)?"
)
_QUARTER_OF = (
    r"(?:(?:first|second|third|fourth|last|final|[1-4](?:st|nd|rd|th)|early|mid|late)[\s-])?"
    r"(?:(?:quarter|half)\s|Q[1-4]\s|[1-4]Q\s?|H[12]\s|[12]H\s?)?(?:of\s|in\s)?"
)

YEAR_RULES: tuple[PeriodRule, ...] = (
    PeriodRule(
        "a fiscal period",
        as_words(
            rf"(?:the\s)?{_QUARTER_OF}{_OF_A_COMPANY_YEAR}"
            rf"(?:{_COMPANY_YEAR}(?:[\s-]year(?:'s)?(?:[\s-]end)?|(?=\s(?:\d{{4}}|Q[1-4]|\w{{3,6}}\squarter|quarter)))"
            r"|FY(?=\s?'?\d\d))(?:\s(?:first|second|third|fourth)\squarter|\squarter)?"
            r"\s?'?(?:(?:20)?\d\d(?!\d))?(?:\s?Q[1-4])?"
        ),
        _unresolved,
        (
            ("fiscal 2018", "2017-10-26", None),
            ("FY18", "2017-10-26", None),
            ("our next fiscal year", "2017-10-26", None),
            ("the first quarter of fiscal 2019", "2017-10-26", None),
        ),
    ),
    PeriodRule(
        "a range of years",
        as_words(
            r"(?:(?:from|between)\s)?(?P<a>(?:19|20|21)\d\d)\s?(?:[-/]|to|through|and)\s?"
            r"(?P<b>(?:19|20|21)\d\d|\d\d)(?![,.:]\d)"
        ),
        _years,
        (
            ("from 2018 to 2020", "2017-10-26", "2020-12-31"),
            ("2018/19", "2017-10-26", "2019-12-31"),
            ("between 2020 and 2050 soldiers", "2017-10-26", None),
        ),
    ),
    PeriodRule(
        "a year",
        as_words(
            r"(?:(?:the\s)?(?:calendar\s(?:year\s)?|year\s(?:of\s)?|CY\s?))?(?<![.,/:])(?<!\d-)"
            r"(?P<y>(?:19|20|21)\d\d)(?:'s)?"
            r"(?![,.:/]\d|-(?:\d|[a-z]{1,2}(?!\w))|\s?%|\s?[x\u00d7]\s?\d)"
        ),
        _plain_year,
        (
            ("2018", "2017-10-26", "2018-12-31"),
            ("2020 seats", "2017-10-26", None),
            ("page 2020", "2017-10-26", None),
            ("a 2018 model", "2017-10-26", None),
        ),
    ),
    PeriodRule(
        "a year in two digits",
        as_words(r"'(?P<y>\d\d)(?![\ds])"),
        _short_year,
        (("'19", "2017-10-26", "2019-12-31"),),
    ),
    PeriodRule(
        "a far year",
        as_words(r"the\syear\s(?P<y>[2-8]\d{3})"),
        _plain_year,
        (("the year 2500", "2017-10-26", "2500-12-31"),),
    ),
    PeriodRule(
        "a decade",
        as_words(r"(?:the\s)?(?P<decade>(?:19|20|21)\d)0'?s"),
        _decade,
        (("the 2020s", "2017-10-26", "2029-12-31"),),
    ),
    PeriodRule(
        "a decade in two digits",
        as_words(r"(?:the\s)?'(?P<decade>\d)0s"),
        _short_decade,
        (("the '20s", "2017-10-26", "2029-12-31"), ("the '90s", "2017-10-26", None)),
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
)
