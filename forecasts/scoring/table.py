"""Forecasts with outcomes as a comma-separated table, read with care."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, Protocol

from forecasts.domain.errors import InvalidInputError

REQUIRED = ("probability", "outcome")
OPTIONAL = ("question", "author")

MOST_CHARACTERS = 100_000_000
"""A longer table is refused; about five million forecasts."""

MOST_COLUMNS = 100
FINEST_PLACES = 400
"""A probability with more decimals is refused; no floating-point number needs as many."""

_LONGEST_QUOTED = 40
_NUMBER = re.compile(
    r"[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,3})?", re.ASCII
)


class Row(NamedTuple):
    """One forecast and what became of it.

    Attributes:
        probability: as stated, to the last digit.
        outcome: 1 for yes, 0 for no.
        question: rows of one question go together; None where the table has no such column.
        author: who stated it; None where the table has no such column.
    """

    probability: Decimal
    outcome: int
    question: str | None = None
    author: str | None = None


def read_csv(text: str) -> list[Row]:
    r"""The rows of a table with a header line; columns in any order, others are passed over.

    Raises:
        InvalidInputError: no such table, with the line and the column at fault. Also when it is
            longer than ``MOST_CHARACTERS``.

    >>> read_csv("probability,outcome\n0.85,1")
    [Row(probability=Decimal('0.85'), outcome=1, question=None, author=None)]
    """
    if len(text) > MOST_CHARACTERS:
        raise InvalidInputError(f"The table is longer than {MOST_CHARACTERS:,} characters.")
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        return list(_rows(lines))
    except csv.Error as error:
        raise InvalidInputError(f"Line {lines.line_num}: {error}.") from None


class _Lines(Protocol):
    """What ``csv.reader`` returns, as far as it is used here."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...


def _rows(lines: _Lines) -> Iterator[Row]:
    header = next((cells for cells in lines if cells), None)
    if header is None:
        raise InvalidInputError("The table is empty: it needs a header line and forecasts below.")
    places = _places(header)
    found = False
    for cells in lines:
        if cells:
            yield _row(cells, places, width=len(header), line=lines.line_num)
            found = True
    if not found:
        raise InvalidInputError("The table has a header line and no forecasts below it.")


def _places(header: list[str]) -> dict[str, int]:
    """Where each column that we know stands."""
    if len(header) > MOST_COLUMNS:
        raise InvalidInputError(f"Line 1: more than {MOST_COLUMNS} columns.")
    names = [name.strip().lower() for name in header]
    for name in (*REQUIRED, *OPTIONAL):
        if names.count(name) > 1:
            raise InvalidInputError(
                f"Line 1: column {name!r} stands twice.", {name: "keep one of them"}
            )
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        listed = " and ".join(repr(name) for name in missing)
        raise InvalidInputError(
            f"Line 1: column {listed} is missing.", dict.fromkeys(missing, "add this column")
        )
    return {name: names.index(name) for name in (*REQUIRED, *OPTIONAL) if name in names}


def _row(cells: list[str], places: Mapping[str, int], *, width: int, line: int) -> Row:
    if len(cells) != width:
        raise InvalidInputError(f"Line {line}: {len(cells)} cells where the header has {width}.")
    named = {name: cells[place].strip() for name, place in places.items()}
    try:
        probability = _probability(named["probability"])
    except ValueError as error:
        raise _fault(line, "probability", str(error)) from None
    try:
        outcome = _outcome(named["outcome"])
    except ValueError as error:
        raise _fault(line, "outcome", str(error)) from None
    return Row(probability, outcome, named.get("question"), named.get("author"))


def _fault(line: int, column: str, what: str) -> InvalidInputError:
    return InvalidInputError(f"Line {line}, column {column!r}: {what}.", {column: what})


@lru_cache(maxsize=65_536)
def _probability(text: str) -> Decimal:
    """The number, exactly as it stands."""
    number = _number(text)
    if not 0 <= number <= 1:
        raise ValueError(f"{_shown(text)} is not between 0 and 1")
    if -int(number.as_tuple().exponent) > FINEST_PLACES:
        raise ValueError(f"{_shown(text)} has more than {FINEST_PLACES} decimals")
    return number


@lru_cache(maxsize=256)
def _outcome(text: str) -> int:
    number = _number(text)
    if number not in (0, 1):
        raise ValueError(f"{_shown(text)} is neither 0 nor 1")
    return int(number)


def _number(text: str) -> Decimal:
    if not text:
        raise ValueError("nothing stands there")
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{_shown(text)} is not a number")
    return Decimal(text)


def _shown(text: str) -> str:
    """The text in quotes, cut to what fits a message."""
    return repr(text if len(text) <= _LONGEST_QUOTED else text[:_LONGEST_QUOTED] + "…")
