r"""Patterns of many alternatives, written so that they are tried several times as fast.

Python tries the alternatives of ``was|were|had|went`` one after the other at every place of a
text. Grouped by their first letters, as in ``w(?:as|ere|ent)|had``, most are left out at once.
"""

import re
from collections.abc import Iterator

_GROUP = re.compile(r"\((?:\?(?:P<\w+>|P=\w+|<?[=!]|:|\(\w+\)))?")
_ITEM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
_GROUPABLE = re.compile(r"[^\W\d_](?![?*+{])")
_SOURCES: dict[re.Pattern[str], str] = {}


def compile_grouped(source: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """The compiled pattern, with the alternatives of every group parted by their first letters.

    It matches what ``source`` matches at the same places; where two alternatives that begin
    differently match at one place, as only groups can, the order in which they count may change.

    Args:
        source: a pattern that is not verbose.
        flags: as for ``re.compile``.
    """
    pattern = re.compile(group_alternatives(source), flags)
    _SOURCES[pattern] = source
    return pattern


def source_of(pattern: re.Pattern[str]) -> str:
    """The pattern as it was written."""
    return _SOURCES.get(pattern, pattern.pattern)


def group_alternatives(source: str) -> str:
    r"""The pattern with its alternatives parted by their first letters.

    >>> group_alternatives(r"was|were|had|\d (?:may|might|(?<!x)must)")
    'w(?:as|ere)|had|\\d (?:m(?:ay|ight)|(?<!x)must)'
    """
    grouped, end = _read(source, 0)
    return grouped + source[end:]


def _read(source: str, start: int, *, ordered: bool = False) -> tuple[str, int]:
    """What stands from ``start`` up to the end of its group, and where that is."""
    alternatives, place = [""], start
    while place < len(source) and source[place] != ")":
        if source[place] == "|":
            alternatives.append("")
            place += 1
            continue
        piece, place = _read_piece(source, place)
        alternatives[-1] += piece
    return "|".join(alternatives if ordered else _group(alternatives)), place


def _read_piece(source: str, place: int) -> tuple[str, int]:
    if source[place] != "(":
        item = _ITEM.match(source, place)
        return (item[0], item.end()) if item else (source[place], place + 1)
    head = _GROUP.match(source, place)
    opening = head[0] if head else "("
    inner, end = _read(source, place + len(opening), ordered=opening.startswith("(?("))
    return f"{opening}{inner})", end + 1


def _group(alternatives: list[str]) -> Iterator[str]:
    """The alternatives, those with the same first letter put together where the first stands."""
    by_letter: dict[str, list[str]] = {}
    for number, each in enumerate(alternatives):
        key = each[0] if _GROUPABLE.match(each) else f" {number}"
        by_letter.setdefault(key, []).append(each)
    for letter, same in by_letter.items():
        rest = "|".join(each[1:] for each in same)
        yield same[0] if len(same) == 1 else f"{letter}(?:{rest})"
