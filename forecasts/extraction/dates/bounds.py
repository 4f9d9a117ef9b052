"""Parts and leads: what "early", "the end of", "by" and "before" make of a period."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from forecasts.extraction.dates.periods import (
    Grain,
    Period,
    a_day,
    add_months,
    halfway,
    split,
    third,
)
from forecasts.extraction.dates.words import COUNT, ORDINAL, ORDINALS, count_of

_ONE_DAY = timedelta(days=1)
_LOOK_BACK = 60
"""Characters before a period in which its part or lead must begin."""


class Lead(StrEnum):
    """What a word before a period does to it."""

    IN = "in"
    BY = "by"
    BEFORE = "before"
    UNTIL = "until"
    NOT_UNTIL = "not until"
    AFTER = "after"
    FROM = "from"
    PAST = "last"


class Part(StrEnum):
    """Which part of a period is meant."""

    WHOLE = "whole"
    START = "the start of"
    EARLY = "the early part of"
    MID = "the middle of"
    LATE = "the late part of"
    END = "the end of"
    PIECE = "a piece of"
    REST = "the rest of"


@dataclass(frozen=True, slots=True)
class Bound:
    """The days a claim has: none of them where its words only open the time, as "after" does."""

    latest: date | None
    earliest: date | None = None
    alternatives: tuple[date | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """Words found before a period: where they begin, and what they make of it."""

    start: int
    lead: Lead | None = None
    part: Part = Part.WHOLE
    narrow: Callable[[Period], Period] | None = None


def _before(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'])(?:{pattern})$", re.IGNORECASE)


_PARTS: tuple[tuple[Part, re.Pattern[str]], ...] = (
    (Part.END, _before(r"(?:(?:the|its)\s)?(?:very\s)?(?:(?:tail\s)?end|close|conclusion)\sof\s")),
    (Part.END, _before(r"(?:the\s)?(?:year[-\s])?end[-\s](?:of[-\s])?")),
    (Part.START, _before(r"(?:the\s)?(?:very\s)?(?:start|beginning|outset|dawn|turn)\sof\s")),
    (Part.MID, _before(r"(?:the\s)?mid(?:dle)?(?:[-\s\u2013]|\sof\s)")),
    (Part.MID, _before(r"(?:the\s)?(?:middle|midpoint)\sof\s|(?:half-?|mid)way\s(?:through"
                       r"|into)\s")),
    (Part.EARLY, _before(r"(?:the\s)?(?:very\s)?early(?:\sin|\sinto|\son\sin|\s(?:part"
                         r"|days)\sof)?[-\s]")),
    (Part.LATE, _before(r"(?:the\s)?(?:very\s)?(?:later?|latter)(?:\sin|\son\sin"
                        r"|\spart\sof)?[-\s]")),
    (Part.REST, _before(r"(?:the\s)?(?:rest|remainder|balance|course)\sof\s")),
    (Part.REST, _before(r"some\s(?:quarter|month|day|week|point|time)\s(?:of|in|during)\s")),
)  # fmt: skip
_HALF_OF = _before(r"(?:the\s)?(?P<which>first|second|latter|front|back|last)\shalf\sof\s")
_NTH_OF = _before(
    rf"(?:the\s)?(?P<which>{ORDINAL})\s(?P<unit>day|week|weekend|month|quarter|third)s?\sof\s"
)
_FIRST_SO_MANY = _before(
    rf"(?:the\s)?(?P<which>first|last|final|opening)\s(?P<count>{COUNT})\s(?P<unit>day|week"
    rf"|month|year)s\sof\s"
)

_LEADS: tuple[tuple[Lead, re.Pattern[str]], ...] = (
    (Lead.NOT_UNTIL, _before(r"not\s(?:before|until|till|any\ssooner\sthan)\s")),
    (Lead.FROM, _before(r"(?:no|not)\s(?:earlier|sooner)\sthan\s")),
    (Lead.BY, _before(r"(?:no|not)\slater\sthan\s|(?:on|in)\sor\sbefore\s|(?:by|come|as\sof)\s")),
    (Lead.FROM, _before(r"as\s(?:early|soon)\sas\s|(?:from|starting|beginning"
                        r"|effective)\s(?:in\s|on\s)?")),
    (Lead.BEFORE, _before(r"(?:before|prior\sto|ahead\sof|(?:earlier|sooner)\sthan)\s")),
    (Lead.UNTIL, _before(r"(?:un)?till?\s|(?:up\s)?(?:until|to)\s|through\sto\s")),
    (Lead.AFTER, _before(r"(?:after|since|beyond|past|following|post[-\s]|than(?:\sin)?"
                         r"|compared\s(?:to|with))\s")),
    (Lead.PAST, _before(r"(?:last|past|previous|earlier(?:\sin)?)\s")),
    (Lead.IN, _before(
        r"(?:in|during|on|at|over|within|inside|around|about|throughout|through|across|into|for"
        r"|between"
        r"|as\slate\sas)\s"
    )),
)  # fmt: skip
_FILLER = _before(
    r"(?:some\s?time|at\ssome\spoint|any\s?time|maybe|perhaps|possibly|probably|likely|about|around"
    r"|approximately|roughly|at\sleast|some\sday|noon|midnight|\d{1,2}(?::\d\d)?\s?[ap]\.?m\.?)"
    r"(?:,|\s(?:in|on|during))?\s"
)


def words_before(text: str, start: int) -> Words:
    """The part and the lead that stand right before a period that begins at ``start``.

    >>> found = words_before("It ends before the end of this year", 26)
    >>> found.lead.value, found.part.value, found.start
    ('before', 'the end of', 8)
    """
    found = _part_before(text, start)
    position = found.start
    lead: Lead | None = None
    for _ in range(2):
        if led := _lead_before(text, position):
            lead, position = led
        filler = _FILLER.search(text, max(0, position - _LOOK_BACK), position)
        if filler is None or lead not in (None, Lead.IN):
            break
        position = filler.start()
    return replace(found, start=position, lead=lead)


def _lead_before(text: str, position: int) -> tuple[Lead, int] | None:
    for lead, pattern in _LEADS:
        if match := pattern.search(text, max(0, position - _LOOK_BACK), position):
            return lead, match.start()
    return None


def _part_before(text: str, start: int) -> Words:
    window = max(0, start - _LOOK_BACK)
    for pattern, narrowing in (
        (_HALF_OF, _half), (_NTH_OF, _nth), (_FIRST_SO_MANY, _first_so_many)
    ):  # fmt: skip
        if match := pattern.search(text, window, start):
            return Words(match.start(), part=Part.PIECE, narrow=narrowing(match))
    for part, pattern in _PARTS:
        if match := pattern.search(text, window, start):
            return Words(match.start(), part=part)
    return Words(start)


def _half(match: re.Match[str]) -> Callable[[Period], Period]:
    number = 1 if match["which"].lower() in ("first", "front") else 2
    return lambda period: split(period, 2, number)


def _nth(match: re.Match[str]) -> Callable[[Period], Period]:
    number, unit = ORDINALS[match["which"].lower()], match["unit"].lower()
    return lambda period: _piece(period, unit, first=number - 1, count=1, backward=number < 0)


def _first_so_many(match: re.Match[str]) -> Callable[[Period], Period]:
    count, unit = int(count_of(match["count"])) or 1, match["unit"].lower()
    backward = ORDINALS[match["which"].lower()] < 0
    return lambda period: _piece(period, unit, first=0, count=count, backward=backward)


def _piece(period: Period, unit: str, *, first: int, count: int, backward: bool) -> Period:
    """So many units of a period from its beginning, or all of it where they are its last ones."""
    if backward:
        return a_day(period.last)
    if unit == "third":
        return third(period, min(first + 1, 3))
    begin, end = _after(period.first, unit, first), _after(period.first, unit, first + count)
    return Period(begin, min(end - _ONE_DAY, period.last), period.grain)


def _after(day: date, unit: str, count: int) -> date:
    if unit in ("day", "week", "weekend"):
        return day + timedelta(days=count * (1 if unit == "day" else 7))
    return add_months(day, count * {"month": 1, "quarter": 3, "year": 12}[unit])


def bound_of(period: Period, words: Words, *, over: bool = False) -> Bound:
    """The days that a period leaves for a claim, given the words before it.

    Args:
        period: the period as written.
        words: the lead and the part before it.
        over: whether "is over", "ends" or the like follows the period.

    >>> from forecasts.extraction.dates.periods import a_year
    >>> bound_of(a_year(2018), Words(0, Lead.BEFORE)).latest.isoformat()
    '2017-12-31'
    >>> bound_of(a_year(2018), Words(0, Lead.BY, Part.MID)).latest.isoformat()
    '2018-06-30'
    """
    meant = _part_of(period, words)
    if words.lead is Lead.AFTER:
        return Bound(None, meant.last + _ONE_DAY)
    if words.lead is Lead.FROM:
        return Bound(None, meant.first)
    if words.part is Part.END or over:
        return Bound(meant.last)
    if words.lead in (Lead.BY, Lead.BEFORE, Lead.NOT_UNTIL, Lead.UNTIL):
        return _up_to(period, meant, words)
    return Bound(meant.last, meant.first)


def _up_to(period: Period, meant: Period, words: Words) -> Bound:
    """The bound that "by", "before" and "until" set; a whole period has a stricter reading."""
    eve = meant.first - _ONE_DAY
    by = words.lead is Lead.BY
    if words.part is Part.MID and words.lead in (Lead.BY, Lead.BEFORE):
        return Bound(halfway(period))
    if words.lead in (Lead.BEFORE, Lead.NOT_UNTIL):
        return Bound(eve)
    if by and words.part is Part.START:
        return Bound(period.first)
    if meant.grain is Grain.DAY or (words.part is not Part.WHOLE and not by):
        return Bound(meant.last)
    return Bound(meant.last, None, (eve,)) if by else Bound(eve, None, (meant.last,))


def _part_of(period: Period, words: Words) -> Period:
    if words.narrow:
        return words.narrow(period)
    if words.part is Part.START:
        return third(period, 1)
    if words.part in (Part.EARLY, Part.MID, Part.LATE):
        number = {Part.EARLY: 1, Part.MID: 2, Part.LATE: 3}[words.part]
        return third(period, number)
    return period
