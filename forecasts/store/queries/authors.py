"""Authors, and the rows their scorecards are made from."""

from collections import Counter
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.candidates import EstimateKind
from forecasts.domain.errors import NotFoundError
from forecasts.domain.lifecycle import Outcome, Status
from forecasts.domain.permissions import Actor
from forecasts.domain.visibility import Visibility
from forecasts.scoring.scorecard import Counts
from forecasts.store.models import Author, Estimate, Forecast, Origin
from forecasts.store.queries.forecasts import last_decision, opening_estimate
from forecasts.store.queries.paging import Page, Paging, fetch_page
from forecasts.store.queries.visibility import (
    author_readable_by,
    author_visible_to,
    counted_on_cards,
)


def find_author(session: Session, slug: str, *, actor: Actor) -> Author:
    """The author of that address name.

    Raises:
        NotFoundError: there is no such author, or all that is known of them is private.
    """
    readable = author_readable_by(actor)
    author = session.scalar(sa.select(Author).where(Author.slug == slug, readable))
    if author is None:
        raise NotFoundError("There is no such author.")
    return author


def find_slug(session: Session, typed: str, *, actor: Actor) -> str | None:
    """The address name of the author whom somebody typed, by that or by the whole name.

    None where there is no such author. Small and capital letters count the same.
    """
    words = typed.lower()
    query = (
        sa.select(Author.slug)
        .where((Author.slug == words) | (sa.func.lower(Author.name) == words))
        .where(author_readable_by(actor))
        .order_by(Author.slug != words, Author.id)
        .limit(1)
    )
    return session.scalar(query)


def list_authors(session: Session, paging: Paging, *, actor: Actor) -> Page[Author]:
    """Authors by name."""
    query = sa.select(Author).where(author_visible_to(actor)).order_by(Author.name, Author.id)
    return fetch_page(session, query, paging)


def names_of_authors(session: Session, *, actor: Actor) -> list[str]:
    """The names of up to a thousand authors, for a field that completes them."""
    query = sa.select(Author.name).where(author_visible_to(actor)).order_by(Author.name)
    return list(session.scalars(query.limit(1000)))


def count_by_status(session: Session, author_ids: list[int]) -> dict[int, Counts]:
    """Where the forecasts of each of these authors stand; the private ones are left out."""
    decided = last_decision()
    is_erased = Forecast.erased_at.is_not(None)
    grouped = (Forecast.author_id, Forecast.status, decided.c.outcome, is_erased)
    query = (
        sa.select(*grouped, sa.func.count())
        .outerjoin(decided, decided.c.forecast_id == Forecast.id)
        .where(Forecast.author_id.in_(author_ids), counted_on_cards())
        .group_by(*grouped)
    )
    statuses = {author_id: Counter[Status]() for author_id in author_ids}
    void, erased = Counter[int](), Counter[int]()
    for author_id, status, outcome, is_gone, n in session.execute(query):
        if is_gone:
            erased[author_id] += n
            continue
        statuses[author_id][status] += n
        void[author_id] += n if outcome is Outcome.VOID else 0
    return {
        author_id: Counts.from_statuses(tally, void=void[author_id], erased=erased[author_id])
        for author_id, tally in statuses.items()
    }


def count_apart(session: Session, author_id: int) -> dict[Visibility, int]:
    """How many forecasts of an author are unlisted, and how many private."""
    query = (
        sa.select(Forecast.visibility, sa.func.count())
        .where(Forecast.author_id == author_id, Forecast.visibility != Visibility.PUBLIC)
        .group_by(Forecast.visibility)
    )
    return dict(session.execute(query).all())


def count_outcomes(session: Session, author_id: int) -> dict[Outcome | None, int]:
    """How an author's forecasts were last decided, private ones left out; None: they were not."""
    decided = last_decision()
    query = (
        sa.select(decided.c.outcome, sa.func.count())
        .select_from(Forecast)
        .outerjoin(decided, decided.c.forecast_id == Forecast.id)
        .where(Forecast.author_id == author_id, counted_on_cards())
        .group_by(decided.c.outcome)
    )
    return dict(session.execute(query).all())


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
    hedge: str | None = None


def list_judged(session: Session, author_id: int) -> list[Judged]:
    """The forecasts of an author decided yes or no, in the order they were recorded.

    Private and erased ones are in no figure.
    """
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
            Estimate.hedge,
        )
        .join(opening, opening.c.id == Estimate.id)
        .join(Forecast, Forecast.id == Estimate.forecast_id)
        .join(decided, decided.c.forecast_id == Forecast.id)
        .where(
            Estimate.author_id == author_id,
            counted_on_cards(),
            Forecast.erased_at.is_(None),
            Forecast.status.in_((Status.RESOLVED, Status.DISPUTED)),
            decided.c.outcome != Outcome.VOID,
        )
        .order_by(Forecast.id)
    )
    return [Judged(*row) for row in session.execute(query)]
