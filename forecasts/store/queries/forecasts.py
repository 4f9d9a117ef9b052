"""Forecasts: lists with filters, and one with everything about it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from forecasts.domain.candidates import EstimateKind
from forecasts.domain.errors import GoneError, NotFoundError
from forecasts.domain.lifecycle import Outcome, Status
from forecasts.domain.permissions import Actor
from forecasts.store.models import Author, Estimate, Forecast, LedgerEntry, Post, Resolution
from forecasts.store.queries.paging import Page, Paging, fetch_page
from forecasts.store.queries.tags import tagged
from forecasts.store.queries.visibility import readable_by, visible_to


@dataclass(frozen=True, slots=True)
class ForecastFilter:
    """Which forecasts are asked for; None: any.

    Attributes:
        author: address name of the author.
        status: where the forecast stands.
        outcome: what the last decision says.
        kind: how the opening estimate was given.
        level: lowest and highest opening probability, in millionths, both inclusive.
        words: text that the claim or the quote contains.
        tag: what it is about.
    """

    author: str | None = None
    status: Status | None = None
    outcome: Outcome | None = None
    kind: EstimateKind | None = None
    level: tuple[int, int] | None = None
    words: str | None = None
    tag: str | None = None


def list_forecasts(
    session: Session, wanted: ForecastFilter, paging: Paging, *, actor: Actor
) -> Page[Forecast]:
    """Forecasts with author, estimates and decisions, the last recorded first."""
    query = filtered(wanted).where(visible_to(actor)).options(*for_a_row())
    return fetch_page(session, query.order_by(Forecast.id.desc()), paging)


def find_forecast(session: Session, forecast_id: int, *, actor: Actor) -> Forecast:
    """The forecast with author, post, estimates and decisions.

    Raises:
        NotFoundError: there is no such forecast, or the actor may not read it.
        GoneError: it was erased.
    """
    forecast = session.scalar(
        sa.select(Forecast)
        .options(*for_a_row(), joinedload(Forecast.post).defer(Post.raw))
        .where(Forecast.id == forecast_id, readable_by(actor))
    )
    if forecast is None:
        raise NotFoundError(f"There is no forecast {forecast_id}.")
    if forecast.erased_at is not None:
        raise GoneError(f"The texts of forecast {forecast_id} were erased by request.")
    return forecast


def claims_of(session: Session, numbers: Collection[int]) -> dict[int, str]:
    """What each of these forecasts says."""
    query = sa.select(Forecast.id, Forecast.claim).where(Forecast.id.in_(numbers))
    return {number: claim for number, claim in session.execute(query)}  # noqa: C416 - typed so


def listed_among(session: Session, numbers: Collection[int], *, actor: Actor) -> list[int]:
    """Those of these forecasts that stand in the actor's lists, in order."""
    query = sa.select(Forecast.id).where(Forecast.id.in_(numbers), visible_to(actor))
    return list(session.scalars(query.order_by(Forecast.id)))


def list_entries(session: Session, subject: str) -> list[LedgerEntry]:
    """The ledger's entries about a subject such as "forecast:12", in order."""
    query = (
        sa.select(LedgerEntry).where(LedgerEntry.subject == subject).order_by(LedgerEntry.sequence)
    )
    return list(session.scalars(query))


def list_latest(session: Session, limit: int, *, actor: Actor) -> list[Forecast]:
    """The forecasts recorded last."""
    query = sa.select(Forecast).where(visible_to(actor)).options(*for_a_row())
    return list(session.scalars(query.order_by(Forecast.id.desc()).limit(limit)))


def list_due(session: Session, limit: int, *, actor: Actor) -> list[Forecast]:
    """The forecasts that have been waiting longest for a decision."""
    query = (
        sa.select(Forecast)
        .options(*for_a_row())
        .where(Forecast.status == Status.DUE, visible_to(actor))
        .order_by(Forecast.due_at, Forecast.id)
        .limit(limit)
    )
    return list(session.scalars(query))


def list_due_soon(session: Session, *, now: datetime, limit: int, actor: Actor) -> list[Forecast]:
    """The open forecasts that fall due next."""
    query = (
        sa.select(Forecast)
        .options(*for_a_row())
        .where(Forecast.status == Status.OPEN, Forecast.due_at > now, visible_to(actor))
        .order_by(Forecast.due_at, Forecast.id)
        .limit(limit)
    )
    return list(session.scalars(query))


def list_resolved(session: Session, limit: int, *, actor: Actor) -> list[Forecast]:
    """The forecasts decided last."""
    latest = (
        sa.select(Resolution.forecast_id, sa.func.max(Resolution.decided_at).label("decided_at"))
        .join(Forecast, Forecast.id == Resolution.forecast_id)
        .where(visible_to(actor))
        .group_by(Resolution.forecast_id)
        .order_by(sa.desc("decided_at"))
        .limit(limit)
        .subquery()
    )
    query = (
        sa.select(Forecast)
        .options(*for_a_row())
        .join(latest, latest.c.forecast_id == Forecast.id)
        .order_by(latest.c.decided_at.desc(), Forecast.id.desc())
    )
    return list(session.scalars(query))


def last_decision() -> sa.Subquery:
    """For each decided forecast, its last decision: ``forecast_id``, ``outcome``, ``known_on``."""
    last = (
        sa.select(Resolution.forecast_id, sa.func.max(Resolution.number).label("number"))
        .group_by(Resolution.forecast_id)
        .subquery()
    )
    return (
        sa.select(Resolution.forecast_id, Resolution.outcome, Resolution.known_on)
        .join(
            last,
            sa.and_(
                last.c.forecast_id == Resolution.forecast_id, last.c.number == Resolution.number
            ),
        )
        .subquery()
    )


def opening_estimate() -> sa.Subquery:
    """For each forecast and author, the number of their first estimate: ``id``."""
    return (
        sa.select(sa.func.min(Estimate.id).label("id"))
        .group_by(Estimate.forecast_id, Estimate.author_id)
        .subquery()
    )


def for_a_row() -> tuple[ExecutableOption, ...]:
    """What is read along with a forecast that is shown as a row: author, estimates, decisions."""
    return (
        joinedload(Forecast.author),
        selectinload(Forecast.estimates),
        selectinload(Forecast.resolutions),
    )


def filtered(wanted: ForecastFilter) -> sa.Select[Any]:
    """The question for the forecasts that are asked for; who may see them is still to be added."""
    query: sa.Select[Any] = sa.select(Forecast)
    if wanted.author is not None:
        query = query.join(Forecast.author).where(Author.slug == wanted.author)
    if wanted.status is not None:
        query = query.where(Forecast.status == wanted.status)
    if wanted.outcome is not None:
        decided = last_decision()
        query = query.join(decided, decided.c.forecast_id == Forecast.id).where(
            decided.c.outcome == wanted.outcome
        )
    if wanted.kind is not None or wanted.level is not None:
        query = _filter_by_estimate(query, wanted)
    if wanted.words:
        query = query.where(with_words(wanted.words))
    if wanted.tag:
        query = query.where(tagged(wanted.tag))
    return query


def with_words(words: str) -> sa.ColumnElement[bool]:
    """Forecasts with this text in the claim or the quote, in small or capital letters."""
    pattern = f"%{_escape(words)}%"
    return Forecast.claim.ilike(pattern, escape="\\") | Forecast.quote.ilike(pattern, escape="\\")


def _filter_by_estimate(query: sa.Select[Any], wanted: ForecastFilter) -> sa.Select[Any]:
    opening = opening_estimate()
    query = query.join(Estimate, Estimate.forecast_id == Forecast.id).join(
        opening, opening.c.id == Estimate.id
    )
    if wanted.kind is not None:
        query = query.where(Estimate.kind == wanted.kind)
    if wanted.level is not None:
        query = query.where(Estimate.probability.between(*wanted.level))
    return query


def _escape(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
