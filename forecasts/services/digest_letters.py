"""How a digest reads: plain text, one forecast a paragraph, each with its whole address.

Whatever somebody wrote stands in one line of its own and holds nothing but what can be read.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from forecasts.domain.digests import Rhythm
from forecasts.domain.mails import clean_line

WIDTH = 72
LONGEST_CLAIM = 300
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Entry:
    """One forecast of a digest.

    Attributes:
        claim: its words, as somebody wrote them.
        facts: what is to be known of it, in words.
        path: its page.
    """

    claim: str
    facts: str
    path: str


@dataclass(frozen=True, slots=True)
class Part:
    """What is alike in a digest.

    Attributes:
        told: what the subject says of it, after the number, such as "overdue".
        heading: what stands above it.
        total: how many there are.
        entries: the first of them.
        path: where all of them are.
    """

    told: str
    heading: str
    total: int
    entries: Sequence[Entry]
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around a digest.

    Attributes:
        site: what each of our addresses begins with.
        day: the day on which it is sent.
        rhythm: how often it comes.
        stop_address: where it is ended.
    """

    site: str
    day: date
    rhythm: Rhythm
    stop_address: str


def write_day(day: date) -> str:
    """The day as people read it.

    >>> write_day(date(2017, 12, 31))
    '31 Dec 2017'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def write_distance(moment: datetime, now: datetime) -> str:
    """How many days a moment lies from now.

    >>> noon = datetime(2026, 11, 22, 12)
    >>> write_distance(datetime(2026, 11, 20, 12), noon)
    '2 days ago'
    >>> write_distance(datetime(2026, 11, 23, 11), noon), write_distance(noon, noon)
    ('in less than a day', 'less than a day ago')
    """
    days = int(abs(moment - now).total_seconds() // 86_400)
    words = {0: "less than a day", 1: "1 day"}.get(days, f"{days} days")
    return f"in {words}" if moment > now else f"{words} ago"


def write_subject(parts: Sequence[Part]) -> str:
    """What it is about, the most urgent first.

    >>> one = Part("overdue", "", 3, (), ""), Part("of yours decided", "", 1, (), "")
    >>> write_subject(one)
    'Forecasts: 3 overdue, 1 of yours decided'
    """
    return "Forecasts: " + ", ".join(f"{part.total} {part.told}" for part in parts)


def write_body(parts: Sequence[Part], frame: Frame) -> str:
    """The whole text of the mail."""
    weekday = _DAYS[frame.day.weekday()]
    lines = [f"Forecast ledger, {weekday} {write_day(frame.day)}", ""]
    for part in parts:
        lines.extend(_write_part(part, frame.site))
    lines.extend(_write_foot(frame))
    return "\n".join(lines) + "\n"


def _write_part(part: Part, site: str) -> Iterator[str]:
    heading = f"{part.heading} ({part.total})"
    yield from ("", heading, "-" * len(heading), "")
    for entry in part.entries:
        yield from (*_wrap(entry.claim), f"  {entry.facts}", f"  {site}{entry.path}", "")
    left = part.total - len(part.entries)
    if left > 0:
        yield from (f"  And {left} more: {site}{part.path}", "")


def _wrap(claim: str) -> list[str]:
    """The claim in lines of a readable length; a word that is longer than a line is left whole."""
    plain = textwrap.shorten(clean_line(claim), LONGEST_CLAIM, placeholder=" …") or "(no words)"
    return textwrap.wrap(
        plain,
        WIDTH,
        initial_indent="  ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _write_foot(frame: Frame) -> Iterator[str]:
    often = "a day" if frame.rhythm is Rhythm.DAILY else "a week"
    yield from (
        "",
        "-- ",  # where a mail program begins the signature
        f"At most one such mail {often}, and none where there is nothing to tell.",
        f"More or fewer of them: {frame.site}/account",
        "None any more, without signing in:",
        frame.stop_address,
    )
