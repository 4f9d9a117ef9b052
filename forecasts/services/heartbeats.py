"""Whether the clock ticks: when each loop last did its work."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.store.models import Heartbeat

_LONGEST_REPORT = 300


def beat(session: Session, name: str, report: str, *, now: datetime) -> None:
    """Note that the loop of that name has just done its work, and what came of it."""
    values = {"beat_at": now, "report": report[:_LONGEST_REPORT]}
    changed = session.scalar(
        sa.update(Heartbeat)
        .where(Heartbeat.name == name)
        .values(**values)
        .returning(Heartbeat.name)
    )
    if changed is None:
        session.add(Heartbeat(name=name, **values))
