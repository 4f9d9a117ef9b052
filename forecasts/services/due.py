"""Flags what is due: status, ledger entry and notice together, or none of them."""

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.lifecycle import Status
from forecasts.domain.permissions import CLOCK
from forecasts.services.journal import Act, record
from forecasts.services.notices import notify_due
from forecasts.services.poison import poison_of
from forecasts.store.models import Forecast

BATCH = 500
"""Forecasts flagged in one transaction: short enough that nobody waits long for the ledger."""


LOOP = "due"
"""The loop that flags, as its heartbeat and its poison rows name it."""


_NOT_OPEN = tuple(status for status in Status if status is not Status.OPEN)
"""The guard by what it is not: asked what it is, SQLite would read every open forecast there is."""


def flag_due(
    session: Session,
    *,
    now: datetime,
    limit: int = BATCH,
    among: Collection[int] | None = None,
) -> int:
    """Mark open forecasts whose due instant has passed as due; how many changed, at most ``limit``.

    One guarded statement takes what is due and still open, so that several clocks at once flag
    each forecast once, and a pass that was missed is made up for by the next.

    Args:
        among: look at these alone; None: at all on which the loop has not failed before.
    """
    flagged = session.execute(_flag(now, limit, among)).all()
    _tell(session, sorted(flagged), now=now)
    return len(flagged)


def list_due(session: Session, *, now: datetime, limit: int = BATCH) -> list[int]:
    """The forecasts that `flag_due` would mark now."""
    return list(session.scalars(_late(now, limit, None)))


def _late(now: datetime, limit: int, among: Collection[int] | None) -> sa.Select[int]:
    chosen = Forecast.id.not_in(poison_of(LOOP)) if among is None else Forecast.id.in_(among)
    return (
        sa.select(Forecast.id)
        .where(Forecast.status == Status.OPEN, Forecast.due_at <= now, chosen)
        .order_by(Forecast.due_at)
        .limit(limit)
    )


def _flag(now: datetime, limit: int, among: Collection[int] | None = None) -> sa.UpdateBase:
    late = _late(now, limit, among).with_for_update(skip_locked=True, of=Forecast).cte("late")
    return (
        sa.update(Forecast)
        .where(Forecast.id.in_(sa.select(late.c.id)), Forecast.status.not_in(_NOT_OPEN))
        .values(status=Status.DUE, version=Forecast.version + 1)
        .returning(Forecast.id, Forecast.due_at)
        .execution_options(synchronize_session=False)
    )


def _tell(session: Session, flagged: Sequence[tuple[int, datetime]], *, now: datetime) -> None:
    notify_due(session, flagged, now=now)
    acts = [
        Act("due", f"forecast:{forecast_id}", {"due_at": due_at.isoformat()})
        for forecast_id, due_at in flagged
    ]
    record(session, acts, actor=CLOCK, now=now)
