"""Hints that an open forecast may be decided already: given by anybody signed in, with a link."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.deadlines import latest_today
from forecasts.domain.errors import ConflictError, NotFoundError
from forecasts.domain.lifecycle import Status
from forecasts.domain.permissions import Actor, Permission, require
from forecasts.domain.policies import Policy
from forecasts.services.claiming import holding, require_may_take
from forecasts.services.decisions import fault_of_address, refuse
from forecasts.services.journal import Act, record
from forecasts.services.owning import require_readable_forecast
from forecasts.store.models import Forecast, Hint

LONGEST_REMARK = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """What somebody points out.

    Attributes:
        evidence_url: where one can read that it is decided.
        known_on: the first day on which one could know.
        note: anything to add.
    """

    evidence_url: str
    known_on: date
    note: str = ""


def point_out(
    session: Session, forecast_id: int, pointer: Pointer, *, actor: Actor, now: datetime
) -> Hint:
    """The hint as kept; it puts the forecast before the reviewers.

    Raises:
        NotFoundError: there is no such forecast, or the actor may not see it.
        InvalidInputError: the link or the day cannot be right.
        ConflictError: the forecast is not open, or the actor has pointed this out already.
        NotAllowedError: the actor may not point things out.
    """
    require(actor, Permission.POINT_OUT)
    _check(pointer, now=now)
    _require_open(session, forecast_id, actor)
    _require_first(session, forecast_id, actor)
    hint = Hint(
        forecast_id=forecast_id,
        evidence_url=pointer.evidence_url,
        known_on=pointer.known_on,
        note=pointer.note.strip(),
        given_by=actor.name,
        given_at=now,
        closed_at=None,
    )
    session.add(hint)
    session.flush()
    record(session, [_pointed_out(hint)], actor=actor, now=now)
    return hint


def _check(pointer: Pointer, *, now: datetime) -> None:
    is_future = pointer.known_on > latest_today(now)
    too_long = len(pointer.note) > LONGEST_REMARK
    refuse(
        {
            "evidence_url": fault_of_address(pointer.evidence_url, needed=True),
            "known_on": "That day must not lie in the future." if is_future else None,
            "note": f"Keep it under {LONGEST_REMARK:,} characters." if too_long else None,
        }
    )


def _require_open(session: Session, forecast_id: int, actor: Actor) -> None:
    require_readable_forecast(session, forecast_id, actor)
    held = sa.select(Forecast.status).where(Forecast.id == forecast_id)
    status = session.scalars(held.with_for_update(key_share=True)).one()
    if status is not Status.OPEN:
        raise ConflictError(
            f"Forecast {forecast_id} is {status} by now, so there is nothing to point out."
        )


def _require_first(session: Session, forecast_id: int, actor: Actor) -> None:
    theirs = sa.select(Hint.id).where(Hint.forecast_id == forecast_id, Hint.given_by == actor.name)
    if session.scalar(theirs) is not None:
        raise ConflictError("You have pointed this out already; a reviewer looks at it.")


def _pointed_out(hint: Hint) -> Act:
    return Act(
        kind="pointed-out",
        subject=f"forecast:{hint.forecast_id}",
        facts={"hint": hint.id, "known_on": hint.known_on.isoformat()},
        private={"evidence": hint.evidence_url, "note": hint.note},
    )


def dismiss_hint(
    session: Session, hint_id: int, *, actor: Actor, now: datetime, policy: Policy
) -> int:
    """Say that the hint decides nothing; number of its forecast, which stays open.

    Raises:
        NotFoundError: there is no such hint.
        ConflictError: it was dismissed already, or somebody else is at work on the forecast.
        NotAllowedError: the actor may not decide the forecast.
    """
    forecast_id = session.scalar(sa.select(Hint.forecast_id).where(Hint.id == hint_id))
    if forecast_id is None:
        raise NotFoundError(f"There is no hint {hint_id}.")
    require_may_take(session, forecast_id, actor=actor, policy=policy)
    with holding(session, forecast_id, actor=actor, now=now):
        if not _close(session, Hint.id == hint_id, now=now):
            raise ConflictError("This hint was dealt with already.")
    act = Act("hint-dismissed", f"forecast:{forecast_id}", {"hint": hint_id})
    record(session, [act], actor=actor, now=now)
    return forecast_id


def close_hints(session: Session, forecast_id: int, *, now: datetime) -> None:
    """Note that the forecast's hints have been dealt with: it is decided."""
    _close(session, Hint.forecast_id == forecast_id, now=now)


def _close(session: Session, which: sa.ColumnElement[bool], *, now: datetime) -> bool:
    closed = sa.update(Hint).where(which, Hint.closed_at.is_(None)).values(closed_at=now)
    return bool(session.scalars(closed.returning(Hint.id)).all())
