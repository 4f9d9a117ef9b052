"""Where sentences begin and end in a paragraph that has no markup any more."""

import re
from collections.abc import Iterator

LONGEST_SENTENCE = 2_000
"""Longer ones are cut here, so that no rule ever works on a whole book."""

_ALWAYS_FOLLOWED = re.compile(
    r"mr|mrs|ms|dr|prof|st|gen|sen|rep|gov|pres|capt|col|lt|sgt|rev|hon|no|fig|vs|e\.g|i\.e"
)
_ABBREVIATION = re.compile(
    r"sr|jr|messrs|mt|ft|nos|vol|figs|eq|sec|ch|pp|ed|eds|cf|v|al|inc|ltd|co|corp|dept|est"
    r"|approx|etc"
    r"|a\.m|p\.m|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|mon|tue"
    r"|tues|wed|thu|thur|thurs|fri|sat|sun|ave|blvd|rd"
)
_COUNTRY = re.compile(r"u\.s|u\.s\.a|u\.k|u\.n|e\.u|d\.c|l\.a|n\.y")
_STOP = re.compile(
    r"[.!?…:](?:(?<!:)[.!?…]{0,5}(?P<close>[\"')\]]{0,3})(?=\s|$)"
    r"|(?<=[\w)\"']:)\s?~?\d{1,3}(?:\.\d{1,3})?\s?%(?P<number>)(?=\s{1,3}[\"'(]?[A-Z]))"
)
"""A full stop or the like, or a number that ends an item as in "It will rain: 20% I like it".

It begins with a class of characters, so that all others are passed over at once.
"""
_WORD_BEFORE = re.compile(r"[\w.]{1,15}$")
_OPENS_SURELY = re.compile(
    r"\s+[\"'(\[]{0,2}(?:The|This|That|These|Those|There|It|Its|He|She|They|We|I|You|But|And|So|If"
    r"|In|On"
    r"|At|As|For|By|My|Our|Your|His|Her|What|When|While|With|Not|No|Now|Yes|Also|However|Even|Some"
    r"|All|After"
    r"|Before|Because|To|Will|A|An|One|Who|How|Why|Where|Then|Or|Of|From)\b"
)
_OPENS_SENTENCE = re.compile(r"\s+[\"'(\[]{0,2}(?:[A-Z0-9$€£]|[^\x00-\x7f])")


def split_sentences(text: str) -> Iterator[tuple[int, int]]:
    """The offsets of each sentence of one paragraph, without the space between them.

    >>> text = "Mr. Smith paid 3.5 p.m. He left. Will he, e.g., come back? No"
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['Mr. Smith paid 3.5 p.m.', 'He left.', 'Will he, e.g., come back?', 'No']
    """
    start = 0
    for match in _STOP.finditer(text):
        if _ends_a_sentence(text, match):
            yield from _trimmed(text, start, match.end())
            start = match.end()
    yield from _trimmed(text, start, len(text))


def _ends_a_sentence(text: str, match: re.Match[str]) -> bool:
    if match.end() == len(text) or match["number"] is not None:
        return True
    opens = _OPENS_SENTENCE.match(text, match.end())
    stop = text[match.start() : match.start("close")]
    if stop != ".":
        return bool(opens) or "?" in stop
    word = _WORD_BEFORE.search(text, max(0, match.start() - 15), match.start())
    last = word[0].lower().lstrip(".") if word else ""
    if _ALWAYS_FOLLOWED.fullmatch(last) or (len(last) == 1 and last.isalpha() and last not in "ai"):
        return False
    if _COUNTRY.fullmatch(last):
        return bool(_OPENS_SURELY.match(text, match.end()))
    if _ABBREVIATION.fullmatch(last):
        return bool(opens) and not text[match.end() : match.end() + 5].lstrip()[:1].isdigit()
    return bool(opens) or _starts_lower_case_name(text, match.end())


def _starts_lower_case_name(text: str, position: int) -> bool:
    """Whether a name such as "iPad" opens the next sentence."""
    following = text[position : position + 4].lstrip()
    return len(following) > 1 and following[0].islower() and following[1].isupper()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start, start + LONGEST_SENTENCE)
        cut = cut if cut > start else start + LONGEST_SENTENCE
        yield start, cut
        start = cut + 1 if text[cut] == " " else cut
    if start < end:
        yield start, end
