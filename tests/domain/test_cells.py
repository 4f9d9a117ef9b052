"""T46: cells of a table that no spreadsheet runs, and from which the texts come back whole."""

import csv
import io
import itertools
import random

import pytest

from forecasts.domain import cells
from forecasts.domain.cells import ACTIVE, defuse, undo, write_row

TEXTS = [
    "=1+1", "+1", "-1", "-", "@SUM(A1)", "|calc", "%x", "'", "''", "'=1", "'quoted'",
    "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\ufeff=1", "\u200b=1", "\uff1d1+1", "\uff0b1",
    "\uff0d1", "\uff20x", "\u22121", "\u3000=1", '="a"', 'He said "no"', "a,b;c\td", "two\nlines",
    "two\r\nlines\n=1", "\n", " ", "", "It rains", "85 %", "-5 degrees", "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org","x")', "é=1", "1=1", "日本", "=\u0000", '"', '""', '"=1"',
]  # fmt: skip
"""Cells that somebody thought of."""


def made_up(number: int) -> list[str]:
    """Cells that nobody thought of: a dangerous start, and whatever may follow."""
    chance = random.Random(46)  # noqa: S311 - not for secrets
    letters = [*sorted(ACTIVE), *"'\" ,;\n\r\tab1\ufeff\u200b\u00a0"]
    return ["".join(chance.choices(letters, k=chance.randint(1, 8))) for _ in range(number)]


ALL = [*TEXTS, *made_up(200)]


def read_back(*rows) -> list[list[str]]:
    text = "".join(map(write_row, rows))
    return list(csv.reader(io.StringIO(text, newline="")))


def is_active(cell: str) -> bool:
    """Whether a spreadsheet may take it for a formula, leading white space dropped or not."""
    bare = cell.strip().lstrip("\ufeff\u200b\u200c\u200d\u2060\u00ad\u200e\u200f\u00a0\u3000 ")
    return any(each[:1] in ACTIVE and each.strip() for each in (cell, bare) if each[:1])


def test_no_text_comes_out_as_a_formula():
    rows = read_back(*[[text] for text in ALL])

    assert [cell for (cell,) in rows if is_active(cell)] == []


def test_without_the_apostrophe_many_would(monkeypatch):
    """The twin of the one above: it can fail."""
    monkeypatch.setattr(cells, "defuse", lambda text: text)

    rows = read_back(*[[text] for text in TEXTS])

    assert sum(is_active(cell) for row in rows for cell in row) > 20


def test_every_text_is_as_it_was_once_one_apostrophe_is_taken_away():
    rows = read_back(*[[text, "next"] for text in ALL])

    assert [[undo(cell), mark] for cell, mark in rows] == [[text, "next"] for text in ALL]


def test_no_two_texts_become_the_same_cell():
    assert len({defuse(text) for text in ALL}) == len(set(ALL))


@pytest.mark.parametrize("number", [0, -5, 0.85, -0.25, 1e-06, 1234567890123456])
def test_numbers_stay_numbers(number):
    ((cell,),) = read_back([number])

    assert float(cell) == number
    assert write_row([number]).strip() == repr(number)


def test_what_is_not_there_is_an_empty_cell():
    assert write_row([None, "", None]) == ',"",\r\n'


def test_these_are_two_hundred_cells():
    assert len(ALL) >= 200
    assert all(any(text.startswith(sign) for text in ALL) for sign in itertools.islice(ACTIVE, 30))
