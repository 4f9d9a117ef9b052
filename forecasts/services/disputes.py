"""Disputes: somebody holds a decision for wrong, and two reviewers look at it again."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ConflictError, NotAllowedError
from forecasts.domain.lifecycle import Status, may_become
from forecasts.domain.permissions import Actor, Permission, require
from forecasts.domain.policies import ANSWER_WITHIN, DISPUTE_WITHIN
from forecasts.services.answering import find_open_dispute
from forecasts.services.conflicts import is_same_person
from forecasts.services.decisions import fault_of_address, fault_of_length, refuse
from forecasts.services.guards import change_forecast, explain_forecast, hold_forecast
from forecasts.services.journal import Act, record
from forecasts.services.notices import notify_disputed
from forecasts.services.owning import require_readable_forecast
from forecasts.services.settling import list_decisions
from forecasts.store.models import Dispute, DisputeStatus, Resolution

SECOND_LOOK = "second look"
"""Who raised a dispute that nobody raised: a blind second look came to another outcome."""


def dispute(
    session: Session,
    forecast_id: int,
    *,
    number: int,
    reason: str,
    evidence_url: str | None,
    actor: Actor,
    now: datetime,
) -> Dispute:
    """The dispute as recorded, open; the decision counts on until it is answered.

    Args:
        number: number of the decision that the actor saw, and holds for wrong.

    Raises:
        NotFoundError: there is no such forecast, or it is not for the actor to see.
        InvalidInputError: the reason is missing, or reason or link cannot be taken.
        ConflictError: it was decided anew or disputed meanwhile, or they disputed it before.
        NotAllowedError: nobody is signed in, or the time to dispute it is over.
    """
    require(actor, Permission.DISPUTE)
    require_readable_forecast(session, forecast_id, actor)
    held = hold_forecast(session, forecast_id, now=now)
    decided = list_decisions(session, forecast_id)
    if not decided or decided[-1].number != number or held.status is Status.WITHDRAWN:
        raise explain_forecast(session, forecast_id, now=now)
    _require_in_time(decided[-1], now=now)
    _require_first(session, forecast_id, number, actor)
    _check(reason, evidence_url)
    raised = Dispute(
        forecast_id=forecast_id,
        number=number,
        reason=reason.strip(),
        evidence_url=evidence_url or None,
        raised_by=actor.name,
    )
    change_forecast(
        session,
        forecast_id,
        version=held.version,
        among=may_become(Status.DISPUTED),
        goal=Status.DISPUTED,
        now=now,
    )
    act = open_dispute(session, raised, now=now)
    record(session, [act], actor=actor, now=now)
    return raised


def _check(reason: str, evidence_url: str | None) -> None:
    refuse(
        {
            "reason": fault_of_length(reason) if reason.strip() else "Say what is wrong with it.",
            "evidence_url": fault_of_address(evidence_url, needed=False),
        }
    )


def open_dispute(session: Session, raised: Dispute, *, now: datetime) -> Act:
    """Store the dispute as open; the act to be recorded. The caller has set the status."""
    raised.status = DisputeStatus.OPEN
    raised.raised_at = now
    raised.answer_by = now + ANSWER_WITHIN
    session.add(raised)
    session.flush()
    notify_disputed(session, raised, now=now)
    facts = {
        "dispute": raised.id,
        "number": raised.number,
        "answer_by": raised.answer_by.isoformat(),
        "second_look": raised.raised_by == SECOND_LOOK,
    }
    private = {"reason": raised.reason, "evidence": raised.evidence_url}
    return Act("disputed", f"forecast:{raised.forecast_id}", facts, private=private)


def _require_in_time(decision: Resolution, *, now: datetime) -> None:
    last_moment = decision.decided_at + DISPUTE_WITHIN
    if now > last_moment:
        raise NotAllowedError(
            f"A decision may be disputed for {DISPUTE_WITHIN.days} days; for this one they ended"
            f" on {last_moment:%Y-%m-%d}."
        )


def _require_first(session: Session, forecast_id: int, number: int, actor: Actor) -> None:
    """Once per person and decision, and one at a time."""
    query = sa.select(Dispute.raised_by).where(
        Dispute.forecast_id == forecast_id, Dispute.number == number
    )
    if any(is_same_person(session, actor, name) for name in session.scalars(query)):
        raise ConflictError("You have disputed this decision already; each person does so once.")
    standing = find_open_dispute(session, forecast_id)
    if standing is not None:
        raise ConflictError(
            "This decision is disputed already. Two reviewers answer by"
            f" {standing.answer_by:%Y-%m-%d}; what they decide may be disputed again."
        )
