"""Stretches of the calendar, and the arithmetic that the conventions for deadlines ask for."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from functools import lru_cache

from forecasts.domain.deadlines import Grain

MONDAY, SUNDAY = 0, 6
LAST_YEAR = 9000
"""No period reaches beyond this year; it is where the domain's deadlines end."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date
    grain: Grain


@dataclass(frozen=True, slots=True)
class Yearly:
    """A period that comes every year, such as July or the third quarter."""

    in_year: Callable[[int], Period]
    grain: Grain


def a_day(day: date) -> Period:
    """That one day."""
    return Period(day, day, Grain.DAY)


@lru_cache(maxsize=2_048)
def months(year: int, month: int, count: int, grain: Grain) -> Period:
    """So many calendar months, the first of them ``month`` of ``year``.

    >>> months(2018, 12, 3, Grain.SEASON).last.isoformat()
    '2019-02-28'
    """
    years, index = divmod(month - 1 + count - 1, 12)
    last_year, last_month = year + years, index + 1
    last = date(last_year, last_month, monthrange(last_year, last_month)[1])
    return Period(date(year, month, 1), last, grain)


def a_year(year: int) -> Period:
    """1 January to 31 December."""
    return Period(date(year, 1, 1), date(year, 12, 31), Grain.YEAR)


def a_month(year: int, month: int) -> Period:
    """The first to the last of a month.

    >>> a_month(2020, 2).last.isoformat()
    '2020-02-29'
    """
    return months(year, month, 1, Grain.MONTH)


def a_quarter(year: int, number: int) -> Period:
    """The calendar quarter of that number, 1 to 4."""
    return months(year, 3 * number - 2, 3, Grain.QUARTER)


def a_half(year: int, number: int) -> Period:
    """The calendar half of that number, 1 or 2."""
    return months(year, 6 * number - 5, 6, Grain.HALF)


def a_season(year: int, first_month: int) -> Period:
    """The meteorological season of the northern hemisphere; a winter begins in its year."""
    return months(year, first_month, 3, Grain.SEASON)


def a_decade(year: int) -> Period:
    """The ten years that share their first three digits with ``year``."""
    first = year - year % 10
    return Period(date(first, 1, 1), date(first + 9, 12, 31), Grain.DECADE)


def a_century(number: int) -> Period:
    """The century of that number; the 21st is 2001 to 2100."""
    return Period(date(100 * number - 99, 1, 1), date(100 * number, 12, 31), Grain.CENTURY)


def a_week(day: date) -> Period:
    """The ISO week of a day, Monday to Sunday.

    >>> a_week(date(2017, 10, 26)).last.isoformat()
    '2017-10-29'
    """
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6), Grain.WEEK)


def a_weekend(day: date) -> Period:
    """The Saturday and Sunday that end the ISO week of a day."""
    week = a_week(day)
    return Period(week.last - timedelta(days=1), week.last, Grain.WEEK)


def next_weekday(after: date, weekday: int) -> date:
    """The first such weekday behind a day; Monday is 0."""
    return after + timedelta(days=(weekday - after.weekday() - 1) % 7 + 1)


def add_months(day: date, count: int) -> date:
    """The same day so many months on, or the last of that month where it is shorter.

    >>> add_months(date(2020, 1, 31), 1).isoformat()
    '2020-02-29'
    """
    years, index = divmod(day.month - 1 + count, 12)
    year, month = day.year + years, index + 1
    if year > MAXYEAR - 1:
        raise OverflowError(f"the year {year} is beyond the calendar")
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def split(period: Period, parts: int, number: int) -> Period:
    """One of the equal parts of a period, counted in months, or in days for weeks and months.

    >>> split(a_year(2018), 3, 1).last.isoformat(), split(a_month(2018, 2), 3, 1).last.isoformat()
    ('2018-04-30', '2018-02-10')
    """
    if period.grain in (Grain.DAY, Grain.WEEK, Grain.MONTH):
        return _split_days(period, parts, number)
    length = _length_in_months(period)
    first = add_months(period.first, length * (number - 1) // parts)
    last = add_months(period.first, length * number // parts) - timedelta(days=1)
    return Period(first, last, period.grain)


def _split_days(period: Period, parts: int, number: int) -> Period:
    """Tenths of a month are ten days each, and the last part takes what is left."""
    days = (period.last - period.first).days + 1
    step = 30 // parts if period.grain is Grain.MONTH else max(1, days // parts)
    first = period.first + timedelta(days=step * (number - 1))
    last = period.last if number == parts else first + timedelta(days=step - 1)
    return Period(min(first, period.last), min(last, period.last), period.grain)


def _length_in_months(period: Period) -> int:
    years = period.last.year - period.first.year
    return 12 * years + period.last.month - period.first.month + 1


def third(period: Period, number: int) -> Period:
    """The early, middle or late part: thirds, and for a decade the years to 3, 6 and 9.

    >>> [third(a_decade(2025), n).last.year for n in (1, 2, 3)]
    [2023, 2026, 2029]
    """
    if period.grain is Grain.DAY:
        return period
    if period.grain is Grain.DECADE:
        bounds = [(0, 3), (4, 6), (7, 9)][number - 1]
        years = [period.first.year + offset for offset in bounds]
        return Period(date(years[0], 1, 1), date(years[1], 12, 31), Grain.DECADE)
    return split(period, 3, number)


def halfway(period: Period) -> date:
    """The half-way mark: 30 June, the 15th, the end of a century's year 50.

    >>> halfway(a_year(2018)).isoformat(), halfway(a_month(2018, 2)).isoformat()
    ('2018-06-30', '2018-02-15')
    """
    if period.grain is Grain.DECADE:
        return date(period.first.year + 5, 12, 31)
    if period.grain is Grain.SEASON:
        return split(period, 3, 2).first + timedelta(days=14)
    return split(period, 2, 1).last
