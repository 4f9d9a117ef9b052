"""Whether the clock ticks: when each loop last did its work."""

from datetime import datetime

from sqlalchemy.orm import Session

from forecasts.store.inserts import insert_into
from forecasts.store.models import Heartbeat

_LONGEST_REPORT = 300


def beat(session: Session, name: str, report: str, *, now: datetime) -> None:
    """Note that the loop of that name has just done its work, and what came of it.

    One statement, so that several clocks may beat for the first time at once.
    """
    values = {"beat_at": now, "report": report[:_LONGEST_REPORT]}
    insert = insert_into(session, Heartbeat)
    session.execute(
        insert.values(name=name, **values).on_conflict_do_update(
            index_elements=["name"], set_=values
        )
    )
