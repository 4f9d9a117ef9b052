"""The brake: after an outage, or a jump of the clock, a flood of notices waits for an admin.

What is due is flagged all the same, with its entries in the ledger; only the telling waits.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ConflictError
from forecasts.domain.lifecycle import Status
from forecasts.domain.permissions import CLOCK, Actor, Permission, require
from forecasts.domain.reminders import LATE_AFTER
from forecasts.services.journal import Act, record
from forecasts.store.inserts import insert_into
from forecasts.store.models import Brake, Forecast
from forecasts.store.queries.brake import count_held


def is_flood(session: Session, *, now: datetime, limit: int) -> bool:
    """Whether more than ``limit`` forecasts are about to be flagged that are late already.

    What was only recorded after its due instant counts from when it was recorded.
    """
    late = now - LATE_AFTER
    found = (
        sa.select(Forecast.id)
        .where(
            Forecast.status == Status.OPEN, Forecast.due_at <= late, Forecast.recorded_at <= late
        )
        .limit(limit + 1)
        .subquery()
    )
    return (session.scalar(sa.select(sa.func.count()).select_from(found)) or 0) > limit


def pull_brake(session: Session, reason: str, *, now: datetime) -> bool:
    """Hold back what the clock tells from now on; whether the brake did not stand already."""
    insert = insert_into(session, Brake)
    values = {"standing": True, "pulled_at": now, "reason": reason}
    unless_there = insert.values(values).on_conflict_do_nothing(index_elements=["standing"])
    pulled = session.scalar(unless_there.returning(Brake.id))
    if pulled is None:
        return False
    record(session, [Act("brake-pulled", f"brake:{pulled}", {})], actor=CLOCK, now=now)
    return True


def let_go(session: Session, brake_id: int, *, actor: Actor, now: datetime) -> int:
    """Let everybody see what the brake holds; how many notices that is.

    Raises:
        NotAllowedError: the actor does not run this installation.
        ConflictError: somebody else let go before.
    """
    require(actor, Permission.OPERATE)
    held = count_held(session)
    released = session.scalar(
        sa.update(Brake)
        .where(Brake.id == brake_id, Brake.standing.is_(True))
        .values(standing=None, released_at=now, released_by=actor.name)
        .returning(Brake.id)
        .execution_options(synchronize_session=False)
    )
    if released is None:
        raise ConflictError("This brake stands no more: somebody has let it go already.")
    act = Act("brake-released", f"brake:{brake_id}", {"notices": held})
    record(session, [act], actor=actor, now=now)
    return held


def tell_span(span: timedelta) -> str:
    """How long it is, roughly.

    >>> tell_span(timedelta(hours=5)), tell_span(timedelta(days=3))
    ('5 hours', '3 days')
    """
    hours = round(span.total_seconds() / 3600)
    return f"{hours} hours" if hours < 48 else f"{span.days} days"  # noqa: PLR2004 - two days
