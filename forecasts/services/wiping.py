"""Whether something was erased of which the database file may still hold bytes."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.services.heartbeats import beat
from forecasts.store.models import Erasure, Heartbeat

WIPED = "wiped"
"""The loop whose report is the number of the last erasure that was wiped."""


def erasure_to_wipe(session: Session) -> int | None:
    """Number of the last erasure, if its bytes were not wiped yet."""
    last = session.scalar(sa.select(sa.func.max(Erasure.id)))
    wiped = session.scalar(sa.select(Heartbeat.report).where(Heartbeat.name == WIPED))
    return last if last is not None and last > int(wiped or 0) else None


def note_wiped(session: Session, erasure_id: int, *, now: datetime) -> None:
    """Note that the bytes of all erasures up to this one are gone."""
    beat(session, WIPED, str(erasure_id), now=now)
