"""How long a server asks to be left alone."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=60)
LONGEST_FRESH = timedelta(days=7)
"""Beyond, an answer that may be kept for long is asked for again all the same."""

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s{0,4}=\s{0,4}\"?(\d{1,9})", re.IGNORECASE)


def asked_wait(headers: Mapping[str, str], *, now: datetime) -> timedelta:
    """The longer of what Retry-After and max-age say; nothing where neither does.

    >>> asked_wait({"retry-after": "120"}, now=datetime(2026, 1, 1, tzinfo=UTC))
    datetime.timedelta(seconds=120)
    """
    fresh = _MAX_AGE.search(headers.get("cache-control", ""))
    seconds = int(fresh[1]) if fresh else 0
    return max(
        min(timedelta(seconds=seconds), LONGEST_FRESH),
        _read_retry(headers.get("retry-after", "").strip(), now),
    )


def _read_retry(told: str, now: datetime) -> timedelta:
    if told.isascii() and told.isdigit():
        return timedelta(seconds=min(int(told[:9]), int(LONGEST.total_seconds())))
    try:
        moment = parsedate_to_datetime(told)
        wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    except (ValueError, TypeError, IndexError, OverflowError):
        return timedelta(0)
    return min(max(wait, timedelta(0)), LONGEST)
