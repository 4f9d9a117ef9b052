"""The only idea of "now". An edge makes a clock and hands the time down."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Called without arguments, gives an aware moment in UTC."""


def system_clock() -> datetime:
    """The present moment, aware and in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - this is the clock that the edges hand down
