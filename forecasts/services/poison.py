"""Rows that a loop cannot deal with: noted, put off for longer each time, shown to admins."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.permissions import Actor, Permission, require
from forecasts.domain.reminders import wait_after
from forecasts.store.inserts import insert_into
from forecasts.store.models import PoisonRow

_LONGEST_ERROR = 300


def note_poison(
    session: Session, loop: str, forecast_id: int, error: Exception, *, now: datetime
) -> None:
    """Note that the loop failed on the forecast, and put the next try off."""
    tries = 1 + (session.scalar(_tries(loop, forecast_id)) or 0)
    values = {
        "tries": tries,
        "failed_at": now,
        "next_try_at": now + wait_after(tries),
        "error": _in_a_line(error),
    }
    insert = insert_into(session, PoisonRow)
    first = {"loop": loop, "forecast_id": forecast_id, "first_failed_at": now}
    session.execute(
        insert.values(first | values).on_conflict_do_update(
            index_elements=["loop", "forecast_id"], set_=values
        )
    )


def forget_poison(session: Session, loop: str, forecast_ids: Collection[int]) -> None:
    """Note that the loop dealt with these forecasts."""
    mine = PoisonRow.loop == loop, PoisonRow.forecast_id.in_(forecast_ids)
    session.execute(sa.delete(PoisonRow).where(*mine))


def poison_to_retry(session: Session, loop: str, *, now: datetime, limit: int) -> list[int]:
    """The forecasts that the loop should try again now, the longest waiting first."""
    query = (
        sa.select(PoisonRow.forecast_id)
        .where(PoisonRow.loop == loop, PoisonRow.next_try_at <= now)
        .order_by(PoisonRow.next_try_at)
        .limit(limit)
    )
    return list(session.scalars(query))


def poison_of(loop: str) -> sa.Select[int]:
    """The forecasts on which the loop has failed."""
    return sa.select(PoisonRow.forecast_id).where(PoisonRow.loop == loop)


def retry_poison(session: Session, *, actor: Actor, now: datetime) -> int:
    """Have everything that failed tried again at once; how many rows.

    Raises:
        NotAllowedError: the actor does not run this installation.
    """
    require(actor, Permission.OPERATE)
    again = sa.update(PoisonRow).where(PoisonRow.next_try_at > now).values(next_try_at=now)
    put = session.scalars(again.returning(PoisonRow.forecast_id))
    return len(put.all())


def _tries(loop: str, forecast_id: int) -> sa.Select[int]:
    return sa.select(PoisonRow.tries).where(
        PoisonRow.loop == loop, PoisonRow.forecast_id == forecast_id
    )


def _in_a_line(error: Exception) -> str:
    """What went wrong, without the row's own words: those are in no message of the database."""
    told = str(getattr(error, "orig", None) or error)
    return f"{type(error).__name__}: {' '.join(told.split())}"[:_LONGEST_ERROR]
