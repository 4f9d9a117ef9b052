"""Takes a reviewer's decision as the policy has it; the last one counts, the earlier ones stay."""

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile

from sqlalchemy.orm import Session

from forecasts.domain.errors import NotAllowedError
from forecasts.domain.lifecycle import Status, may_become
from forecasts.domain.permissions import Actor, Permission, require
from forecasts.domain.policies import Policy, takes_two
from forecasts.domain.sampling import DEFAULT_SHARE
from forecasts.services.conflicts import require_no_conflict
from forecasts.services.decisions import (
    LONGEST_ADDRESS,
    LONGEST_NOTE,
    Decision,
    Verdict,
    check_decision,
)
from forecasts.services.guards import change_forecast, hold_forecast
from forecasts.services.proposing import propose, refuse_beside_proposal
from forecasts.services.settling import Settlement, list_decisions, settle
from forecasts.store.models import Proposal, Resolution

__all__ = ["LONGEST_ADDRESS", "LONGEST_NOTE", "Decision", "Verdict", "decide", "resolve"]


def decide(
    session: Session,
    forecast_id: int,
    decision: Decision,
    *,
    version: int,
    actor: Actor,
    now: datetime,
    policy: Policy,
    share: int = DEFAULT_SHARE,
) -> Resolution | Proposal:
    """The decision as recorded, or, where it takes two people, as proposed.

    On a forecast that is decided already it is a reversal.

    Args:
        version: the version of the forecast that the reviewer saw.
        policy: of the installation; on a solo one authors may resolve their own, and every
            decision is marked as self-resolved.
        share: percent of the decisions that somebody else looks at again.

    Raises:
        NotFoundError: there is no such forecast.
        ConflictError: somebody else decided or proposed meanwhile; the message tells how.
        InvalidInputError: evidence, reason or day is missing or cannot be right.
        NotAllowedError: the actor may not decide, or has a conflict.
    """
    require(actor, Permission.DECIDE)
    held = hold_forecast(session, forecast_id, version=version, now=now)
    require_no_conflict(session, actor, forecast_id, policy=policy)
    refuse_beside_proposal(session, forecast_id, now=now)
    earlier = list_decisions(session, forecast_id)
    check_decision(decision, reverses=bool(earlier), now=now)
    if takes_two(policy, held.status, alone_since=_alone_since(earlier, actor), now=now):
        return propose(session, held, decision, number=len(earlier) + 1, actor=actor, now=now)
    goal = Status.RESOLVED
    change_forecast(
        session, forecast_id, version=version, among=may_become(goal), goal=goal, now=now
    )
    how = Settlement(decided_by=actor.name, self_resolved=policy is Policy.SOLO, share=share)
    return settle(session, forecast_id, decision, how, actor=actor, now=now)


def resolve(
    session: Session,
    forecast_id: int,
    decision: Decision,
    *,
    version: int,
    actor: Actor,
    now: datetime,
    policy: Policy,
    share: int = 0,
) -> Resolution:
    """The decision of one person alone, for who knows that the policy asks for no second one.

    Raises:
        NotAllowedError: it does ask for one; the caller must roll back what was begun.
    """
    decided = decide(
        session,
        forecast_id,
        decision,
        version=version,
        actor=actor,
        now=now,
        policy=policy,
        share=share,
    )
    if isinstance(decided, Proposal):
        raise NotAllowedError("This takes two people: one proposes it, another one confirms it.")
    return decided


def _alone_since(decisions: Sequence[Resolution], actor: Actor) -> datetime | None:
    """When the actor first decided what nobody else has had a part in since."""
    theirs = takewhile(
        lambda each: each.decided_by == actor.name and each.confirmed_by is None,
        reversed(decisions),
    )
    return min((each.decided_at for each in theirs), default=None)
