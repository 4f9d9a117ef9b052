"""How often somebody gets a digest by mail, and when the time of one begins."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from forecasts.domain.permissions import Role


class Rhythm(StrEnum):
    """How often an account gets a digest."""

    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


SENT = (Rhythm.DAILY, Rhythm.WEEKLY)
"""The rhythms in which anything is sent."""

FIRST_HOUR = 6
"""The hour, in UTC, at which the day of a digest begins; that of a week begins on a Monday."""

WAITS_FOR_THEM = (Role.REVIEWER, Role.ADMIN)
"""For whom the desk has work: they get a digest a day unless they choose otherwise, others one a
week."""


def ordinary_rhythm(role: Role) -> Rhythm:
    """How often an account of that role gets a digest as long as its owner has not chosen.

    >>> ordinary_rhythm(Role.REVIEWER).value, ordinary_rhythm(Role.AUTHOR).value
    ('daily', 'weekly')
    """
    return Rhythm.DAILY if role in WAITS_FOR_THEM else Rhythm.WEEKLY


def begin_of_period(rhythm: Rhythm, now: datetime) -> datetime:
    """When the day or the week began in which one digest is sent.

    >>> begin_of_period(Rhythm.DAILY, datetime(2026, 11, 22, 5, 59, tzinfo=UTC)).isoformat()
    '2026-11-21T06:00:00+00:00'
    >>> begin_of_period(Rhythm.WEEKLY, datetime(2026, 11, 22, 12, tzinfo=UTC)).isoformat()
    '2026-11-16T06:00:00+00:00'
    """
    day = (now.astimezone(UTC) - timedelta(hours=FIRST_HOUR)).date()
    back = day.weekday() if rhythm is Rhythm.WEEKLY else 0
    return datetime.combine(day - timedelta(days=back), time(FIRST_HOUR), UTC)


LENGTH: Mapping[Rhythm, timedelta] = MappingProxyType(
    {Rhythm.DAILY: timedelta(days=1), Rhythm.WEEKLY: timedelta(days=7)}
)
"""How long the time of one digest is."""
