"""Amounts of time, such as "two and a half years", and what lies so far from a day."""

import math
import re
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from forecasts.domain.deadlines import Grain
from forecasts.extraction.dates.periods import LAST_YEAR, add_months
from forecasts.extraction.dates.words import COUNT, UNIT, count_of

_MOST_DAYS = 366 * LAST_YEAR
_WORKING_WEEK = 5

_JOINT = (
    r"(?:\s?-\s?|[\s-](?:to|or|and)[\s-](?:maybe\s|perhaps\s|possibly\s|even\s|at\smost\s)?"
    r"|,\s(?:or\s)?(?:maybe|perhaps|possibly|even)\s)"
)
AMOUNT = (
    rf"(?:(?:between|from|up\sto)\s)?(?P<count>{COUNT})(?:{_JOINT}(?P<larger>{COUNT}))?"
    r"(?P<and_half>\sand\sa\shalf)?\s"
    rf"(?:more\s|full\s|short\s|additional\s|further\s|long\s)?(?P<unit>{UNIT})"
    r"(?P<half>\sand\sa\shalf)?(?P<or_two>\sor\s(?:two|three|so)(?!\w))?"
    rf"(?:\s(?:to|or)\s(?P<most>{COUNT})\s(?P<most_unit>{UNIT}))?"
)
"""A number or a range of numbers with a unit; groups as ``amount_of`` reads them."""


@dataclass(frozen=True, slots=True)
class Amount:
    """So many units of time; of a range the larger bound."""

    number: Fraction
    unit: str

    @property
    def grain(self) -> Grain:
        """How precise it is: the unit that was used."""
        return next(grain for start, grain in _GRAINS.items() if self.unit.startswith(start))


_GRAINS = {
    "hour": Grain.DAY, "hr": Grain.DAY, "business": Grain.DAY, "working": Grain.DAY,
    "trading": Grain.DAY, "day": Grain.DAY, "w": Grain.WEEK, "fortnight": Grain.WEEK,
    "mo": Grain.MONTH, "quarter": Grain.YEAR, "half": Grain.YEAR, "y": Grain.YEAR,
    "decade": Grain.DECADE, "centur": Grain.CENTURY,
}  # fmt: skip
_MONTHS = {"mo": 1, "y": 12, "decade": 120, "centur": 1200}
_PARTS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4)}


def amount_of(match: re.Match[str]) -> Amount:
    """The amount that a match of ``AMOUNT`` names.

    >>> [
    ...     str(amount_of(re.fullmatch(AMOUNT, words)).number)
    ...     for words in ("two to three years", "a year and a half", "six months to a year")
    ... ]
    ['3', '3/2', '1']
    """
    named = match.groupdict()
    if named.get("most"):
        return Amount(count_of(named["most"]), named["most_unit"].lower())
    number = count_of(named.get("larger") or named.get("count") or "one")
    if named.get("and_half") or named.get("half"):
        number += Fraction(1, 2)
    if named.get("or_two"):
        number += {"two": 1, "three": 2, "so": 0}[named["or_two"].split()[-1].lower()]
    return Amount(number, match["unit"].lower())


def add_amount(day: date, amount: Amount, *, sign: int = 1) -> date | None:
    """The day so far behind another, or before it; None beyond the calendar.

    Months and years clamp to the end of the month; parts of a unit are rounded up.

    >>> add_amount(date(2020, 1, 31), Amount(Fraction(1), "month")).isoformat()
    '2020-02-29'
    >>> add_amount(date(2017, 10, 26), Amount(Fraction(10), "business days")).isoformat()
    '2017-11-09'
    """
    try:
        return _add(day, amount.number, amount.unit, sign)
    except (OverflowError, ValueError):
        return None


def _add(day: date, number: Fraction, unit: str, sign: int) -> date | None:
    if unit.startswith(("business", "working", "trading")):
        return _add_working_days(day, math.ceil(number), sign)
    days = _days_of(unit)
    if days is not None:
        length = math.ceil(number * days)
        return day + timedelta(days=sign * length) if length < _MOST_DAYS else None
    end = add_months(day, sign * math.ceil(number * _months_of(unit)))
    return end if end.year <= LAST_YEAR else None


def _add_working_days(day: date, count: int, sign: int) -> date:
    weeks, rest = divmod(count, _WORKING_WEEK)
    there = day + timedelta(weeks=sign * weeks)
    while rest or there.weekday() >= _WORKING_WEEK:
        there += timedelta(days=sign)
        rest -= there.weekday() < _WORKING_WEEK and rest > 0
    return there


def _days_of(unit: str) -> Fraction | None:
    for beginning, days in (("h", Fraction(1, 24)), ("day", 1), ("w", 7), ("f", 14)):
        if unit.startswith(beginning) and not unit.startswith("half"):
            return Fraction(days)
    return None


def _months_of(unit: str) -> Fraction:
    """Months of a unit; a "quarter" alone is one of a year, a "quarter century" one of those."""
    part, whole = Fraction(1), unit
    for name, share in _PARTS.items():
        if unit.startswith(name):
            part = share
            whole = unit.rstrip("s").replace("-", " ").split()[-1].replace("quarter", "year")
    return part * next(months for start, months in _MONTHS.items() if whole.startswith(start))
