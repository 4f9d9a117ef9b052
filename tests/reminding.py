"""What the pass that reminds does, in one transaction."""

from datetime import datetime

from sqlalchemy.orm import Session

from forecasts.services.reminders import (
    ESCALATED,
    OVERDUE,
    list_due_soon,
    list_waiting,
    remind_due_soon,
    remind_waiting,
)


def remind(session: Session, *, now: datetime) -> tuple[int, ...]:
    """How many reminders of each kind were given: due soon, overdue, escalated."""
    soon = remind_due_soon(session, list_due_soon(session, now=now, loop="x"), now=now)
    again = [
        remind_waiting(session, list_waiting(session, series, now=now, loop="x"), series, now=now)
        for series in (OVERDUE, ESCALATED)
    ]
    return (soon, *again)
