"""Changes a row only where it still is what the caller saw."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ConflictError, NotFoundError
from forecasts.domain.lifecycle import Status
from forecasts.store.models import Candidate, CandidateStatus, Forecast, Resolution


def change_forecast(
    session: Session, forecast_id: int, *, version: int, among: Collection[Status], goal: Status
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


def change_candidate(
    session: Session,
    candidate_id: int,
    *,
    version: int,
    values: dict[str, Any],
    among: CandidateStatus = CandidateStatus.PROPOSED,
) -> None:
    """Set ``values`` on the candidate, if it has that version and stands at ``among``.

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
        )
        .values(version=Candidate.version + 1, **values)
        .returning(Candidate.id)
    )
    if changed is None:
        raise _explain_candidate(session, candidate_id)


def _explain_candidate(session: Session, candidate_id: int) -> NotFoundError | ConflictError:
    status = session.scalar(sa.select(Candidate.status).where(Candidate.id == candidate_id))
    if status is None:
        return NotFoundError(f"There is no candidate {candidate_id}.")
    return ConflictError(f"This candidate is {status} already; nothing was changed.")
