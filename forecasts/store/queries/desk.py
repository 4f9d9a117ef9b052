"""The desk: what waits for a reviewer."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forecasts.domain.lifecycle import Status
from forecasts.store.models import Forecast
from forecasts.store.queries.paging import Page, Paging, fetch_page

OVERDUE_AFTER = timedelta(days=7)
"""A forecast that has been due for longer is overdue."""

SOON = timedelta(days=14)
"""A forecast that falls due within this time is due soon."""


class Lane(StrEnum):
    """The parts of the desk."""

    OVERDUE = "overdue"
    DUE = "due"
    DUE_SOON = "due soon"
    DISPUTED = "disputed"


def count_lanes(session: Session, *, now: datetime) -> dict[Lane, int]:
    """How many forecasts lie in each lane."""
    counts = [
        sa.select(sa.func.count()).where(*_in_lane(lane, now)).scalar_subquery() for lane in Lane
    ]
    return dict(zip(Lane, session.execute(sa.select(*counts)).one(), strict=True))


def count_waiting(session: Session) -> int:
    """How many forecasts wait for a decision."""
    waiting = (Status.DUE, Status.PROPOSED, Status.DISPUTED)
    return session.scalar(sa.select(sa.func.count()).where(Forecast.status.in_(waiting))) or 0


def list_lane(session: Session, lane: Lane, paging: Paging, *, now: datetime) -> Page[Forecast]:
    """The forecasts of a lane with their authors; oldest due first."""
    query: sa.Select[Any] = (
        sa.select(Forecast)
        .options(joinedload(Forecast.author))
        .where(*_in_lane(lane, now))
        .order_by(Forecast.due_at, Forecast.id)
    )
    return fetch_page(session, query, paging)


def _in_lane(lane: Lane, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    due_before = now - OVERDUE_AFTER
    return {
        Lane.OVERDUE: (Forecast.status == Status.DUE, Forecast.due_at <= due_before),
        Lane.DUE: (Forecast.status == Status.DUE, Forecast.due_at > due_before),
        Lane.DUE_SOON: (Forecast.status == Status.OPEN, Forecast.due_at <= now + SOON),
        Lane.DISPUTED: (Forecast.status == Status.DISPUTED,),
    }[lane]
