"""Reminders: computed from where forecasts stand, and keyed, so that each is given once.

Nothing is remembered beside the notices themselves. What an outage kept from being said is not
made up for one by one: of a series only the one that is due now is given.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from forecasts.domain.lifecycle import Status
from forecasts.domain.reminders import (
    ADMINS,
    DUE_SOON_WITHIN,
    ESCALATE_EVERY,
    OWNERS,
    REMIND_EVERY,
    REVIEWERS,
)
from forecasts.services.notices import News, tell
from forecasts.services.poison import poison_of
from forecasts.store.models import Forecast, Notice, NoticeKind, Snooze

BATCH = 500
"""Forecasts reminded of in one transaction."""

_WAITING = (Status.DUE, Status.PROPOSED)


@dataclass(frozen=True, slots=True)
class Series:
    """Reminders that go on for as long as a forecast is due and not decided.

    Attributes:
        kind: what is told.
        audience: whom.
        every: how much time lies before the first one and between two.
    """

    kind: NoticeKind
    audience: str
    every: timedelta


OVERDUE = Series(NoticeKind.OVERDUE, REVIEWERS, REMIND_EVERY)
ESCALATED = Series(NoticeKind.ESCALATED, ADMINS, ESCALATE_EVERY)


def list_due_soon(session: Session, *, now: datetime, loop: str, limit: int = BATCH) -> list[int]:
    """The forecasts of which nobody was told yet that they fall due soon, the next first.

    Args:
        loop: leave out those on which this loop has failed.
    """
    told = sa.exists().where(
        Notice.forecast_id == Forecast.id,
        Notice.kind == NoticeKind.DUE_SOON,
        Notice.due_at == Forecast.due_at,
    )
    query = (
        sa.select(Forecast.id)
        .where(*_soon(now), ~told, Forecast.id.not_in(poison_of(loop)))
        .order_by(Forecast.due_at, Forecast.id)
        .limit(limit)
    )
    return list(session.scalars(query))


def remind_due_soon(session: Session, forecast_ids: Collection[int], *, now: datetime) -> int:
    """Tell the owners of these forecasts that they fall due soon, where they still do."""
    rows = session.execute(
        sa.select(Forecast.id, Forecast.due_at).where(Forecast.id.in_(forecast_ids), *_soon(now))
    )
    news = [News(number, due_at, NoticeKind.DUE_SOON, OWNERS) for number, due_at in rows]
    return tell(session, news, now=now, held=True)


def list_waiting(
    session: Session, series: Series, *, now: datetime, loop: str, limit: int = BATCH
) -> list[int]:
    """The forecasts for which the next reminder of a series has come, the longest due first.

    Args:
        loop: leave out those on which this loop has failed.
    """
    flagged = _first_notice()
    query = (
        sa.select(Forecast.id)
        .join(flagged, _opens_series(flagged))
        .where(*_due_for(series, flagged, now), Forecast.id.not_in(poison_of(loop)))
        .order_by(Forecast.due_at, Forecast.id)
        .limit(limit)
    )
    return list(session.scalars(query))


def remind_waiting(
    session: Session, forecast_ids: Collection[int], series: Series, *, now: datetime
) -> int:
    """Tell the audience of the series once more of these forecasts, where they still wait."""
    flagged = _first_notice()
    query = (
        sa.select(Forecast.id, Forecast.due_at, flagged.created_at)
        .join(flagged, _opens_series(flagged))
        .where(Forecast.id.in_(forecast_ids), *_due_for(series, flagged, now))
    )
    news = [
        News(number, due_at, series.kind, series.audience, (now - since) // series.every)
        for number, due_at, since in session.execute(query)
    ]
    return tell(session, news, now=now, held=True)


def _soon(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """Open, and due within the time; nobody is reminded of what they logged within as much time."""
    return (
        Forecast.status == Status.OPEN,
        Forecast.due_at > now,
        Forecast.due_at <= now + DUE_SOON_WITHIN,
        Forecast.recorded_at < now - DUE_SOON_WITHIN,
    )


def _first_notice() -> type[Notice]:
    """The notice that the forecast is due, from which its reminders count."""
    return aliased(Notice)


def _opens_series(flagged: type[Notice]) -> sa.ColumnElement[bool]:
    return sa.and_(
        flagged.forecast_id == Forecast.id,
        flagged.kind == NoticeKind.DUE,
        flagged.due_at == Forecast.due_at,
    )


def _due_for(
    series: Series, flagged: type[Notice], now: datetime
) -> tuple[sa.ColumnElement[bool], ...]:
    lately = now - series.every
    told = sa.exists().where(
        Notice.forecast_id == Forecast.id,
        Notice.kind == series.kind,
        Notice.due_at == Forecast.due_at,
        Notice.created_at > lately,
    )
    put_off = sa.exists().where(Snooze.forecast_id == Forecast.id, Snooze.until > now)
    return (
        Forecast.status.in_(_WAITING),
        Forecast.due_at <= lately,
        flagged.created_at <= lately,
        ~told,
        ~put_off,
    )
