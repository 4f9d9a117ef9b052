"""The table that scores are made from: level -> how many forecasts, how many came true."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Self

from forecasts.domain.probability import ONE


class Cell(NamedTuple):
    """All forecasts stated at one level.

    Attributes:
        level: the probability, in units of one ``scale``-th.
        n: how many forecasts stated it.
        yes: how many of those came true.
    """

    level: int
    n: int
    yes: int


@dataclass(frozen=True, slots=True)
class LevelTable:
    """Exact counts by level; adds and subtracts without drift, whatever the order.

    Attributes:
        cells: ascending by level, none empty.
        scale: what certainty counts; millionths unless the levels are finer than that.

    Raises:
        ValueError: cells out of order, a level beyond 0 to ``scale``, or more yes than forecasts.
    """

    cells: tuple[Cell, ...] = ()
    scale: int = ONE

    def __post_init__(self) -> None:
        """Refuse a table that cannot have been counted."""
        levels = [cell.level for cell in self.cells]
        if any(left >= right for left, right in pairwise(levels)):
            raise ValueError("levels must ascend, each once")
        if levels and not 0 <= levels[0] <= levels[-1] <= self.scale:
            raise ValueError(f"levels lie between 0 and {self.scale}")
        for cell in self.cells:
            if cell.n < 1 or not 0 <= cell.yes <= cell.n:
                raise ValueError(f"{cell} cannot have been counted")

    @classmethod
    def from_pairs(cls, pairs: Iterable[tuple[int, int]], *, scale: int = ONE) -> Self:
        """The table of forecasts given as (level, outcome), outcome 1 or 0.

        >>> LevelTable.from_pairs([(850_000, 1), (300_000, 0), (850_000, 0)]).cells
        (Cell(level=300000, n=1, yes=0), Cell(level=850000, n=2, yes=1))
        """
        return cls.from_tally(Counter(pairs), scale=scale)

    @classmethod
    def from_tally(cls, tally: Counter[tuple[int, int]], *, scale: int = ONE) -> Self:
        """The table of forecasts already counted by (level, outcome)."""
        if any(outcome not in (0, 1) for _, outcome in tally):
            raise ValueError("an outcome is 0 or 1")
        levels = sorted({level for level, _ in tally})
        cells = (
            Cell(level, tally[level, 0] + tally[level, 1], tally[level, 1]) for level in levels
        )
        return cls(tuple(cell for cell in cells if cell.n), scale)

    @property
    def n(self) -> int:
        """How many forecasts."""
        return sum(cell.n for cell in self.cells)

    @property
    def yes(self) -> int:
        """How many came true."""
        return sum(cell.yes for cell in self.cells)

    def __iter__(self) -> Iterator[Cell]:
        """Cells by ascending level."""
        return iter(self.cells)

    def __add__(self, other: Self) -> Self:
        """Both tables in one."""
        return self._combined(other, sign=1)

    def __sub__(self, other: Self) -> Self:
        """What is left without ``other``.

        Raises:
            ValueError: ``other`` is not part of this table, or the scales differ.
        """
        return self._combined(other, sign=-1)

    def _combined(self, other: Self, *, sign: int) -> Self:
        if self.scale != other.scale:
            raise ValueError(f"a table in {self.scale} parts cannot meet one in {other.scale}")
        counts = {cell.level: (cell.n, cell.yes) for cell in self.cells}
        for level, n, yes in other.cells:
            had_n, had_yes = counts.get(level, (0, 0))
            counts[level] = (had_n + sign * n, had_yes + sign * yes)
        left = ((level, *counts[level]) for level in sorted(counts))
        cells = tuple(Cell(*cell) for cell in left if cell[1:] != (0, 0))
        return type(self)(cells, self.scale)


def merge(tables: Iterable[LevelTable]) -> LevelTable:
    """All tables in one; the empty table in millionths where there are none.

    Raises:
        ValueError: the scales differ.
    """
    tables = list(tables)
    if not tables:
        return LevelTable()
    tally: Counter[tuple[int, int]] = Counter()
    for table in tables:
        if table.scale != tables[0].scale:
            raise ValueError("tables of different scales cannot be merged")
        for level, n, yes in table:
            tally[level, 1] += yes
            tally[level, 0] += n - yes
    return LevelTable.from_tally(tally, scale=tables[0].scale)
