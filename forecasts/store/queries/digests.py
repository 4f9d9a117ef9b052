"""What a digest tells owners about their forecasts, as it stands now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.lifecycle import Outcome, Status
from forecasts.domain.permissions import Actor
from forecasts.store.models import (
    Author,
    Digest,
    Dispute,
    DisputeStatus,
    Forecast,
    Proposal,
    ProposalStatus,
    Resolution,
)
from forecasts.store.queries.desk import SOON
from forecasts.store.queries.visibility import owned_by

_LAST_DAY, _MINUTES = timedelta(days=1), timedelta(minutes=5)


class Concern(StrEnum):
    """What concerns the owner of a forecast, the most urgent first."""

    DISPUTED = "disputed"
    DECIDED = "decided"
    PROPOSED = "proposed"
    DUE = "due"
    DUE_SOON = "due soon"


@dataclass(frozen=True, slots=True)
class Told:
    """One forecast as a digest tells of it.

    Attributes:
        forecast_id: which one.
        claim: its words.
        author: whose it is.
        day: the last day on which it can come true, or on which it is looked at again.
        at: when it was decided, proposed or disputed, or falls due.
        outcome: as decided or proposed, where it was.
        number: of the decision, where there is one.
    """

    forecast_id: int
    claim: str
    author: str
    day: date
    at: datetime
    outcome: Outcome | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """The first few of those that are alike, and how many there are."""

    total: int
    first: list[Told]


def find_last_digest(session: Session, account_id: int) -> Digest | None:
    """What became of the last digest of an account; None where there was none."""
    mine = sa.select(Digest).where(Digest.account_id == account_id)
    return session.scalar(mine.order_by(Digest.began_at.desc()).limit(1))


def count_failed_digests(session: Session, *, now: datetime) -> int:
    """How many digests of the last day were begun some minutes ago and not handed over since."""
    begun = (Digest.claimed_at > now - _LAST_DAY, Digest.claimed_at < now - _MINUTES)
    failed = (Digest.sent_at.is_(None), Digest.error.is_not(None))
    query = sa.select(sa.func.count()).select_from(Digest).where(*begun, *failed)
    return session.scalar(query) or 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Which time a digest is about.

    Attributes:
        since: what was decided after this moment is told,
        until: and up to this one, which is now.
        most: how many of a kind are told one by one.
    """

    since: datetime
    until: datetime
    most: int


def list_concerns(
    session: Session, owner: Actor, span: Span, *, elsewhere: sa.ColumnElement[bool]
) -> Mapping[Concern, Listed]:
    """What the owner should know of, by kind; kinds without any are left out.

    Args:
        elsewhere: what the owner is told of already where it waits for a decision, since it lies
            on their desk.
    """
    make: dict[Concern, Callable[[], sa.Select[Any]]] = {
        Concern.DISPUTED: lambda: _disputed().where(~elsewhere),
        Concern.DECIDED: lambda: _decided(span),
        Concern.PROPOSED: lambda: _proposed().where(~elsewhere),
        Concern.DUE: lambda: _due().where(~elsewhere),
        Concern.DUE_SOON: lambda: _due_soon(span.until),
    }
    found = {kind: _list(session, make[kind](), owner, span.most) for kind in Concern}
    return {kind: listed for kind, listed in found.items() if listed.total}


def _list(session: Session, query: sa.Select[Any], owner: Actor, most: int) -> Listed:
    mine = query.where(owned_by(owner, Forecast), Forecast.erased_at.is_(None)).limit(most)
    rows = session.execute(mine.add_columns(sa.func.count().over())).all()
    return Listed(rows[0][-1] if rows else 0, [Told(*row[:-1]) for row in rows])


def _about(*more: Any) -> sa.Select[Any]:  # noqa: ANN401 - any column
    day = sa.func.coalesce(Forecast.deadline, Forecast.review_by)
    words = (Forecast.id, Forecast.claim, Author.name, day)
    return sa.select(*words, *more).join(Author, Author.id == Forecast.author_id)


def _due() -> sa.Select[Any]:
    is_due = Forecast.status == Status.DUE
    return _about(Forecast.due_at).where(is_due).order_by(Forecast.due_at, Forecast.id)


def _due_soon(now: datetime) -> sa.Select[Any]:
    is_near = (Forecast.status == Status.OPEN, Forecast.due_at <= now + SOON)
    return _about(Forecast.due_at).where(*is_near).order_by(Forecast.due_at, Forecast.id)


def _proposed() -> sa.Select[Any]:
    standing = Proposal.status == ProposalStatus.STANDING
    query = _about(Proposal.proposed_at, Proposal.outcome).join(
        Proposal, sa.and_(Proposal.forecast_id == Forecast.id, standing)
    )
    return query.order_by(Proposal.proposed_at, Proposal.id)


def _disputed() -> sa.Select[Any]:
    is_open = Dispute.status == DisputeStatus.OPEN
    query = _about(Dispute.raised_at).join(
        Dispute, sa.and_(Dispute.forecast_id == Forecast.id, is_open)
    )
    return query.where(Forecast.status == Status.DISPUTED).order_by(Dispute.raised_at, Dispute.id)


def _decided(span: Span) -> sa.Select[Any]:
    """The last decision of each, where it was taken in that time and stands undisputed."""
    last = (
        sa.select(Resolution.forecast_id, sa.func.max(Resolution.number).label("number"))
        .where(Resolution.decided_at > span.since, Resolution.decided_at <= span.until)
        .group_by(Resolution.forecast_id)
        .subquery("last")
    )
    of_last = sa.and_(
        Resolution.forecast_id == last.c.forecast_id, Resolution.number == last.c.number
    )
    return (
        _about(Resolution.decided_at, Resolution.outcome, Resolution.number)
        .join(last, last.c.forecast_id == Forecast.id)
        .join(Resolution, of_last)
        .where(Forecast.status == Status.RESOLVED)
        .order_by(Resolution.decided_at, Resolution.id)
    )
