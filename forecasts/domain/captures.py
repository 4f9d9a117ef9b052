"""Compares what was captured with what stands there now."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_COMPARED = 4_000_000
"""Paragraphs of one text times those of the other; beyond, they are not laid side by side."""

MOST_LOOKED_FOR = 200
SHORTEST_LOOKED_FOR = 4
"""Words of a paragraph that is looked for elsewhere; a shorter one may stand anywhere."""

_WORDS = re.compile(r"\w{1,200}")
_LINK = re.compile(r"\]\([^()\s]{0,2000}\)")


class Fate(StrEnum):
    """What became of a paragraph."""

    KEPT = "kept"
    TAKEN_OUT = "taken out"
    PUT_IN = "put in"


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph with what became of it."""

    fate: Fate
    text: str


def compare_captures(before: str, after: str) -> list[Change] | None:
    r"""What became of each paragraph, in the order of reading; None where both are too long.

    >>> [(each.fate.value, each.text) for each in compare_captures("a\n\nb", "a\n\nc")]
    [('kept', 'a'), ('taken out', 'b'), ('put in', 'c')]
    """
    old, new = _paragraphs(before), _paragraphs(after)
    if len(old) * len(new) > MOST_COMPARED:
        return None
    return list(_changes(old, new))


def _changes(old: list[str], new: list[str]) -> Iterator[Change]:
    for kind, begin, end, begins, ends in SequenceMatcher(None, old, new, False).get_opcodes():  # noqa: FBT003 - no junk
        if kind == "equal":
            yield from (Change(Fate.KEPT, text) for text in old[begin:end])
        else:
            yield from (Change(Fate.TAKEN_OUT, text) for text in old[begin:end])
            yield from (Change(Fate.PUT_IN, text) for text in new[begins:ends])


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def count_missing(text: str, page: str) -> tuple[int, int]:
    r"""How many paragraphs of a text no longer stand on a page, and how many were looked for.

    Only words count, so that marks, links and line breaks may differ.

    >>> count_missing("It will *rain* all day.\nIt will snow all night.", "IT WILL RAIN all day!")
    (1, 2)
    """
    there = f" {_words(page)} "
    told = (_words(_LINK.sub("] ", line)) for line in _paragraphs(text))
    wanted = [words for words in told if words.count(" ") + 1 >= SHORTEST_LOOKED_FOR]
    looked_for = wanted[:MOST_LOOKED_FOR]
    return sum(f" {words} " not in there for words in looked_for), len(looked_for)


def _words(text: str) -> str:
    return " ".join(_WORDS.findall(text.lower()))
