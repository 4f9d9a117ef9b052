"""Sees a clock that was put forward, by a second one that nobody can set."""

from collections.abc import Callable
from datetime import datetime, timedelta


class Watch:
    """Compares the clock that tells the time with one that only counts seconds."""

    def __init__(self, count_seconds: Callable[[], float]) -> None:
        """Start with nothing to compare."""
        self._count = count_seconds
        self._last: tuple[datetime, float] | None = None

    def jump(self, now: datetime) -> timedelta:
        """How far the clock went forward since the last look beyond the time that passed.

        A machine that slept looks the same: its seconds were not counted. The first look sees no
        jump; a clock that was put back gives a negative one.
        """
        counted = self._count()
        last, self._last = self._last, (now, counted)
        if last is None:
            return timedelta(0)
        return now - last[0] - timedelta(seconds=counted - last[1])
