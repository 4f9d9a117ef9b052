"""Conflicts of interest: found in the rows, or declared; whoever has one decides nothing."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from forecasts.domain.permissions import (
    Actor,
    Permission,
    account_name,
    account_number,
    require,
    require_own,
)
from forecasts.domain.policies import Policy
from forecasts.services.journal import Act, record
from forecasts.store.models import Author, Conflict, Forecast
from forecasts.store.queries.conflicts import grounds_against, names_of_person, without_conflict

__all__ = [
    "declare_conflict",
    "end_conflict",
    "find_conflict",
    "is_same_person",
    "require_no_conflict",
    "without_conflict",
]

LONGEST_REASON = 4000


def find_conflict(session: Session, actor: Actor, forecast_id: int) -> str | None:
    """What keeps the actor from judging this forecast, as a sentence to them; None: nothing.

    On a solo installation nobody is kept from it; ask no further there.
    """
    if actor.account_id is None:
        return None
    grounds = grounds_against(actor.account_id)
    found = session.execute(sa.select(*grounds.values()).where(Forecast.id == forecast_id)).first()
    holding = [ground for ground, holds in zip(grounds, found or (), strict=False) if holds]
    return holding[0].value if holding else None


def require_no_conflict(
    session: Session, actor: Actor, forecast_id: int, *, policy: Policy
) -> None:
    """Return when the actor may judge the forecast, as anybody may on a solo installation.

    Raises:
        NotAllowedError: something keeps them from it; the message says what.
    """
    conflict = None if policy is Policy.SOLO else find_conflict(session, actor, forecast_id)
    if conflict is not None:
        raise NotAllowedError(f"{conflict} Somebody else decides it.")


def is_same_person(session: Session, actor: Actor, name: str) -> bool:
    """Whether that pseudonym is the actor's, or of an account that is linked to theirs."""
    if name == actor.name:
        return True
    if actor.account_id is None or account_number(name) is None:
        return False
    return name in set(session.scalars(names_of_person(actor.account_id)))


def declare_conflict(
    session: Session,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
    author_id: int | None = None,
    forecast_id: int | None = None,
) -> Conflict:
    """The conflict that the actor declares, about an author or about one forecast.

    Raises:
        NotFoundError: there is no such author or forecast.
        InvalidInputError: the reason is missing or too long, or it is not about one of the two.
        ConflictError: they have declared it already.
        NotAllowedError: the actor is no reviewer.
    """
    require(actor, Permission.DECLARE_CONFLICT)
    _check_reason(reason)
    subject = _find_subject(session, author_id=author_id, forecast_id=forecast_id)
    if _is_declared(session, actor, author_id=author_id, forecast_id=forecast_id):
        raise ConflictError("You have declared this conflict already.")
    conflict = Conflict(
        account_id=actor.account_id,
        author_id=author_id,
        forecast_id=forecast_id,
        reason=reason.strip(),
        declared_at=now,
    )
    session.add(conflict)
    session.flush()
    act = Act(
        "conflict-declared", subject, {"conflict": conflict.id}, private={"reason": reason.strip()}
    )
    record(session, [act], actor=actor, now=now)
    return conflict


def end_conflict(
    session: Session, conflict_id: int, *, reason: str, actor: Actor, now: datetime
) -> None:
    """End a declared conflict; that it was declared, and ended, stays in the ledger.

    Raises:
        NotFoundError: there is no such conflict.
        InvalidInputError: the reason is missing or too long.
        ConflictError: it has ended already.
        NotAllowedError: it is somebody else's.
    """
    require(actor, Permission.DECLARE_CONFLICT)
    conflict = session.get(Conflict, conflict_id)
    if conflict is None:
        raise NotFoundError(f"There is no declared conflict {conflict_id}.")
    require_own(actor, Permission.DECLARE_CONFLICT, recorded_by=account_name(conflict.account_id))
    _check_reason(reason)
    ended = session.scalar(
        sa.update(Conflict)
        .where(Conflict.id == conflict_id, Conflict.ended_at.is_(None))
        .values(ended_at=now)
        .returning(Conflict.id)
    )
    if ended is None:
        raise ConflictError("This conflict has ended already.")
    act = Act(
        "conflict-ended",
        _subject_of(author_id=conflict.author_id, forecast_id=conflict.forecast_id),
        {"conflict": conflict_id},
        private={"reason": reason.strip()},
    )
    record(session, [act], actor=actor, now=now)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidInputError("Say why.", {"reason": "Say why."})
    if len(reason) > LONGEST_REASON:
        told = f"Keep the reason to at most {LONGEST_REASON:,} characters."
        raise InvalidInputError(told, {"reason": told})


def _find_subject(session: Session, *, author_id: int | None, forecast_id: int | None) -> str:
    if (author_id is None) == (forecast_id is None):
        told = "A conflict is about an author or about one forecast."
        raise InvalidInputError(told, {"about": told})
    row = Author if author_id is not None else Forecast
    if session.get(row, author_id if author_id is not None else forecast_id) is None:
        raise NotFoundError(f"There is no such {row.__tablename__}.")
    return _subject_of(author_id=author_id, forecast_id=forecast_id)


def _subject_of(*, author_id: int | None, forecast_id: int | None) -> str:
    return f"author:{author_id}" if author_id is not None else f"forecast:{forecast_id}"


def _is_declared(
    session: Session, actor: Actor, *, author_id: int | None, forecast_id: int | None
) -> bool:
    query = sa.select(Conflict.id).where(
        Conflict.account_id == actor.account_id,
        Conflict.author_id.is_not_distinct_from(author_id),
        Conflict.forecast_id.is_not_distinct_from(forecast_id),
        Conflict.ended_at.is_(None),
    )
    return session.scalar(query) is not None
