"""Authors, and the rows their scorecards are made from."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.candidates import EstimateKind
from forecasts.domain.errors import NotFoundError
from forecasts.domain.lifecycle import Outcome, Status
from forecasts.store.models import Author, Estimate, Forecast, Origin
from forecasts.store.queries.forecasts import last_decision, opening_estimate
from forecasts.store.queries.paging import Page, Paging, fetch_page


def find_author(session: Session, slug: str) -> Author:
    """The author of that address name.

    Raises:
        NotFoundError: there is no such author.
    """
    author = session.scalar(sa.select(Author).where(Author.slug == slug))
    if author is None:
        raise NotFoundError("There is no such author.")
    return author


def find_slug(session: Session, typed: str) -> str | None:
    """The address name of the author whom somebody typed, by that or by the whole name.

    None where there is no such author. Small and capital letters count the same.
    """
    words = typed.lower()
    query = (
        sa.select(Author.slug)
        .where((Author.slug == words) | (sa.func.lower(Author.name) == words))
        .order_by(Author.slug != words, Author.id)
        .limit(1)
    )
    return session.scalar(query)


def list_authors(session: Session, paging: Paging) -> Page[Author]:
    """Authors by name."""
    return fetch_page(session, sa.select(Author).order_by(Author.name, Author.id), paging)


def names_of_authors(session: Session) -> list[str]:
    """The names of up to a thousand authors, for a field that completes them."""
    return list(session.scalars(sa.select(Author.name).order_by(Author.name).limit(1000)))


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """How many forecasts of an author stand where; they add up to what was logged."""

    open: int = 0
    due: int = 0
    resolved: int = 0
    void: int = 0
    withdrawn: int = 0
    erased: int = 0

    @property
    def logged(self) -> int:
        """All that were ever logged."""
        return self.open + self.due + self.resolved + self.void + self.withdrawn + self.erased


def count_by_status(session: Session, author_ids: list[int]) -> dict[int, StatusCounts]:
    """The counts of these authors.

    What is proposed still waits, so it counts as due; what is disputed counts as its last
    decision says until another one is made.
    """
    decided = last_decision()
    query = (
        sa.select(Forecast.author_id, Forecast.status, decided.c.outcome, sa.func.count())
        .outerjoin(decided, decided.c.forecast_id == Forecast.id)
        .where(Forecast.author_id.in_(author_ids))
        .group_by(Forecast.author_id, Forecast.status, decided.c.outcome)
    )
    counts: dict[int, dict[str, int]] = {author_id: {} for author_id in author_ids}
    for author_id, status, outcome, n in session.execute(query):
        place = _place(status, outcome)
        counts[author_id][place] = counts[author_id].get(place, 0) + n
    return {author_id: StatusCounts(**places) for author_id, places in counts.items()}


def _place(status: Status, outcome: Outcome | None) -> str:
    if status in {Status.RESOLVED, Status.DISPUTED}:
        return "void" if outcome is Outcome.VOID else "resolved"
    return "due" if status is Status.PROPOSED else status.value


class Judged(NamedTuple):
    """A forecast decided yes or no, with the opening estimate of one author."""

    forecast_id: int
    kind: EstimateKind
    probability: int | None
    probability_low: int | None
    probability_high: int | None
    outcome: Outcome
    said_on: date
    recorded_at: datetime
    known_on: date
    due_at: datetime
    origin: Origin


def list_judged(session: Session, author_id: int) -> list[Judged]:
    """All forecasts of an author decided yes or no, in the order they were recorded."""
    opening, decided = opening_estimate(), last_decision()
    query = (
        sa.select(
            Forecast.id,
            Estimate.kind,
            Estimate.probability,
            Estimate.probability_low,
            Estimate.probability_high,
            decided.c.outcome,
            Estimate.said_on,
            Estimate.recorded_at,
            decided.c.known_on,
            Forecast.due_at,
            Forecast.origin,
        )
        .join(opening, opening.c.id == Estimate.id)
        .join(Forecast, Forecast.id == Estimate.forecast_id)
        .join(decided, decided.c.forecast_id == Forecast.id)
        .where(
            Estimate.author_id == author_id,
            Forecast.status.in_((Status.RESOLVED, Status.DISPUTED)),
            decided.c.outcome != Outcome.VOID,
        )
        .order_by(Forecast.id)
    )
    return [Judged(*row) for row in session.execute(query)]
