"""Long lists, a page at a time."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

PAGE_SIZES = (20, 50, 100)
"""How many rows a page may have; the first is what it has unless asked."""

LAST_PAGE = 10_000

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page is asked for."""

    number: int = 1
    size: int = PAGE_SIZES[0]


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list, and where in it they stand."""

    rows: list[Row]
    paging: Paging
    total: int

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many rows a page may have."""
        return PAGE_SIZES

    @property
    def pages(self) -> int:
        """How many pages there are, at least one.

        >>> Page([], Paging(size=20), total=41).pages
        3
        """
        return max(1, -(-self.total // self.paging.size))

    @property
    def first(self) -> int:
        """Number of the first row on this page, counted from 1; 0 when there is none."""
        return (self.paging.number - 1) * self.paging.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Number of the last row on this page."""
        return self.first + len(self.rows) - 1 if self.rows else 0


def fetch_page(session: Session, query: sa.Select[Any], paging: Paging) -> Page[Any]:
    """The page of the query's first column, and how many rows there are in all."""
    count = sa.select(sa.func.count()).select_from(query.order_by(None).subquery())
    rows = session.scalars(
        query.limit(paging.size).offset((paging.number - 1) * paging.size)
    ).unique()
    return Page(list(rows), paging, session.scalar(count) or 0)
