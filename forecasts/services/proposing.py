"""Proposes a decision that takes effect when somebody else has confirmed it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ConflictError
from forecasts.domain.lifecycle import Status
from forecasts.domain.permissions import Actor
from forecasts.services.decisions import Decision
from forecasts.services.guards import Held, change_forecast, explain_forecast
from forecasts.services.journal import Act, record
from forecasts.store.models import Proposal, ProposalStatus

PROPOSABLE = frozenset({Status.OPEN, Status.DUE, Status.RESOLVED, Status.DISPUTED})
"""Where a decision may be proposed. What is due becomes proposed; the rest stays where it is."""


def find_standing(session: Session, forecast_id: int) -> Proposal | None:
    """The proposal on this forecast that waits for somebody to confirm or reject it."""
    query = sa.select(Proposal).where(
        Proposal.forecast_id == forecast_id, Proposal.status == ProposalStatus.STANDING
    )
    return session.scalar(query)


def refuse_beside_proposal(session: Session, forecast_id: int, *, now: datetime) -> None:
    """Return when no proposal stands on this forecast.

    Raises:
        ConflictError: one does; it is to be confirmed or rejected first.
    """
    if find_standing(session, forecast_id) is not None:
        told = explain_forecast(session, forecast_id, now=now)
        raise ConflictError(f"{told} What was proposed is confirmed or rejected first.")


def propose(
    session: Session,
    held: Held,
    decision: Decision,
    *,
    number: int,
    actor: Actor,
    now: datetime,
) -> Proposal:
    """The proposal as recorded, standing. The caller has checked it, and that no other stands.

    Args:
        held: the forecast, held by the caller.
        number: that of the decision it would be.

    Raises:
        ConflictError: the forecast is where nothing can be decided.
    """
    goal = Status.PROPOSED if held.status is Status.DUE else held.status
    change_forecast(session, held.id, version=held.version, among=PROPOSABLE, goal=goal, now=now)
    proposal = Proposal(
        forecast_id=held.id,
        outcome=decision.outcome,
        void_reason=decision.void_reason,
        evidence_url=decision.evidence_url,
        note=decision.note.strip(),
        known_on=decision.known_on,
        proposed_at=now,
        proposed_by=actor.name,
        status=ProposalStatus.STANDING,
        version=1,
    )
    session.add(proposal)
    session.flush()
    record(session, [_proposed(proposal, number)], actor=actor, now=now)
    return proposal


def _proposed(proposal: Proposal, number: int) -> Act:
    reason = proposal.void_reason
    return Act(
        kind="proposed",
        subject=f"forecast:{proposal.forecast_id}",
        facts={
            "proposal": proposal.id,
            "number": number,
            "outcome": proposal.outcome.value,
            "void_reason": reason.value if reason else None,
            "known_on": proposal.known_on.isoformat(),
        },
        private={"evidence": proposal.evidence_url, "note": proposal.note},
    )
