"""Broken twins of the guards: with them the same measurements must fail, or they prove nothing."""

import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

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


def run_scheduler_whose_loop_dies(how: str = "seen") -> None:
    """Run the real scheduler process, whose loop raises at its first round; "unseen": in vain."""
    from scheduler import __main__ as main  # noqa: PLC0415 - a process of its own
    from scheduler import metronome  # noqa: PLC0415 - the same

    def die(_loop: object) -> None:
        raise LookupError("the job is gone")

    setattr(metronome.Mortal, "_process_jobs", die)  # noqa: B010 - as it is broken
    if how == "unseen":
        setattr(metronome.Mortal, "die", lambda _loop: None)  # noqa: B010 - the same
    main.run_until_stopped()


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


def answer_late(*, seconds: float) -> None:
    """Let the server dawdle between logging a forecast and saying so, where kills hurt most."""
    from forecasts.web import lines  # noqa: PLC0415 - only a process that serves has it loaded

    name = "redirect"
    at_once = getattr(lines, name)

    def dawdle(*arguments: Any, **named: Any) -> Response:  # noqa: ANN401 - whatever redirect takes
        time.sleep(seconds)
        answer: Response = at_once(*arguments, **named)
        return answer

    setattr(lines, name, dawdle)
