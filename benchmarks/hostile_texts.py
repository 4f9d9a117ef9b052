"""Posts made to hurt: each from its number alone, so that a bad one can be made again."""

import random
from dataclasses import dataclass
from datetime import date

from forecasts.extraction import TextFormat
from forecasts.extraction.pages import (
    DEEPEST,
    MOST_CHARACTERS,
    MOST_TAGS,
    MOST_TAGS_READ_TWICE,
    MOST_WORK,
)

LONGEST_POST = 2_000
"""Bytes of a generated post."""

MOTIFS = {
    "digits": "8",
    "one letter": "a",
    "percent signs": "%",
    "percentages": "5% 10-20% ",
    "quotes": "\"'“”",
    "open brackets": "[(",
    "images never closed": "![a](",
    "links": "[a](b) ",
    "stars": "*_ **a",
    "bullets": "- will\n",
    "headings": "# 2019\n\nrain\n\n",
    "bold lines": "**2019:**\n",
    "numbered items": "1. It rains by May.\n",
    "quotation marks of mail": "> > it will\n",
    "tags never closed": "<a ",
    "block tags": "<li>it will ",
    "comments never closed": "<!-- ",
    "entities": "&emsp;&#46;",
    "by by": "by ",
    "will will": "will ",
    "months": "May March ",
    "ranges of months": "from May to June to ",
    "years": "by 2020 ",
    "before the end of the": "before the end of the ",
    "hyphens and dots": "1-2-3-4 .-. ",
    "stops": "... ",
    "thousands": "1,000,000,000 ",
    "roman numerals": "MCMXC IV ",
    "abbreviations": "U.S. e.g. Mr. p.m. ",
    "conjunctions": "and or but if unless ",
    "odds": "3 to 1 chance of 1 in 4 ",
    "I think that": "I think that ",
    "combining marks": "e\u0301\u0323",
    "from right to left": "\u202e\u0639\u0627\u0645 \u0662\u0660\u0662\u0660 ",
    "zero width": "b\u200by\u200d\ufeff ",
    "emoji": "👩‍🚀✅ ",
    "blanks": " \t\u00a0\u3000",
    "blank lines": "\n \n\u3000\n",
    "full lines": "so wide is this line that it may well have been broken where of the\n",
    "sentences": "It will rain by May 2020, I am 80% sure. ",
}
"""What hostile posts are made of, each meant to be repeated."""

WORDS = "It will rain by May 2019, I think, and more words go here. "

PAGES = {
    "cells of one row": ("<table><tr>", "<td>x{words}"),
    "rows": ("<table>", "<tr><td>x{words}"),
    "tables": ("", "<table><tr><td>x{words}</td></tr></table>"),
    "tables in tables": ("", "<table><tr><td>" * 30 + "x{words}" + "</td></tr></table>" * 30),
    "line breaks": ("<p>", "x{words}<br>"),
    "paragraphs": ("", "<p>x{words}"),
    "paragraphs called comments": ("", '<p class="comment-1">x{words}'),
    "boxes called comments": ("", '<div class="comments">x{words}</div>'),
    "articles": ("", "<article><p>x{words}</article>"),
    "as deep as may be": ("", "<div><p>" * (DEEPEST - 9) + "x{words}" + "</div>" * (DEEPEST - 9)),
    "spans as deep as may be": (
        "",
        "<span>" * (DEEPEST - 9) + "x{words}" + "</span>" * (DEEPEST - 9),
    ),
    "empty boxes with words behind": ("", "<div></div>{words}"),
    "letters never closed": ("", "<p><b><i>x{words}"),
    "closed and never opened": ("", "</div></p></b>x{words}"),
    "items": ("<ul>", "<li>x{words}"),
    "lists in lists": ("", "<ul><li>" * 40 + "x{words}" + "</ul>" * 40),
    "terms": ("<dl>", "<dt>x<dd>y{words}"),
    "headings": ("", "<h2>x{words}</h2>"),
    "quotations": ("", "<blockquote>x{words}</blockquote>"),
    "code": ("<p>", "<code>x{words}</code>"),
    "pictures": ("<p>", "<img src=x>{words}"),
    "links": ("", "<p><a href=x>x{words}</a>"),
    "forms": ("", "<form><input><select><option>x</select>{words}</form>"),
    "drawings with words behind": ("", "<svg><path></svg>x{words}"),
    "buttons with words behind": ("<p>", "<button>x</button>{words}"),
    "times with words behind": ("", "<time>x</time>{words}"),
    "entities": ("", "<p>&amp;&lt;&#65;&nbsp;{words}"),
    "attributes": ("", "<p" + " id='a' class=b style='c' x=y" * 9 + ">x{words}"),
    "attributes without an end": ("", '<p class="x{words}'),
    "comments": ("", "<p><!-- <p>x --{words}"),
    "declarations": ("", "<![CDATA[x]]><p>{words}"),
}
"""What hostile pages are made of: how one begins, and what comes again and again."""

_SENTENCES = (
    "I am {number}% sure that the toll goes {when}.",
    "My guess is that it will snow {when}, and the lake will freeze {when}",
    "There is a {number} to {number} chance of rain {when}!",
    "- Tolls stay below {number}.{number}%: {number}-{number}%\n",
    "{number}. The bridge won't open {when} ({number}%)\n",
    "## Predictions {when}\n\n",
    "## Predictions for *late* **{number}**\n\n",
    "Here are my predictions for {number}, all of them {when}:\n",
    "<li>It <b>probably</b> rains &mdash; {when}</li>",
    '"Nothing will change {when}," said the mayor of St. {number}. ',
    "If it rains {when}, then I expect snow {when} with a probability of 0.{number}. ",
    "So wide is this line that it may well have been broken where it ends, {when}\n",
    "One in six says it almost certainly rains {when}. ",
    "Grade: wrong, for it didn't happen {when}.\n",
)
_WHEN = (
    "by {month} {number}",
    "before the end of the {unit}",
    "in the next {number} {unit}s",
    "within {number} to {number} {unit}s",
    "on {number}/{number}/{number}",
    "on {number} {month}, {number}",
    "next {unit}",
    "by {weekday} the {number}th",
    "between {month} and {month} {number}",
    "in Q{number} of {number}",
    "by the {number}s",
    "{number} {unit}s from now",
    "before {number}-{number}-{number}",
    "not until {month}",
    "by Easter {number}",
    "at the latest in late {month}",
    "in six to twelve {unit}s",
    "by the third quarter of {number}",
    "next summer or by Christmas",
    "in the twenties",
    "two {unit}s from the first of {month}",
)
_MONTHS = ("May", "Feb.", "Sept", "december", "JUNE", "Janvier")
_UNITS = ("year", "month", "week", "day", "decade", "century", "quarter", "fortnight")
_WEEKDAYS = ("Monday", "Fri", "sunday", "Tues")
_NUMBERS = (0, 1, 2, 7, 12, 29, 30, 31, 50, 99, 100, 366, 999, 2016, 2018, 2020, 9000, 9999, 10**12)
_JOINS = ("", "", " ", " ", "\n", "\n\n", ", ", " and ", "\r\n", "</p><p>", "\u3000", "\n\u3000\n")
_TITLES = (None, "Predictions for 2018", "Grading my predictions", "May 80% predictions by 9999")
_DAYS = (
    date(2017, 10, 26),
    date(2016, 2, 29),
    date(2017, 12, 31),
    date(2018, 1, 1),
    date(1000, 1, 1),
    date(1, 1, 1),
    date(8999, 12, 31),
    date(9999, 12, 31),
)
_DISGUISES: tuple[dict[int, int], ...] = (
    str.maketrans("sSkKi", "\u017f\u017f\u212a\u212a\u0131"),
    str.maketrans("iI -", "\u0130\u0130\u2003\u2011"),
    {ord(digit): 0x660 + int(digit) for digit in "0123456789"},
    {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789ae"},
)
"""Letters that a pattern takes for s, k and i; wide blanks; Arabic digits; wide characters."""


@dataclass(frozen=True, slots=True)
class Post:
    """One generated post, as it would be handed in."""

    raw: str
    text_format: TextFormat
    published: date
    title: str | None


def repeat(motif: str, length: int) -> str:
    """A motif over and over, that many characters long.

    >>> repeat("by ", 7)
    'by by b'
    """
    return (motif * (length // len(motif) + 1))[:length]


def make_pages(name: str) -> list[str]:
    """Whole pages of one kind, with as many tags as are accepted: with few words and with many.

    >>> [len(page) > 50_000 for page in make_pages("rows")]
    [False, True, False, True, True, True]
    """
    return [
        _page(*PAGES[name], tags=most - 50, filled=filled)
        for most in (300, MOST_TAGS_READ_TWICE, MOST_TAGS)
        for filled in (False, True)
    ]


def _page(beginning: str, motif: str, *, tags: int, filled: bool) -> str:
    times = max(1, tags // motif.count("<"))
    opened = times * max(1, motif.count("<") - motif.count("</"))
    most = 9 * min(MOST_WORK // opened, MOST_CHARACTERS - times * len(motif)) // 10
    words = repeat(WORDS, most // times if filled else 1)
    return "<!doctype html><html><body>" + beginning + motif.replace("{words}", words) * times


def make_post(number: int) -> Post:
    """The post of that number; always the same, at most ``LONGEST_POST`` bytes long."""
    chance = random.Random(number)  # noqa: S311 - not for secrets
    length = chance.randint(1, LONGEST_POST)
    pieces: list[str] = []
    while sum(map(len, pieces)) < length:
        pieces += [_piece(chance), chance.choice(_JOINS)]
    raw = _disguised("".join(pieces), chance).encode()[:length].decode(errors="ignore")
    return Post(
        raw=raw,
        text_format=chance.choice(tuple(TextFormat)),
        published=chance.choice(_DAYS),
        title=chance.choice(_TITLES),
    )


def _piece(chance: random.Random) -> str:
    """A run of one motif, or the greater part of something that reads like a sentence."""
    if chance.random() < 0.4:  # noqa: PLR2004 - more sentences than motifs
        return repeat(chance.choice(tuple(MOTIFS.values())), int(chance.expovariate(1 / 60)) + 1)
    words = _filled(chance.choice(_SENTENCES), chance)
    cut = chance.randrange(2 * len(words))
    return words if cut >= len(words) else words[: cut + 1] if cut % 2 else words[cut:]


def _filled(pattern: str, chance: random.Random) -> str:
    """A pattern with a new choice at each of its gaps.

    >>> _filled("no gap", random.Random(1))
    'no gap'
    """
    choices = {"when": _WHEN, "month": _MONTHS, "unit": _UNITS, "weekday": _WEEKDAYS}
    for name, words in choices.items():
        while f"{{{name}}}" in pattern:
            pattern = pattern.replace(f"{{{name}}}", chance.choice(words), 1)
    while "{number}" in pattern:
        pattern = pattern.replace("{number}", str(chance.choice(_NUMBERS)), 1)
    return pattern


def _disguised(text: str, chance: random.Random) -> str:
    """Sometimes with letters that only look alike, or with an unseen character in a word."""
    if chance.random() < 0.1:  # noqa: PLR2004 - most posts keep their words
        text = text.translate(chance.choice(_DISGUISES))
    if chance.random() < 0.1:  # noqa: PLR2004 - the same
        place = chance.randrange(len(text))
        text = text[:place] + chance.choice("\u200b\u0301\u202e\x0c\x1c\u2028\t") + text[place:]
    return text.upper() if chance.random() < 0.05 else text  # noqa: PLR2004 - the same
