"""What stands about one forecast on the desk: who has it, hints, a proposal, a dispute."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.permissions import account_name, account_number
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
    row = session.execute(_about(forecast.id, now)).one()
    held_by, held_until, snooze, proposal, dispute, second_look, ambiguous, alternatives = row
    standing = Standing(
        held_by=held_by,
        held_until=held_until,
        snooze=snooze,
        hints=_open_hints(session, forecast.id),
        proposal=proposal,
        dispute=dispute,
        second_look=second_look,
        reading=None if ambiguous is None else Reading(ambiguous, alternatives),
    )
    return _with_names(session, standing, forecast)


def _about(forecast_id: int, now: datetime) -> sa.Select[*tuple[Any, ...]]:
    """All that there is at most one of, in one question."""
    return (
        sa.select(
            ItemClaim.account_id,
            ItemClaim.expires_at,
            Snooze,
            Proposal,
            Dispute,
            SecondLook,
            Candidate.deadline_ambiguous,
            Candidate.deadline_alternatives,
        )
        .select_from(Forecast)
        .outerjoin(ItemClaim, _of(ItemClaim, ItemClaim.expires_at > now))
        .outerjoin(Snooze, Snooze.forecast_id == Forecast.id)
        .outerjoin(Proposal, _of(Proposal, Proposal.status == ProposalStatus.STANDING))
        .outerjoin(Dispute, _of(Dispute, Dispute.status == DisputeStatus.OPEN))
        .outerjoin(SecondLook, _of(SecondLook, SecondLook.looked_at.is_(None)))
        .outerjoin(Candidate, Candidate.id == Forecast.candidate_id)
        .where(Forecast.id == forecast_id)
        .order_by(SecondLook.number.desc())
        .limit(1)
    )


def _of(
    table: type[ItemClaim | Proposal | Dispute | SecondLook], which: sa.ColumnElement[bool]
) -> sa.ColumnElement[bool]:
    return sa.and_(table.forecast_id == Forecast.id, which)


def _open_hints(session: Session, forecast_id: int) -> list[Hint]:
    query = sa.select(Hint).where(Hint.forecast_id == forecast_id, Hint.closed_at.is_(None))
    return list(session.scalars(query.order_by(Hint.id)))


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
    numbers = {account_number(name) for name in pseudonyms} - {None}
    query = sa.select(Account.id, Account.name).where(Account.id.in_(numbers))
    return {account_name(number): name for number, name in session.execute(query)}
