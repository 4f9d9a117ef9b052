"""How a forecast came to be decided, as its page tells it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from forecasts.domain.lifecycle import Status
from forecasts.domain.permissions import Actor, Permission, may
from forecasts.domain.policies import DISPUTE_WITHIN, Policy
from forecasts.services.conflicts import find_conflict
from forecasts.services.consequences import Consequence, weigh, weigh_reversals
from forecasts.store.models import Dispute, Forecast, Proposal, ProposalStatus, SecondLook
from forecasts.store.queries.reviews import (
    list_disputes,
    list_looks,
    list_proposals,
    name_accounts,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What happened around the decisions of a forecast.

    Attributes:
        standing: the proposal that waits for somebody to confirm it.
        weighed: what it would do to the cards; empty where nothing is decided yet.
        rejected: the proposals that fell.
        disputes: all of them, the first one first.
        looks: the second looks that were taken, by the number of the decision.
        reversals: what each reversal did to the cards, by its number.
        names: what to call the people behind pseudonyms, for those who may know.
        conflict: what keeps whoever asks from deciding; None: nothing.
        disputable_until: until when the last decision may be disputed; None: it may not be.
    """

    standing: Proposal | None
    weighed: Sequence[Consequence]
    rejected: Sequence[Proposal]
    disputes: Sequence[Dispute]
    looks: Mapping[int, SecondLook]
    reversals: Mapping[int, Sequence[Consequence]]
    names: Mapping[str, str]
    conflict: str | None
    disputable_until: datetime | None


def tell_history(
    session: Session, forecast: Forecast, *, actor: Actor, now: datetime, policy: Policy
) -> History:
    """All that happened around the decisions of this forecast, read with its decisions."""
    proposals = list_proposals(session, forecast.id)
    disputes = list_disputes(session, forecast.id)
    standing = next((each for each in proposals if each.status is ProposalStatus.STANDING), None)
    return History(
        standing=standing,
        weighed=_weigh(session, forecast, standing, now=now),
        rejected=[each for each in proposals if each.status is ProposalStatus.REJECTED],
        disputes=disputes,
        looks={look.number: look for look in list_looks(session, forecast.id)},
        reversals=weigh_reversals(session, forecast.resolutions, now=now),
        names=_call(session, forecast, proposals, disputes, actor=actor),
        conflict=_find_conflict(session, forecast, actor, policy),
        disputable_until=disputable_until(forecast, now=now),
    )


def disputable_until(forecast: Forecast, *, now: datetime) -> datetime | None:
    """Until when the last decision may be disputed; None where it may not be, or no longer."""
    if forecast.status is not Status.RESOLVED:
        return None
    until = forecast.resolutions[-1].decided_at + DISPUTE_WITHIN
    return until if now <= until else None


def _weigh(
    session: Session, forecast: Forecast, standing: Proposal | None, *, now: datetime
) -> Sequence[Consequence]:
    if standing is None or not forecast.resolutions:
        return []
    return weigh(session, forecast.id, standing, now=now)


def _find_conflict(
    session: Session, forecast: Forecast, actor: Actor, policy: Policy
) -> str | None:
    if policy is Policy.SOLO or not may(actor, Permission.DECIDE):
        return None
    return find_conflict(session, actor, forecast.id)


def _call(
    session: Session,
    forecast: Forecast,
    proposals: Sequence[Proposal],
    disputes: Sequence[Dispute],
    *,
    actor: Actor,
) -> dict[str, str]:
    """Names for reviewers; everybody else reads of "a reviewer" and "a reader", and of "you"."""
    oneself = {actor.name: "you"}
    if not may(actor, Permission.SEE_DESK):
        return oneself
    people = {
        name for each in forecast.resolutions for name in (each.decided_by, each.confirmed_by)
    }
    people |= {name for each in proposals for name in (each.proposed_by, each.closed_by)}
    people |= {each.raised_by for each in disputes}
    return name_accounts(session, {name for name in people if name}) | oneself
