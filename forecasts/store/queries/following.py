"""What feeds, calendars and downloads hold: forecasts in the order in which something happened.

All of an author, or of everybody; a tag, once there are tags, is one more condition of `Followed`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.lifecycle import Status
from forecasts.domain.permissions import Actor
from forecasts.store.models import (
    CalendarAddress,
    CalendarScope,
    Forecast,
    Resolution,
)
from forecasts.store.queries.forecasts import ForecastFilter, filtered, for_a_row
from forecasts.store.queries.visibility import owned_by, visible_to


@dataclass(frozen=True, slots=True)
class Followed:
    """Whose forecasts are followed.

    Attributes:
        author_id: those of one author; None: everybody's.
    """

    author_id: int | None = None

    def condition(self, actor: Actor) -> sa.ColumnElement[bool]:
        """Whether a forecast is among them, and stands in the lists of whoever reads."""
        mine = Forecast.author_id == self.author_id if self.author_id is not None else sa.true()
        return sa.and_(visible_to(actor), mine)


def list_new(
    session: Session, followed: Followed, limit: int, *, actor: Actor
) -> Sequence[Forecast]:
    """The forecasts recorded last, the newest first."""
    query = sa.select(Forecast).where(followed.condition(actor)).options(*for_a_row())
    return session.scalars(query.order_by(Forecast.id.desc()).limit(limit)).all()


def list_fallen_due(
    session: Session, followed: Followed, limit: int, *, actor: Actor
) -> Sequence[Forecast]:
    """The forecasts that wait for a decision, what fell due last first."""
    waiting = Forecast.status.in_((Status.DUE, Status.PROPOSED))
    query = sa.select(Forecast).where(waiting, followed.condition(actor)).options(*for_a_row())
    return session.scalars(
        query.order_by(Forecast.due_at.desc(), Forecast.id.desc()).limit(limit)
    ).all()


def list_decided(
    session: Session, followed: Followed, limit: int, *, actor: Actor
) -> Sequence[Forecast]:
    """The decided forecasts, what was decided or changed last first."""
    last = (
        sa.select(Resolution.forecast_id, sa.func.max(Resolution.decided_at).label("decided_at"))
        .join(Forecast, Forecast.id == Resolution.forecast_id)
        .where(followed.condition(actor))
        .group_by(Resolution.forecast_id)
        .order_by(sa.desc("decided_at"))
        .limit(limit)
        .subquery()
    )
    query = sa.select(Forecast).join(last, last.c.forecast_id == Forecast.id).options(*for_a_row())
    return session.scalars(query.order_by(last.c.decided_at.desc(), Forecast.id.desc())).all()


def list_deadlines(
    session: Session, scope: CalendarScope, *, actor: Actor, since: datetime, limit: int
) -> Sequence[Forecast]:
    """The forecasts for a calendar: those whose due instant is later than ``since``.

    The one that falls due next comes first where there are more than fit; the past comes last.
    """
    mine = owned_by(actor)
    shown = mine if scope is CalendarScope.OWN else sa.or_(mine, visible_to(actor))
    query = (
        sa.select(Forecast)
        .where(shown, Forecast.erased_at.is_(None), Forecast.due_at > since)
        .order_by(Forecast.status != Status.OPEN, Forecast.due_at, Forecast.id)
        .options(*for_a_row())
    )
    return session.scalars(query.limit(limit)).all()


def find_calendar(session: Session, account_id: int) -> CalendarAddress | None:
    """The calendar of an account; None where it has none."""
    query = sa.select(CalendarAddress).where(CalendarAddress.account_id == account_id)
    return session.scalar(query)


def each_filtered(
    session: Session, wanted: ForecastFilter, *, actor: Actor, at_once: int
) -> Iterator[Forecast]:
    """All forecasts of a list with filters, the last recorded first, a few in memory at a time."""
    query = filtered(wanted).where(visible_to(actor)).options(*for_a_row())
    before: int | None = None
    while True:
        rest = query if before is None else query.where(Forecast.id < before)
        rows = session.scalars(rest.order_by(Forecast.id.desc()).limit(at_once)).all()
        yield from rows
        if len(rows) < at_once:
            return
        before = rows[-1].id
        session.expunge_all()


def claims_in_lists(session: Session, author_id: int, *, actor: Actor) -> dict[int, str]:
    """What those forecasts of an author say that stand in the lists of whoever reads."""
    query = sa.select(Forecast.id, Forecast.claim).where(
        Forecast.author_id == author_id, visible_to(actor)
    )
    return {number: claim for number, claim in session.execute(query)}  # noqa: C416 - typed so
