"""When a day is over, worked out a second way: from the zone's offsets alone.

Times are whole seconds since 1970 in UTC. The clock changes of a zone are found by asking only
what its clocks show at given instants; local times are never turned into instants, and ``fold``
is not used.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = 86_400


class Offsets:
    """What a zone's clocks are ahead of UTC, over a stretch of time.

    Attributes:
        changes: instants at which the offset changes, ascending.
        ahead: the offsets; one more, as the first holds before the first change.
    """

    def __init__(self, zone: str, first: date, last: date) -> None:
        """Look once in twelve hours, then close in on each change by halving."""
        look = _offset_of(ZoneInfo(zone))
        self.changes: list[int] = []
        self.ahead = [look(_seconds(first))]
        for instant in range(_seconds(first), _seconds(last), DAY // 2):
            if look(instant + DAY // 2) != self.ahead[-1]:
                self._close_in(instant, instant + DAY // 2, look)

    def _close_in(self, low: int, high: int, look: Callable[[int], int]) -> None:
        new = look(high)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if look(middle) == new else (middle, high)
        self.changes.append(high)
        self.ahead.append(new)

    def day_ends(self, day: date) -> datetime:
        """The first instant from which on no clock of the zone shows ``day`` or an earlier one."""
        midnight = _seconds(day) + DAY
        starts = [float("-inf"), *self.changes]
        ends = [*self.changes, float("inf")]
        shown_until = [
            min(end, midnight - ahead)
            for start, end, ahead in zip(starts, ends, self.ahead, strict=True)
            if start < midnight - ahead
        ]
        return EPOCH + timedelta(seconds=max(shown_until))

    def days_around_changes(self) -> set[date]:
        """The local days two before to two after each change, on the old and the new clock."""
        return {
            (EPOCH + timedelta(seconds=change + ahead, days=shift)).date()
            for change, *both in zip(self.changes, self.ahead, self.ahead[1:], strict=False)
            for ahead in both
            for shift in range(-2, 3)
        }


def _seconds(day: date) -> int:
    return (day - EPOCH.date()).days * DAY


def _offset_of(zone: ZoneInfo) -> Callable[[int], int]:
    at = datetime.fromtimestamp  # asked millions of times

    def look(instant: int) -> int:
        offset = at(instant, zone).utcoffset()
        assert offset is not None
        return offset.days * DAY + offset.seconds

    return look
