"""Cells of a table for spreadsheets, which take a text for a formula by how it begins (rule E7).

A text that begins with one of `ACTIVE`, or with an apostrophe, gets an apostrophe in front, and
nothing else is changed: whoever reads the file takes one apostrophe away from each text that
begins with one, and has the text as it was. Numbers stay numbers.
"""

from collections.abc import Sequence

_FULL_WIDTH = "\uff1d\uff0b\uff0d\uff20\uff5c\uff05"
_OTHER_SIGNS = "\u2212\ufe62\ufe63\ufe66\ufe6b"

ACTIVE = frozenset("=+-@|%\t\r\n\v\f\0" + _FULL_WIDTH + _OTHER_SIGNS)
"""What may begin a formula or a command: ASCII, full-width and small forms, and white space."""

APOSTROPHE = "'"
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00ad\u200e\u200f"

Cell = str | int | float | None


def defuse(text: str) -> str:
    """The text as a cell that no spreadsheet runs.

    >>> defuse("=1+1"), defuse("'tis"), defuse("It rains")
    ("'=1+1", "''tis", 'It rains')
    """
    visible = text.lstrip(_INVISIBLE + " \u00a0\u3000")
    dangerous = text[:1] == APOSTROPHE or visible[:1] in ACTIVE or visible[:1] == APOSTROPHE
    return APOSTROPHE + text if text and visible and dangerous else text


def undo(cell: str) -> str:
    """The text that a cell was made from.

    >>> undo("'=1+1"), undo("''tis"), undo("It rains")
    ('=1+1', "'tis", 'It rains')
    """
    return cell.removeprefix(APOSTROPHE)


def write_row(cells: Sequence[Cell]) -> str:
    r"""One line of the file: texts in quotes and defused, numbers bare, nothing where it is None.

    >>> write_row(["=1", 'a "b" c', -2, 0.5, None])
    '"\'=1","a ""b"" c",-2,0.5,\r\n'
    """
    return ",".join(map(_written, cells)) + "\r\n"


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return '"' + defuse(cell).replace('"', '""') + '"'
    return repr(cell)
