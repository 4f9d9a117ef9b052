"""Flags what is due: status, ledger entry and notice together, or none of them."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.lifecycle import Status
from forecasts.domain.permissions import CLOCK
from forecasts.services.journal import Act, record
from forecasts.services.notices import notify_due
from forecasts.store.models import Forecast

BATCH = 500
"""Forecasts flagged in one transaction: short enough that nobody waits long for the ledger."""


def flag_due(session: Session, *, now: datetime, limit: int = BATCH) -> int:
    """Mark open forecasts whose due instant has passed as due; how many changed, at most ``limit``.

    One guarded statement takes what is due and still open, so that several clocks at once flag
    each forecast once, and a pass that was missed is made up for by the next.
    """
    flagged = session.execute(_flag(now, limit)).all()
    _tell(session, sorted(flagged), now=now)
    return len(flagged)


def _flag(now: datetime, limit: int) -> sa.UpdateBase:
    is_open = Forecast.status == Status.OPEN
    late = (
        sa.select(Forecast.id)
        .where(is_open, Forecast.due_at <= now)
        .order_by(Forecast.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("late")
    )
    return (
        sa.update(Forecast)
        .where(Forecast.id.in_(sa.select(late.c.id)), is_open)
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
