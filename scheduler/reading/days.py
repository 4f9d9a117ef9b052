"""Reads when something was published, as feeds, pages and mails write it."""

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from forecasts.domain.deadlines import FIRST_DAY

_IN_AN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?=[/._-]|$)")
_LONGEST = 60


def read_moment(told: str | None) -> datetime | date | None:
    """The instant, or the day where no more is told; None where it is neither.

    >>> read_moment("Thu, 26 Oct 2017 23:30:00 +0200").isoformat()
    '2017-10-26T23:30:00+02:00'
    >>> read_moment("2017-10-26"), read_moment("soon")
    (datetime.date(2017, 10, 26), None)
    """
    text = (told or "").strip()[:_LONGEST]
    for read in (date.fromisoformat, datetime.fromisoformat, _read_mail_date):
        try:
            found = read(text)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
        return found if _is_sensible(found) else None
    return None


def day_of(found: datetime | date | None) -> date | None:
    """The day by the calendar in which it was told."""
    return found.date() if isinstance(found, datetime) else found


def instant_of(found: datetime | date | None) -> datetime | None:
    """The instant, where it was told with its distance from UTC."""
    if not isinstance(found, datetime) or found.tzinfo is None:
        return None
    try:
        return found.astimezone(UTC)
    except OverflowError:
        return None


def day_in_address(address: str) -> date | None:
    """The day in an address such as /2017/10/26/name.

    >>> day_in_address("https://blog.example/2017/10/26/iraq.html")
    datetime.date(2017, 10, 26)
    """
    found = _IN_AN_ADDRESS.search(address)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _read_mail_date(text: str) -> datetime:
    return parsedate_to_datetime(text)


def _is_sensible(found: datetime | date) -> bool:
    return (found.date() if isinstance(found, datetime) else found) >= FIRST_DAY
