"""Authors, and the rows their scorecards are made from."""

from collections import Counter
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.candidates import EstimateKind
from forecasts.domain.errors import NotFoundError
from forecasts.domain.lifecycle import Outcome, Status
from forecasts.scoring.scorecard import Counts
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


def count_by_status(session: Session, author_ids: list[int]) -> dict[int, Counts]:
    """Where the forecasts of each of these authors stand."""
    decided = last_decision()
    query = (
        sa.select(Forecast.author_id, Forecast.status, decided.c.outcome, sa.func.count())
        .outerjoin(decided, decided.c.forecast_id == Forecast.id)
        .where(Forecast.author_id.in_(author_ids))
        .group_by(Forecast.author_id, Forecast.status, decided.c.outcome)
    )
    statuses = {author_id: Counter[Status]() for author_id in author_ids}
    void = Counter[int]()
    for author_id, status, outcome, n in session.execute(query):
        statuses[author_id][status] += n
        void[author_id] += n if outcome is Outcome.VOID else 0
    return {
        author_id: Counts.from_statuses(tally, void=void[author_id], erased=0)
        for author_id, tally in statuses.items()
    }


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
