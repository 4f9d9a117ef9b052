"""What a deadline is, and the one place that says when its last day is over."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from forecasts.domain.errors import InvalidInputError

ANYWHERE_ON_EARTH = timezone(timedelta(hours=-12), "anywhere on earth")
"""The zone in which a day ends last; used where no zone is known."""

_FIRST_TO_BEGIN = timezone(timedelta(hours=14))

FIRST_DAY = date(1000, 1, 1)
LAST_DAY = date(9000, 12, 31)
"""Days beyond these are refused: the arithmetic of zones ends with the year 9999."""

_NOT_A_PLACE = frozenset({"localtime", "Factory", "posixrules"})
"""Names that mean another zone on another machine, or none."""

_TICK = timedelta(microseconds=1)


class Grain(StrEnum):
    """How precise words about time are: the length of the period that they name."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The days within which a claim must come true, and the words and rule it was read from.

    Attributes:
        latest: last calendar day, inclusive, on which the claim can still come true;
            None where the words give no date ("soon", "after the election").
        earliest: first day on which it can come true; None where the words do not say.
        phrase: the words it was read from, exactly as they stand in the text.
        start: offset of the first character of the phrase in the text.
        end: offset behind its last character.
        rule: name of the rule that read it.
        kind: "dated", or why there is no date: "vague", "event" or "ambiguous".
        ambiguous: whether another reading is defensible.
        alternatives: those other readings.
        grain: how precise the words are; None where they name no period, or it is not known.
    """

    latest: date | None
    earliest: date | None
    phrase: str
    start: int
    end: int
    rule: str
    kind: str = "dated"
    ambiguous: bool = False
    alternatives: tuple[date | None, ...] = ()
    grain: Grain | None = None


def latest_today(now: datetime) -> date:
    """The date where the day begins first (UTC+14): what lies behind it is the future everywhere.

    >>> latest_today(datetime(2026, 11, 22, 12, tzinfo=UTC)).isoformat()
    '2026-11-23'
    """
    return now.astimezone(_FIRST_TO_BEGIN).date()


def known_zone(name: str) -> ZoneInfo:
    """The time zone of that name, such as Europe/Berlin.

    Raises:
        InvalidInputError: there is no such zone.
    """
    zone = None if name in _NOT_A_PLACE else _find_zone(name)
    if zone is None:
        how = "use a name such as Europe/Berlin, or leave it empty"
        raise InvalidInputError(
            f"{name[:60]!r} is not a time zone; {how}", {"zone": f"{how[0].upper()}{how[1:]}."}
        )
    return zone


def _find_zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def due_instant(day: date, zone: str | None) -> datetime:
    """The instant at which ``day`` is over, in UTC.

    Where clocks are turned around midnight this is the first instant from which on the zone's
    calendar never again shows ``day`` or an earlier date.

    Args:
        day: last day, inclusive, on which a claim can come true.
        zone: name of the time zone the day is meant in. None where it is not known: then the
            end of the day everywhere on earth (UTC-12).

    Raises:
        InvalidInputError: the zone is unknown, or the day lies outside the years 1000 to 9000.

    >>> due_instant(date(2017, 12, 31), "Asia/Baghdad").isoformat()
    '2017-12-31T21:00:00+00:00'
    >>> due_instant(date(2017, 12, 31), None).isoformat()
    '2018-01-01T12:00:00+00:00'
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        raise InvalidInputError(
            f"{day} is too far away; deadlines lie between {FIRST_DAY.year} and {LAST_DAY.year}",
            {"deadline": f"Use a day between {FIRST_DAY.year} and {LAST_DAY.year}."},
        )
    if zone is None:
        return _midnight_after(day).replace(tzinfo=ANYWHERE_ON_EARTH).astimezone(UTC)
    return _end_of_day(day, known_zone(zone))


def _midnight_after(day: date) -> datetime:
    return datetime(day.year, day.month, day.day) + timedelta(days=1)  # noqa: DTZ001 - wall time


def _end_of_day(day: date, zone: ZoneInfo) -> datetime:
    midnight = _midnight_after(day).replace(tzinfo=zone)
    before, after = (midnight.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if before > after:  # midnight was skipped: the day ended when the clock was put forward
        return _transition_between(after, before, zone)
    if (after - _TICK).astimezone(zone).date() <= day:  # the clock went back into the day
        return after
    return before


def _transition_between(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The first instant in (low, high] with the offset of ``high``, to the microsecond."""
    offset = high.astimezone(zone).utcoffset()
    while high - low > _TICK:
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return high
