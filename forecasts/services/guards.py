"""Changes a row only where it still is what the caller saw."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ConflictError, NotFoundError
from forecasts.domain.lifecycle import Status
from forecasts.store.models import Candidate, CandidateStatus, Forecast, Post, Resolution


def change_forecast(
    session: Session, forecast_id: int, *, version: int, among: Collection[Status], goal: Status
) -> None:
    """Bring the forecast to status ``goal``, if it has that version and one of those statuses.

    Raises:
        NotFoundError: there is no such forecast.
        ConflictError: somebody else was first; the message tells the present state.
    """
    _change(session, forecast_id, Forecast.status.in_(among), version=version, status=goal)


def hold_forecast(
    session: Session, forecast_id: int, *, version: int, among: Collection[Status]
) -> None:
    """Count the forecast's version up, if it has that version and one of those statuses.

    Until the caller commits nobody else changes it.

    Raises:
        NotFoundError: there is no such forecast.
        ConflictError: somebody else was first; the message tells the present state.
    """
    _change(session, forecast_id, Forecast.status.in_(among), version=version)


def refuse_after_deadline(session: Session, forecast_id: int, now: datetime) -> None:
    """Return while the forecast's due instant lies ahead, whatever the clock has flagged so far.

    Raises:
        ConflictError: its day is over.
    """
    due_at = session.scalar(sa.select(Forecast.due_at).where(Forecast.id == forecast_id))
    if due_at is not None and due_at <= now:
        raise ConflictError(
            f"The day of forecast {forecast_id} is over: it waits for a decision now."
        )


def _change(
    session: Session,
    forecast_id: int,
    condition: sa.ColumnElement[bool],
    *,
    version: int,
    **values: object,
) -> None:
    changed = session.scalar(
        sa.update(Forecast)
        .where(Forecast.id == forecast_id, Forecast.version == version, condition)
        .values(version=Forecast.version + 1, **values)
        .returning(Forecast.id)
    )
    if changed is None:
        raise _explain_forecast(session, forecast_id)


def _explain_forecast(session: Session, forecast_id: int) -> NotFoundError | ConflictError:
    status = session.scalar(sa.select(Forecast.status).where(Forecast.id == forecast_id))
    if status is None:
        return NotFoundError(f"There is no forecast {forecast_id}.")
    last = session.execute(
        sa.select(Resolution.outcome, Resolution.decided_by)
        .where(Resolution.forecast_id == forecast_id)
        .order_by(Resolution.number.desc())
        .limit(1)
    ).first()
    state = f"resolved as {last.outcome} by {last.decided_by}" if last else str(status)
    return ConflictError(
        f"Forecast {forecast_id} has changed since you opened it: it is {state} now."
        " Nothing of yours was saved; look at it again."
    )


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
