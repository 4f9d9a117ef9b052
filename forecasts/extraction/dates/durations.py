"""Lengths of time counted from the post: "within two years", "over the next six months"."""

import math
import re
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from forecasts.extraction.dates.periods import LAST_YEAR, add_months
from forecasts.extraction.dates.words import COUNT, UNIT, count_of

_MOST_DAYS = 366 * LAST_YEAR


@dataclass(frozen=True, slots=True)
class DurationRule:
    """A way to write a length of time that begins with the post.

    Attributes:
        name: as it is told to people.
        pattern: bounded; groups ``count``, ``larger`` (of a range), ``unit`` and ``half``.
        examples: phrase, post date, last day (None: no reading).
    """

    name: str
    pattern: re.Pattern[str]
    examples: tuple[tuple[str, str, str | None], ...]


_LARGER = rf"(?:\s?(?:-|\u2013|to|or|and)\s?(?P<larger>{COUNT}))?"
_AMOUNT = rf"(?:(?P<count>{COUNT}){_LARGER}[\s-](?:more\s|full\s|short\s)?)"
_HALF = r"(?P<half>\sand\sa\shalf)?(?P<or_two>\sor\s(?:two|so))?"
_UNIT = rf"(?P<unit>{UNIT}){_HALF}"
_ABOUT = (
    r"(?:about\s|around\s|roughly\s|approximately\s|less\sthan\s|under\s|at\smost\s"
    r"|as\slittle\sas\s"
    r"|maybe\s|perhaps\s|just\s|only\s|another\s|the\sspace\sof\s|a\sspan\sof\s)?"
)
_AHEAD = r"(?:the\s)?(?:next|coming|following|ensuing)\s"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w$€£.,])(?:{pattern})(?![\w%])", re.IGNORECASE)


RULES: tuple[DurationRule, ...] = (
    DurationRule(
        "within a length of time",
        _compile(rf"(?:within|inside(?:\sof)?)\s(?:{_AHEAD})?{_ABOUT}{_AMOUNT}{_UNIT}(?!\sof\s)"),
        (
            ("within two years", "2017-10-26", "2019-10-26"),
            ("within 24 hours", "2017-12-31", "2018-01-01"),
            ("within a month", "2020-01-31", "2020-02-29"),
        ),
    ),
    DurationRule(
        "in a length of time",
        _compile(
            rf"in\s{_ABOUT}{_AMOUNT}{_UNIT}(?:'s?)?(?:\stime)?(?:\sfrom\snow)?"
            r"(?!\s(?:of\s|ago|past|since))"
        ),
        (
            ("in five years", "2017-10-26", "2022-10-26"),
            ("in two to three weeks", "2017-10-26", "2017-11-16"),
            ("in a year and a half", "2017-10-26", "2019-04-26"),
        ),
    ),
    DurationRule(
        "over the next length of time",
        _compile(
            rf"(?:(?:over|in|during|for|through|throughout|across|at\ssome\spoint\sin|sometime\sin)"
            rf"\s)?the\s(?:next|coming|following|ensuing)\s{_ABOUT}{_AMOUNT}{_UNIT}(?!\sof\s)"
        ),
        (
            ("over the next six months", "2017-08-31", "2018-02-28"),
            ("the next couple of years", "2017-10-26", "2019-10-26"),
        ),
    ),
    DurationRule(
        "over the next unit of time",
        _compile(
            r"(?:(?:over|in|during|for|through|throughout|across|within)\s)?the\s(?:next|coming)\s"
            rf"(?P<count>)(?P<larger>)(?P<unit>day|week|month|quarter|year|decade|century){_HALF}"
            r"(?!')"
        ),
        (
            ("over the next month", "2017-10-26", "2017-11-26"),
            ("the coming year", "2017-10-26", "2018-10-26"),
            ("the next decade", "2017-10-26", "2027-10-26"),
        ),
    ),
    DurationRule(
        "a length of time from now",
        _compile(
            rf"{_ABOUT}{_AMOUNT}{_UNIT}\s(?:from\s(?:now|today)|hence|out\b|away"
            r"|down\sthe\s(?:road|line)|into\sthe\sfuture)"
        ),
        (
            ("six months from now", "2017-10-26", "2018-04-26"),
            ("two years ago", "2017-10-26", None),
        ),
    ),
    DurationRule(
        "for at least a length of time",
        _compile(
            r"for\s(?:at\sleast\s|a\sminimum\sof\s|up\sto\s|no\sless\sthan\s|more\sthan\s)"
            rf"(?:the\snext\s|another\s)?{_AMOUNT}{_UNIT}(?!\s(?:ago|now|already|and\scounting))"
        ),
        (("for at least three years", "2017-10-26", "2020-10-26"),),
    ),
    DurationRule(
        "for more time to come",
        _compile(
            rf"(?:for\s)?(?:at\sleast\s)?(?:another\s(?P<count>(?!an?\s){COUNT}){_LARGER}\s"
            rf"(?P<unit>{UNIT})(?P<half>)(?P<or_two>))"
        ),
        (
            ("for another two years", "2017-10-26", "2019-10-26"),
            ("for another day", "2017-10-26", None),
        ),
    ),
    DurationRule(
        "for more time to come",
        _compile(
            rf"(?:for\s)?(?:at\sleast\s)?(?P<count>(?!an?\s){COUNT}){_LARGER}\smore\s(?P<unit>"
            rf"{UNIT})(?P<half>)(?P<or_two>)(?!\s(?:than|of)\s)"
        ),
        (("two more years", "2017-10-26", "2019-10-26"),),
    ),
    DurationRule(
        "a time next year",
        _compile(r"(?:by\s)?this\stime\snext\s(?P<count>)(?P<larger>)(?P<unit>year|month|week)"
                 r"(?P<half>)(?P<or_two>)"),
        (("by this time next year", "2017-10-26", "2018-10-26"),),
    ),
)  # fmt: skip
"""Every way a length of time is written. Where two match at one place, the longer one counts."""

_RECORD = re.compile(
    r"\b(?:first|last|only|worst|best|most|least|never|not|\w{2,15}est)\b[^.]{0,50}$",
    re.IGNORECASE,
)


def end_of(match: re.Match[str], published: date) -> date | None:
    """The last day of a length of time that begins with the post.

    None where the words look back ("the first time in ten years") or beyond the calendar.

    >>> words = RULES[0].pattern.search("within 18 months")
    >>> end_of(words, date(2017, 10, 31)).isoformat()
    '2019-04-30'
    """
    if match[0].lower().startswith("in ") and _looks_back(match):
        return None
    amount = count_of(match["larger"] or match["count"] or "one")
    if match["half"]:
        amount += Fraction(1, 2)
    if match["or_two"] and "two" in match["or_two"]:
        amount = Fraction(2)
    try:
        return _add(published, amount, match["unit"].lower())
    except (OverflowError, ValueError):
        return None


def _looks_back(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 70) : match.start()]
    return bool(_RECORD.search(before))


def _add(day: date, amount: Fraction, unit: str) -> date | None:
    days = _days_of(unit)
    if days is not None:
        length = math.ceil(amount * days)
        return day + timedelta(days=length) if length < _MOST_DAYS else None
    length = math.ceil(amount * _months_of(unit))
    end = add_months(day, length)
    return end if end.year <= LAST_YEAR else None


def _days_of(unit: str) -> Fraction | None:
    for beginning, days in (
        ("h", Fraction(1, 24)),
        ("business", 1),
        ("day", 1),
        ("w", 7),
        ("f", 14),
    ):
        if unit.startswith(beginning):
            return Fraction(days)
    return None


def _months_of(unit: str) -> int:
    lengths = {"m": 1, "q": 3, "y": 12, "d": 120, "c": 1200}
    return lengths[unit[0]]
