"""The words right before a period, read backwards: leads such as "by", parts such as "early in"."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from forecasts.extraction.dates.narrowing import narrowing_before
from forecasts.extraction.dates.periods import Period

_LOOK_BACK = 60
"""Characters before a period in which its part or lead must begin."""

_LONGEST = 4
"""Words of the longest lead or part."""


class Lead(StrEnum):
    """What a word before a period does to it."""

    IN = "in"
    BY = "by"
    BEFORE = "before"
    UNTIL = "until"
    NOT_UNTIL = "not until"
    AFTER = "after"
    FROM = "from"
    PAST = "last"
    EVERY = "every"


class Part(StrEnum):
    """Which part of a period is meant."""

    WHOLE = "whole"
    START = "the start of"
    EARLY = "the early part of"
    MID = "the middle of"
    LATE = "the late part of"
    END = "the end of"
    PIECE = "a piece of"
    REST = "the rest of"


@dataclass(frozen=True, slots=True)
class Words:
    """Words found before a period: where they begin, and what they make of it."""

    start: int
    lead: Lead | None = None
    part: Part = Part.WHOLE
    narrow: Callable[[Period], Period] | None = None


Meaning = TypeVar("Meaning")


def _table(rows: Iterable[tuple[Meaning, str]]) -> dict[str, Meaning]:
    """What each phrase means; a row holds its phrases between commas."""
    return {phrase.strip(): meaning for meaning, row in rows for phrase in row.split(",")}


_UNITS = ("days", "weeks", "months", "years", "part", "stages")
_EARLY_ON = ("early", "first", "opening", "first few", "opening few", "initial")
_LATE_ON = ("late", "later", "latter", "last", "final", "closing", "dying", "last few", "final few")

PARTS: dict[str, Part] = {
    **_table(
        (
            (Part.END, "end, end of, tail end of, back end of, close of, conclusion of"),
            (Part.START, "start of, beginning of, outset of, dawn of, opening of, turn of"),
            (Part.MID, "mid, middle of, midpoint of, middle part of, midway through, midway into"),
            (Part.MID, "halfway through, halfway into, half way through, middle months of"),
            (Part.EARLY, "early, early in, early on in, early into"),
            (Part.LATE, "late, late in, late on in, later, later in, later on in, latter"),
            (Part.REST, "rest of, remainder of, balance of, course of, whole of, all of"),
            (Part.REST, "entirety of, dead of, depths of, height of, heart of, some quarter in"),
            (Part.REST, "some month in, some week in, some day in"),
            (Part.REST, "some quarter of, some month of, some week of, some day of"),
        )
    ),
    **{f"{when} {unit} of": Part.EARLY for when in _EARLY_ON for unit in _UNITS},
    **{f"{when} {unit} of": Part.LATE for when in _LATE_ON for unit in _UNITS},
}
"""What each phrase before a period picks of it; hyphens count as spaces."""

LEADS: dict[str, Lead] = _table(
    (
        (Lead.BY, "by, come, as of, no later than, not later than, on or before, in or before"),
        (Lead.BY, "by or before, at or before, before or on, before or by, latest by"),
        (Lead.BY, "by at the latest, by the time, by the time that, as late as"),
        (Lead.NOT_UNTIL, "not before, not until, not till, not any sooner than"),
        (Lead.FROM, "no earlier than, not earlier than, no sooner than, not sooner than"),
        (Lead.FROM, "as early as, as soon as, from, starting, starting in, starting on"),
        (Lead.FROM, "beginning, beginning in, beginning on, effective, effective from"),
        (Lead.BEFORE, "before, prior to, ahead of, earlier than, sooner than, pre"),
        (Lead.BEFORE, "in advance of"),
        (Lead.UNTIL, "until, till, til, up to, up until, up till"),
        (Lead.AFTER, "after, since, beyond, past, following, post, than, than in"),
        (Lead.AFTER, "compared to, compared with, relative to, versus, back to"),
        (Lead.PAST, "last, past, previous, earlier, earlier in, back in, as far back as"),
        (Lead.EVERY, "every, each, most"),
        (Lead.IN, "in, during, on, at, over, within, inside, around, about, throughout"),
        (Lead.IN, "through, across, into, for, between, circa, to, through to, out to"),
        (Lead.IN, "survive, see out, outlast, outlive"),
        (Lead.IN, "up to and including, until and including, between now and, from now to"),
        (Lead.IN, "from now through, now through"),
        (Lead.UNTIL, "from now until, from now till, now until"),
    )
)
"""What each phrase before a period, or before a part of it, makes of its days."""

_FILLERS = _table(
    (
        (True, "sometime, some time, at some point, some point, any time, anytime, maybe, perhaps"),
        (True, "possibly, probably, likely, about, around, approximately, roughly, circa"),
        (True, "at least, some day, noon, midnight, at the latest, at the very latest"),
        (True, "or around, or about, close of business, end of business, end of day"),
        (True, "close of play, cob, eob, eod"),
    )
)
"""Words around a lead that change nothing."""

_CLOCK = re.compile(r"\d{1,2}(?::\d\d|(?::\d\d)?[ap]\.?m\.?)|[ap]\.?m\.?", re.IGNORECASE)
_ARTICLES = frozenset({"the", "very", "its", "their", "quite", "really", "fairly", "pretty"})
_JOINTS = frozenset({"to", "or", "and"})
_MODALS = frozenset({"will", "to", "would", "could", "may", "might", "can", "must", "should"})
_SPACES = str.maketrans(dict.fromkeys('\t\n\r\f\v\xa0-/(["\u201c\u2014', " "))
_WORD = re.compile(r"\S+")


class _Backwards:
    """The words before a place in a text, taken from the last to the first."""

    def __init__(self, text: str, place: int) -> None:
        window = max(0, place - _LOOK_BACK)
        tail = text[window:place].lower().translate(_SPACES)
        found = [(window + match.start(), match[0]) for match in _WORD.finditer(tail)]
        if window and found and found[0][0] == window:
            del found[0]  # the window cuts it in half
        self._found = found if tail.endswith(" ") else []
        self.place = place

    def last(self, count: int = 1) -> str:
        """The last words that are not yet taken."""
        return " ".join(word.rstrip(",'") for _, word in self._found[-count:])

    def take(self, count: int = 1) -> None:
        """Take the last words, so that the place is before them."""
        self.place = self._found[-count][0]
        del self._found[-count:]

    def take_phrase(self, table: dict[str, Meaning]) -> Meaning | None:
        """Take the longest phrase of a table that stands here; what it means."""
        for count in range(min(_LONGEST, len(self._found)), 0, -1):
            phrase = " ".join(word for _, word in self._found[-count:])
            if phrase in table:
                self.take(count)
                return table[phrase]
        return None

    def take_filler(self) -> bool:
        """Take words that change nothing, such as "sometime"; whether there were some."""
        for count in range(min(_LONGEST, len(self._found)), 0, -1):
            words = self.last(count)
            if words in _FILLERS or (count == 1 and _CLOCK.fullmatch(words)):
                self.take(count)
                return True
        return False


def words_before(text: str, start: int) -> Words:
    """The part and the lead that stand right before a period that begins at ``start``.

    >>> found = words_before("It ends before the end of this year", 26)
    >>> found.lead.value, found.part.value, found.start
    ('before', 'the end of', 8)
    """
    narrowing = narrowing_before(text, start)
    words = _Backwards(text, narrowing.start if narrowing else start)
    part = Part.PIECE if narrowing else _take_part(words)
    lead = _take_lead(words)
    if lead is Lead.PAST and text.startswith("the ", start):
        lead = Lead.IN  # "it won't last the year"
    return Words(words.place, lead, part, narrowing.narrow if narrowing else None)


def _take_part(words: _Backwards) -> Part:
    """The part; of "mid to late" it is the later one."""
    part = words.take_phrase(PARTS)
    if part is None:
        return Part.WHOLE
    if words.last() in _JOINTS and words.last(2).split()[0] in PARTS:
        words.take(2)
    elif words.last() in ("early", "mid"):
        words.take()
    while words.last() in _ARTICLES:
        words.take()
    return part


def _take_lead(words: _Backwards) -> Lead | None:
    """The lead; one that says nothing by itself gives way to one before it: "by about"."""
    lead: Lead | None = None
    while lead in (None, Lead.IN):
        found = words.take_phrase(LEADS)
        if found is Lead.BY and words.last() in _MODALS:
            return Lead.IN  # "will come next year"
        if found is None and not words.take_filler():
            break
        lead = found or lead
    if lead is Lead.BY and words.last() == "by":
        words.take()
    return lead
