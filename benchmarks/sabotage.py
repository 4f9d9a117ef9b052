"""Broken twins of the guards: with them the same measurements must fail, or they prove nothing."""

import time

import sqlalchemy as sa
from sqlalchemy.orm import Session

import scheduler.passes
from forecasts.domain.clock import Clock
from forecasts.domain.lifecycle import Status
from forecasts.services import due, guards, resolution
from forecasts.store.engine import Database
from forecasts.store.models import Forecast


def flag_in_two_transactions(database: Database, clock: Clock) -> str:
    """The due pass as others write it: first the status, and then, in another one, the rest."""
    while True:
        with database.writing.begin() as session:
            flagged = session.execute(due._flag(clock(), due.BATCH)).all()  # noqa: SLF001 - broken on purpose
        with database.writing.begin() as session:
            due._tell(session, flagged, now=clock())  # noqa: SLF001 - the same
        if len(flagged) < due.BATCH:
            return "flagged"


def flag_without_a_guard(database: Database, clock: Clock) -> str:
    """The due pass that reads first and writes later, whoever has written meanwhile."""
    with database.reading() as session:
        late = sa.select(Forecast.id, Forecast.due_at).where(
            Forecast.status == Status.OPEN, Forecast.due_at <= clock()
        )
        flagged = session.execute(late).all()
    time.sleep(1)  # Long enough for the others to read the same, however busy the machine is.
    for forecast_id, due_at in flagged:
        with database.writing.begin() as session:
            session.execute(
                sa.update(Forecast).where(Forecast.id == forecast_id).values(status=Status.DUE)
            )
            due._tell(session, [(forecast_id, due_at)], now=clock())  # noqa: SLF001 - the same
    return "flagged"


def run_scheduler_with(broken: str) -> None:
    """Run the real scheduler process, but for one of the broken passes above."""
    from scheduler.__main__ import run_until_stopped  # noqa: PLC0415 - after the pass is replaced

    scheduler.passes.PASSES = {scheduler.passes.DUE: globals()[broken]}
    run_until_stopped()


def change_without_a_guard(
    session: Session, forecast_id: int, *, goal: Status, **_ignored: object
) -> None:
    """Sets the status whatever it was."""
    session.execute(sa.update(Forecast).where(Forecast.id == forecast_id).values(status=goal))


def hold_without_a_guard(
    session: Session, forecast_id: int, *, version: int, **_ignored: object
) -> guards.Held:
    """Holds nothing, and takes the version for the right one."""
    status = session.scalar(sa.select(Forecast.status).where(Forecast.id == forecast_id))
    return guards.Held(forecast_id, status or Status.DUE, version)


def remove_guard_of_resolutions() -> None:
    """Let `decide` change forecasts without looking at their version and status."""
    setattr(resolution, guards.change_forecast.__name__, change_without_a_guard)
    setattr(resolution, guards.hold_forecast.__name__, hold_without_a_guard)
