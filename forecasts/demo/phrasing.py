"""Fills the slots of the story's texts: days and months counted from the post, and words dealt."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from forecasts.demo.draws import Deck

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_CALENDAR_SLOT = re.compile(r"\{(?P<unit>month|day)(?P<offset>[+-]\d{1,3})\}")
_WORD_SLOT = re.compile(r"\{(?P<word>[a-z]{1,20})\}")

_WRAP = re.compile(r"(?<!\n)\n(?!\n|[*-] |\d{1,2}\. )")
_ARTICLE_BEFORE_EIGHT = re.compile(r"(?<=\b[Aa]) (?=8\d%)")


def unwrap(text: str) -> str:
    r"""The text with each paragraph and each item of a list on one line.

    >>> unwrap("It was\nlate.\n\n- One\n- Two,\nthree")
    'It was late.\n\n- One\n- Two, three\n'
    """
    return _WRAP.sub(" ", text.strip()) + "\n"


def fill_calendar(text: str, published: date) -> str:
    """The text with the names of months and days that lie so far from its day.

    >>> fill_calendar("by the end of {month+3}, after {day-4}", date(2025, 11, 2))
    'by the end of February, after 29 October'
    """
    return _CALENDAR_SLOT.sub(lambda match: _name(match, published), text)


def _name(match: re.Match[str], published: date) -> str:
    offset = int(match["offset"])
    if match["unit"] == "month":
        return MONTHS[(published.month - 1 + offset) % len(MONTHS)]
    day = published + timedelta(days=offset)
    return f"{day.day} {MONTHS[day.month - 1]}"


def fill_words(text: str, decks: Mapping[str, Deck]) -> str:
    """The text with each slot filled by the next card of its deck, and "an" before an eighty."""
    filled = _WORD_SLOT.sub(lambda match: decks[match["word"]].deal(), text)
    return _ARTICLE_BEFORE_EIGHT.sub("n ", filled)
