"""Puts an item of the desk off until a day, with the reason; it comes back by itself."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ConflictError
from forecasts.domain.lifecycle import Status
from forecasts.domain.permissions import Actor
from forecasts.domain.policies import Policy
from forecasts.services.claiming import holding, require_may_take
from forecasts.services.decisions import refuse
from forecasts.services.journal import Act, record
from forecasts.store.inserts import insert_into
from forecasts.store.models import Forecast, Snooze

LONGEST_REASON = 300
LONGEST_SNOOZE = timedelta(days=90)
"""The furthest that an item can be put off at once: what is due must not be forgotten."""

CAN_WAIT = frozenset({Status.OPEN, Status.DUE, Status.PROPOSED, Status.DISPUTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponement:
    """Until which day an item is put off, and why."""

    until: date
    reason: str


def snooze(
    session: Session,
    forecast_id: int,
    postponement: Postponement,
    *,
    version: int,
    actor: Actor,
    now: datetime,
    policy: Policy,
) -> None:
    """Put the item off until the day begins (UTC), for all reviewers; a second snooze replaces it.

    Raises:
        NotFoundError: there is no such forecast.
        InvalidInputError: the day is no later day, or too far away; or there is no reason.
        ConflictError: somebody else is at work on it, or it has changed since it was read.
        NotAllowedError: the actor may not decide it.
    """
    require_may_take(session, forecast_id, actor=actor, policy=policy)
    check_postponement(postponement, now=now)
    with holding(session, forecast_id, actor=actor, now=now):
        _require_can_wait(session, forecast_id, version)
        _put_off(session, forecast_id, postponement, actor=actor, now=now)
    record(session, [_snoozed(forecast_id, postponement)], actor=actor, now=now)


def check_postponement(postponement: Postponement, *, now: datetime) -> None:
    """Return when the day and the reason can be taken.

    Raises:
        InvalidInputError: they cannot; each field at fault is named.
    """
    refuse(
        {
            "until": _fault_of_day(postponement.until, now.date()),
            "reason": _fault_of_reason(postponement.reason),
        }
    )


def _fault_of_day(until: date, today: date) -> str | None:
    if until <= today:
        return "Choose a day after today."
    if until > today + LONGEST_SNOOZE:
        return f"Choose a day within {LONGEST_SNOOZE.days} days; it can be put off again then."
    return None


def _fault_of_reason(reason: str) -> str | None:
    if not reason.strip():
        return "Say why it has to wait."
    too_long = len(reason) > LONGEST_REASON
    return f"Keep the reason under {LONGEST_REASON} characters." if too_long else None


def _require_can_wait(session: Session, forecast_id: int, version: int) -> None:
    found = session.execute(
        sa.select(Forecast.status, Forecast.version)
        .where(Forecast.id == forecast_id)
        .with_for_update(key_share=True)
    ).one()
    if found.version != version or found.status not in CAN_WAIT:
        raise ConflictError(
            f"Forecast {forecast_id} has changed since you opened it: it is {found.status} now."
            " Nothing of yours was saved; look at it again."
        )


def _put_off(
    session: Session, forecast_id: int, postponement: Postponement, *, actor: Actor, now: datetime
) -> None:
    row = {
        "until": datetime.combine(postponement.until, time(), UTC),
        "reason": postponement.reason.strip(),
        "snoozed_by": actor.name,
        "snoozed_at": now,
    }
    insert = insert_into(session, Snooze)
    session.execute(
        insert.values(forecast_id=forecast_id, **row).on_conflict_do_update(
            index_elements=["forecast_id"], set_=row
        )
    )


def _snoozed(forecast_id: int, postponement: Postponement) -> Act:
    return Act(
        kind="snoozed",
        subject=f"forecast:{forecast_id}",
        facts={"until": postponement.until.isoformat()},
        private={"reason": postponement.reason.strip()},
    )


def wake(
    session: Session, forecast_id: int, *, actor: Actor, now: datetime, policy: Policy
) -> None:
    """Bring a snoozed item back before its day.

    Raises:
        NotFoundError: there is no such forecast.
        ConflictError: it is not snoozed, or somebody else is at work on it.
        NotAllowedError: the actor may not decide it.
    """
    require_may_take(session, forecast_id, actor=actor, policy=policy)
    with holding(session, forecast_id, actor=actor, now=now):
        if not end_snooze(session, forecast_id, now=now):
            raise ConflictError(f"Forecast {forecast_id} is back on the desk already.")
    record(session, [Act("woken", f"forecast:{forecast_id}", {})], actor=actor, now=now)


def end_snooze(session: Session, forecast_id: int, *, now: datetime) -> bool:
    """Forget that the item was put off; whether it still was."""
    until = session.scalar(
        sa.delete(Snooze).where(Snooze.forecast_id == forecast_id).returning(Snooze.until)
    )
    return until is not None and until > now
