"""Confirms or rejects what somebody else proposed."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ConflictError, NotAllowedError, NotFoundError
from forecasts.domain.lifecycle import Status, may_become
from forecasts.domain.permissions import Actor, Permission, Role, account_number, require
from forecasts.domain.policies import Policy
from forecasts.domain.sampling import DEFAULT_SHARE
from forecasts.services.conflicts import find_conflict, is_same_person, require_no_conflict
from forecasts.services.decisions import Decision, fault_of_length, refuse
from forecasts.services.guards import Held, change_forecast, hold_forecast
from forecasts.services.journal import Act, record
from forecasts.services.settling import Settlement, list_decisions, settle
from forecasts.store.models import Proposal, ProposalStatus, Resolution


def confirm(
    session: Session,
    proposal_id: int,
    *,
    version: int,
    actor: Actor,
    now: datetime,
    policy: Policy,
    share: int = DEFAULT_SHARE,
) -> Resolution:
    """The decision as recorded: as it was proposed, and confirmed by the actor.

    Args:
        version: the version of the proposal that the actor saw.
        share: percent of the decisions that somebody else looks at again.

    Raises:
        NotFoundError: there is no such proposal.
        ConflictError: it stands no more, or the forecast was withdrawn.
        NotAllowedError: the actor is who proposed it, or is linked to them; the actor or the
            proposer has a conflict; or both had a part in the decision that is disputed.
    """
    require(actor, Permission.DECIDE)
    proposal, held = _hold(session, proposal_id, now=now)
    objection = find_objection(session, proposal, held.status, actor=actor, policy=policy)
    if objection is not None:
        raise NotAllowedError(objection)
    _close(session, proposal, version, ProposalStatus.CONFIRMED, actor=actor, now=now)
    goal = Status.RESOLVED
    change_forecast(
        session, held.id, version=held.version, among=may_become(goal), goal=goal, now=now
    )
    how = Settlement(
        decided_by=proposal.proposed_by,
        confirmed_by=actor.name,
        self_resolved=policy is Policy.SOLO,
        share=share,
    )
    return settle(session, held.id, _decision_of(proposal), how, actor=actor, now=now)


def reject(
    session: Session, proposal_id: int, *, version: int, note: str, actor: Actor, now: datetime
) -> None:
    """Let a proposal fall; what was due is due again. Who proposed it takes it back this way.

    Raises:
        NotFoundError: there is no such proposal.
        ConflictError: it stands no more.
        InvalidInputError: the note, which says why, is missing or too long.
        NotAllowedError: the actor may not decide, or has a conflict.
    """
    require(actor, Permission.DECIDE)
    proposal, held = _hold(session, proposal_id, now=now)
    own = is_same_person(session, actor, proposal.proposed_by)
    if not own:
        require_no_conflict(session, actor, held.id, policy=Policy.INDEPENDENT)
    refuse({"note": fault_of_length(note) if note.strip() else "Say why you reject it."})
    _close(session, proposal, version, ProposalStatus.REJECTED, note=note, actor=actor, now=now)
    goal = Status.DUE if held.status is Status.PROPOSED else held.status
    change_forecast(session, held.id, version=held.version, among={held.status}, goal=goal, now=now)
    act = Act(
        "rejected",
        f"forecast:{held.id}",
        {"proposal": proposal.id, "taken_back": own},
        private={"note": note.strip()},
    )
    record(session, [act], actor=actor, now=now)


def _hold(session: Session, proposal_id: int, *, now: datetime) -> tuple[Proposal, Held]:
    """The proposal and its forecast, which nobody else can change until the caller commits."""
    proposal = session.get(Proposal, proposal_id)
    if proposal is None:
        raise NotFoundError(f"There is no proposal {proposal_id}.")
    return proposal, hold_forecast(session, proposal.forecast_id, now=now)


def find_objection(
    session: Session, proposal: Proposal, status: Status, *, actor: Actor, policy: Policy
) -> str | None:
    """What keeps the actor from confirming this proposal, as a sentence to them; None: nothing.

    Args:
        status: that of the forecast.
    """
    if is_same_person(session, actor, proposal.proposed_by):
        return "Nobody confirms what they proposed themselves; somebody else does."
    if policy is Policy.SOLO:
        return None
    conflict = find_conflict(session, actor, proposal.forecast_id)
    if conflict is not None:
        return f"{conflict} Somebody else decides it."
    proposer = Actor(proposal.proposed_by, Role.REVIEWER, account_number(proposal.proposed_by))
    if find_conflict(session, proposer, proposal.forecast_id) is not None:
        return "Who proposed this has a conflict here by now; reject it."
    if status is Status.DISPUTED and _both_decided(session, proposal.forecast_id, actor, proposer):
        return "You both had a part in the decision that is disputed; somebody else confirms."
    return None


def _both_decided(session: Session, forecast_id: int, actor: Actor, proposer: Actor) -> bool:
    """Whether neither of the two looks at the disputed decision for the first time."""
    last = list_decisions(session, forecast_id)[-1]
    deciders = [name for name in (last.decided_by, last.confirmed_by) if name]
    return all(
        any(is_same_person(session, person, name) for name in deciders)
        for person in (actor, proposer)
    )


def _close(
    session: Session,
    proposal: Proposal,
    version: int,
    status: ProposalStatus,
    *,
    note: str = "",
    actor: Actor,
    now: datetime,
) -> None:
    closed = session.scalar(
        sa.update(Proposal)
        .where(
            Proposal.id == proposal.id,
            Proposal.version == version,
            Proposal.status == ProposalStatus.STANDING,
        )
        .values(
            status=status,
            closed_at=now,
            closed_by=actor.name,
            closing_note=note.strip(),
            version=Proposal.version + 1,
        )
        .returning(Proposal.id)
    )
    if closed is None:
        session.refresh(proposal)
        raise ConflictError(
            f"This proposal was {proposal.status} already by a reviewer. Nothing of yours was"
            " saved; look at the forecast again."
        )


def _decision_of(proposal: Proposal) -> Decision:
    return Decision(
        outcome=proposal.outcome,
        void_reason=proposal.void_reason,
        evidence_url=proposal.evidence_url,
        note=proposal.note,
        known_on=proposal.known_on,
    )
