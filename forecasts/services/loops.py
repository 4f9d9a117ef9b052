"""Tells in which processes the clock ticks."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.store.inserts import insert_into
from forecasts.store.models import ClockLoop


def beat_loop(session: Session, name: str, *, seconds: int, now: datetime) -> None:
    """Note that the loop of that process is alive."""
    insert = insert_into(session, ClockLoop)
    beat = {"beat_at": now, "seconds": seconds}
    session.execute(
        insert.values(name=name, started_at=now, **beat).on_conflict_do_update(
            index_elements=["name"], set_=beat
        )
    )


def end_loop(session: Session, name: str) -> None:
    """Note that the loop of that process ends as it should."""
    session.execute(sa.delete(ClockLoop).where(ClockLoop.name == name))
