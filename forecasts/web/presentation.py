"""How dates, spans of time and chances are written for people; pure functions."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from forecasts.domain.candidates import Chance, EstimateKind
from forecasts.domain.lifecycle import Outcome, Status
from forecasts.domain.probability import in_percent

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_MONTH, _YEAR = 30.44, 365.25
_FEW_DAYS, _MANY_DAYS = 100, 730
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Chanced(Protocol):
    """A row that says how sure somebody was, in millionths."""

    kind: EstimateKind
    probability: int | None
    probability_low: int | None
    probability_high: int | None
    hedge: str | None


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""What a browser's word for itself holds, the particular first: most claim to be Safari too."""

_SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("Linux", "Linux"),
)


def write_browser(told: str) -> str:
    """Which browser it says that it is, in a few words.

    >>> write_browser("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox on Linux'
    >>> write_browser("curl/8.5.0"), write_browser("")
    ('curl/8.5.0', 'an unknown browser')
    """
    browser = next((name for mark, name in _BROWSERS if mark in told), None)
    system = next((name for mark, name in _SYSTEMS if mark in told), None)
    if browser is None:
        return told[:40] or "an unknown browser"
    return f"{browser} on {system}" if system else browser


def write_day(day: date) -> str:
    """The day as people read it.

    >>> write_day(date(2017, 12, 31))
    '31 Dec 2017'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def write_moment(moment: datetime) -> str:
    """The moment to the minute, in UTC.

    >>> write_moment(datetime(2017, 12, 31, 9, 5, tzinfo=UTC))
    '31 Dec 2017, 09:05 UTC'
    """
    moment = moment.astimezone(UTC)
    return f"{write_day(moment.date())}, {moment:%H:%M} UTC"


def write_span(span: timedelta) -> str:
    """How long it is, in the one unit that tells most; the sign is left out.

    >>> write_span(timedelta(seconds=4)), write_span(timedelta(days=66))
    ('4 s', '66 days')
    >>> write_span(timedelta(days=-200)), write_span(timedelta(days=3300))
    ('7 months', '9 years')
    """
    seconds = abs(span.total_seconds())
    if seconds < _MINUTE:
        return f"{int(seconds)} s"
    if seconds < _HOUR:
        return f"{int(seconds // _MINUTE)} min"
    if seconds < _DAY:
        return f"{int(seconds // _HOUR)} h"
    return _write_days(seconds / _DAY)


def _write_days(days: float) -> str:
    if days < _FEW_DAYS:
        return write_count(int(days), "day")
    if days < _MANY_DAYS:
        return write_count(round(days / _MONTH), "month")
    return write_count(round(days / _YEAR), "year")


def write_distance(moment: datetime, now: datetime) -> str:
    """How far a moment lies from now.

    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> write_distance(noon - timedelta(seconds=4), noon)
    '4 s ago'
    >>> write_distance(noon + timedelta(days=3), noon)
    'in 3 days'
    """
    span = moment - now
    return f"in {write_span(span)}" if span > timedelta(0) else f"{write_span(span)} ago"


def write_day_distance(day: date, today: date) -> str:
    """How far a day lies from today.

    >>> today = date(2026, 11, 22)
    >>> write_day_distance(today, today), write_day_distance(date(2026, 11, 21), today)
    ('today', 'yesterday')
    >>> write_day_distance(date(2026, 11, 25), today)
    'in 3 days'
    """
    days = (day - today).days
    near = {0: "today", -1: "yesterday", 1: "tomorrow"}
    if days in near:
        return near[days]
    words = write_span(timedelta(days=days))
    return f"in {words}" if days > 0 else f"{words} ago"


def write_days_after(day: date, said_on: date) -> str:
    """How long after it was said a day lies.

    >>> write_days_after(date(2017, 12, 31), date(2017, 10, 26))
    '66 days after it was said'
    """
    days = (day - said_on).days
    if days == 0:
        return "the day it was said"
    return f"{write_span(timedelta(days=days))} {'after' if days > 0 else 'before'} it was said"


def write_chance(row: Chanced) -> str:
    """How sure somebody was, never as a bare decimal.

    >>> from forecasts.domain.candidates import FLAT
    >>> write_chance_of(Chance(EstimateKind.STATED, 850_000, 850_000, 850_000, "85%"))
    '85 %'
    >>> write_chance_of(Chance(EstimateKind.WORDED, 730_000, 670_000, 800_000, "likely"))
    'likely (67 to 80 %)'
    >>> write_chance_of(FLAT)
    'no probability given'
    """
    return _in_words(
        row.kind, row.probability, (row.probability_low, row.probability_high), row.hedge
    )


def write_chance_of(chance: Chance) -> str:
    """The same for a chance that is not stored yet."""
    return _in_words(chance.kind, chance.middle, (chance.low, chance.high), chance.hedge)


def _in_words(
    kind: EstimateKind,
    middle: int | None,
    ends: tuple[int | None, int | None],
    hedge: str | None,
) -> str:
    low, high = ends
    if middle is None or low is None or high is None:
        return "no probability given"
    extent = in_percent(middle) if low == high else write_range(low, high)
    if kind is EstimateKind.WORDED and hedge:
        return f"{hedge} ({extent})"
    return extent


def write_range(low: int, high: int) -> str:
    """A range of probabilities, given in millionths.

    >>> write_range(670_000, 800_000)
    '67 to 80 %'
    """
    return f"{in_percent(low).removesuffix(' %')} to {in_percent(high)}"


def write_other_days(days: Sequence[str | None]) -> str:
    """The other days that the words of a deadline could mean; None: they mean no day.

    >>> write_other_days(["2016-12-31"]), write_other_days(["2018-05-06", "2018-06-05", None])
    ('31 Dec 2016', '6 May 2018, 5 Jun 2018 or no day')
    """
    words = [write_day(date.fromisoformat(day)) if day else "no day" for day in days]
    return write_list(words, "or")


def write_list(words: Sequence[str], last: str) -> str:
    """The words in a row, with another between the last two.

    >>> write_list(["rain", "hail", "snow"], "and"), write_list(["rain"], "and")
    ('rain, hail and snow', 'rain')
    """
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def write_count(number: int, noun: str, plural: str | None = None) -> str:
    """The number with its noun.

    >>> write_count(1, "forecast"), write_count(1200, "forecast"), write_count(2, "x", "y")
    ('1 forecast', '1,200 forecasts', '2 y')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def write_times(number: int) -> str:
    """How often something happened.

    >>> write_times(1), write_times(2), write_times(3)
    ('once', 'twice', '3 times')
    """
    return {1: "once", 2: "twice"}.get(number) or write_count(number, "time")


def write_state(status: Status, outcome: Outcome | None) -> str:
    """The word that stands for where a forecast is: its outcome once it is resolved.

    >>> write_state(Status.RESOLVED, Outcome.NO), write_state(Status.OPEN, None)
    ('no', 'open')
    """
    return outcome.value if status is Status.RESOLVED and outcome else status.value


def write_where_a_day_ends(zone: str | None) -> str:
    """Where the last day of a deadline is over.

    >>> write_where_a_day_ends(None), write_where_a_day_ends("Europe/Berlin")
    ('at the end of that day anywhere on earth', 'at the end of that day in Europe/Berlin')
    """
    return f"at the end of that day {f'in {zone}' if zone else 'anywhere on earth'}"


FILTERS = {
    "browser": write_browser,
    "chance": write_chance,
    "chance_of": write_chance_of,
    "counted": write_count,
    "day": write_day,
    "day_distance": write_day_distance,
    "days_after": write_days_after,
    "distance": write_distance,
    "in_percent": in_percent,
    "moment": write_moment,
    "other_days": write_other_days,
    "span": write_span,
    "times": write_times,
    "where_a_day_ends": write_where_a_day_ends,
}
"""The filters that templates have beside Jinja's own."""
