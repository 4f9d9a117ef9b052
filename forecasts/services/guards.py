"""Changes a row only where it still is what the caller saw."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ConflictError, NotFoundError
from forecasts.domain.lifecycle import Status
from forecasts.store.models import (
    Candidate,
    CandidateStatus,
    Forecast,
    Post,
    Proposal,
    ProposalStatus,
    Resolution,
)

_JUST_NOW, _HOUR = 2, 60
"""Minutes up to which something was just now, and up to which they are told."""


@dataclass(frozen=True, slots=True)
class Held:
    """A forecast that nobody else can change until the caller commits, as it stands."""

    id: int
    status: Status
    version: int


def hold_forecast(
    session: Session, forecast_id: int, *, now: datetime, version: int | None = None
) -> Held:
    """The forecast as it stands, held until the caller commits.

    Args:
        version: the version that the caller saw; None: any will do.

    Raises:
        NotFoundError: there is no such forecast.
        ConflictError: somebody else was first; the message tells the present state.
    """
    query = (
        sa.select(Forecast.id, Forecast.status, Forecast.version)
        .where(Forecast.id == forecast_id)
        .with_for_update()
    )
    row = session.execute(query).first()
    if row is None or version not in {None, row.version}:
        raise explain_forecast(session, forecast_id, now=now)
    return Held(*row)


def change_forecast(
    session: Session,
    forecast_id: int,
    *,
    version: int,
    among: Collection[Status],
    goal: Status,
    now: datetime | None = None,
) -> None:
    """Bring the forecast to status ``goal``, if it has that version and one of those statuses.

    Raises:
        NotFoundError: there is no such forecast.
        ConflictError: somebody else was first; the message tells the present state.
    """
    changed = session.scalar(
        sa.update(Forecast)
        .where(Forecast.id == forecast_id, Forecast.version == version, Forecast.status.in_(among))
        .values(status=goal, version=Forecast.version + 1)
        .returning(Forecast.id)
    )
    if changed is None:
        raise explain_forecast(session, forecast_id, now=now)


def explain_forecast(
    session: Session, forecast_id: int, *, now: datetime | None = None
) -> NotFoundError | ConflictError:
    """What to tell somebody who saw the forecast as it is no more."""
    status = session.scalar(sa.select(Forecast.status).where(Forecast.id == forecast_id))
    if status is None:
        return NotFoundError(f"There is no forecast {forecast_id}.")
    return ConflictError(
        f"Forecast {forecast_id} has changed since you opened it: it"
        f" {_tell_state(session, forecast_id, status, now)}."
        " Nothing of yours was saved; look at it again."
    )


def _tell_state(session: Session, forecast_id: int, status: Status, now: datetime | None) -> str:
    """Where it stands and since when; by whom is nobody's business here."""
    proposed = session.execute(
        sa.select(Proposal.outcome, Proposal.proposed_at).where(
            Proposal.forecast_id == forecast_id, Proposal.status == ProposalStatus.STANDING
        )
    ).first()
    if proposed is not None:
        return f"was proposed as {proposed.outcome} by a reviewer{_ago(proposed.proposed_at, now)}"
    decided = session.execute(
        sa.select(Resolution.outcome, Resolution.decided_at)
        .where(Resolution.forecast_id == forecast_id)
        .order_by(Resolution.number.desc())
        .limit(1)
    ).first()
    if decided is None:
        return f"is {status} now"
    told = f"was resolved as {decided.outcome} by a reviewer{_ago(decided.decided_at, now)}"
    return f"{told}, and is disputed" if status is Status.DISPUTED else told


def _ago(then: datetime, now: datetime | None) -> str:
    """How long ago it was; nothing where that is not to be told."""
    if now is None:
        return ""
    minutes = int((now - then).total_seconds() // 60)
    if minutes < _JUST_NOW:
        return " just now"
    if minutes < _HOUR:
        return f" {minutes} minutes ago"
    return f" on {then:%Y-%m-%d at %H:%M} UTC"


def lock_candidates(session: Session, post_id: int) -> None:
    """Let nobody else add to the candidates of a post until the caller commits.

    Those that stand can still be decided.

    Raises:
        NotFoundError: there is no such post.
    """
    found = session.scalar(
        sa.select(Post.id).where(Post.id == post_id).with_for_update(key_share=True)
    )
    if found is None:
        raise NotFoundError(f"There is no post {post_id}.")


def change_candidate(
    session: Session,
    candidate_id: int,
    *,
    version: int,
    values: dict[str, Any],
    among: CandidateStatus = CandidateStatus.PROPOSED,
) -> None:
    """Set ``values`` on the candidate, if it has that version and stands at ``among``.

    One that a newer reading of its post superseded stands nowhere.

    Raises:
        NotFoundError: there is no such candidate.
        ConflictError: somebody else was first; the message tells the present state.
    """
    changed = session.scalar(
        sa.update(Candidate)
        .where(
            Candidate.id == candidate_id,
            Candidate.version == version,
            Candidate.status == among,
            Candidate.superseded_at.is_(None),
        )
        .values(version=Candidate.version + 1, **values)
        .returning(Candidate.id)
        .execution_options(synchronize_session=False)
    )
    if changed is None:
        raise _explain_candidate(session, candidate_id)


def _explain_candidate(session: Session, candidate_id: int) -> NotFoundError | ConflictError:
    found = session.execute(
        sa.select(Candidate.status, Candidate.superseded_at).where(Candidate.id == candidate_id)
    ).first()
    if found is None:
        return NotFoundError(f"There is no candidate {candidate_id}.")
    if found.superseded_at is not None:
        told = "This is no candidate any more: its post was read anew"
    elif found.status is CandidateStatus.PROPOSED:
        told = "This candidate has changed since you opened it"
    else:
        told = f"This candidate is {found.status} already"
    return ConflictError(f"{told}; nothing was changed.")
