"""What stands about one forecast on the desk: who has it, hints, a proposal, a dispute."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.permissions import account_name
from forecasts.store.models import (
    Account,
    Candidate,
    Dispute,
    DisputeStatus,
    Forecast,
    Hint,
    ItemClaim,
    Proposal,
    ProposalStatus,
    SecondLook,
    Snooze,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What reviewers know of a forecast beside the record itself.

    Attributes:
        held_by: number of the account that is at work on it; None: nobody.
        held_until: when it is free again if they do nothing more.
        snooze: until when and why it was put off, also where that is over.
        hints: what was pointed out and not dealt with yet, the first first.
        proposal: the decision that waits to be confirmed.
        dispute: why the last decision is held for wrong.
        second_look: the decision that is to be made once more.
        reading: how its deadline was read, where it was read in a post.
        names: for each pseudonym that appears here or in its decisions, the name of the account.
    """

    held_by: int | None = None
    held_until: datetime | None = None
    snooze: Snooze | None = None
    hints: list[Hint] = field(default_factory=list)
    proposal: Proposal | None = None
    dispute: Dispute | None = None
    second_look: SecondLook | None = None
    reading: "Reading | None" = None
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a deadline was read: whether other days could be meant, and which."""

    ambiguous: bool
    alternatives: list[Any]


def find_standing(session: Session, forecast: Forecast, *, now: datetime) -> Standing:
    """What stands about the forecast, whose decisions must be loaded."""
    held = session.execute(
        sa.select(ItemClaim.account_id, ItemClaim.expires_at).where(
            ItemClaim.forecast_id == forecast.id, ItemClaim.expires_at > now
        )
    ).first()
    standing = Standing(
        held_by=held.account_id if held else None,
        held_until=held.expires_at if held else None,
        snooze=session.get(Snooze, forecast.id),
        hints=_open_hints(session, forecast.id),
        proposal=_standing_proposal(session, forecast.id),
        dispute=_open_dispute(session, forecast.id),
        second_look=_pending_look(session, forecast.id),
        reading=_find_reading(session, forecast.candidate_id),
    )
    return _with_names(session, standing, forecast)


def _open_hints(session: Session, forecast_id: int) -> list[Hint]:
    query = sa.select(Hint).where(Hint.forecast_id == forecast_id, Hint.closed_at.is_(None))
    return list(session.scalars(query.order_by(Hint.id)))


def _standing_proposal(session: Session, forecast_id: int) -> Proposal | None:
    return session.scalar(
        sa.select(Proposal).where(
            Proposal.forecast_id == forecast_id, Proposal.status == ProposalStatus.STANDING
        )
    )


def _open_dispute(session: Session, forecast_id: int) -> Dispute | None:
    return session.scalar(
        sa.select(Dispute).where(
            Dispute.forecast_id == forecast_id, Dispute.status == DisputeStatus.OPEN
        )
    )


def _pending_look(session: Session, forecast_id: int) -> SecondLook | None:
    return session.scalar(
        sa.select(SecondLook)
        .where(SecondLook.forecast_id == forecast_id, SecondLook.looked_at.is_(None))
        .order_by(SecondLook.number.desc())
        .limit(1)
    )


def _find_reading(session: Session, candidate_id: int | None) -> Reading | None:
    if candidate_id is None:
        return None
    row = session.execute(
        sa.select(Candidate.deadline_ambiguous, Candidate.deadline_alternatives).where(
            Candidate.id == candidate_id
        )
    ).first()
    return Reading(*row) if row else None


def _with_names(session: Session, standing: Standing, forecast: Forecast) -> Standing:
    told: list[str | None] = [resolution.decided_by for resolution in forecast.resolutions]
    told += [resolution.confirmed_by for resolution in forecast.resolutions]
    told += [hint.given_by for hint in standing.hints]
    told += [standing.snooze.snoozed_by] if standing.snooze else []
    told += [standing.proposal.proposed_by] if standing.proposal else []
    told += [standing.dispute.raised_by] if standing.dispute else []
    told += [account_name(standing.held_by)] if standing.held_by else []
    names = find_names(session, {name for name in told if name})
    return replace(standing, names=names)


def find_names(session: Session, pseudonyms: Collection[str]) -> dict[str, str]:
    """The names of the accounts behind these pseudonyms; the clock and others have none."""
    numbers = {name: int(name.partition(":")[2]) for name in pseudonyms if ":" in name}
    query = sa.select(Account.id, Account.name).where(Account.id.in_(numbers.values()))
    names = dict(session.execute(query).tuples().all())
    return {name: names[number] for name, number in numbers.items() if number in names}
