"""The desk: what waits for a reviewer, lane by lane."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload

from forecasts.domain.lifecycle import Status
from forecasts.domain.permissions import Actor
from forecasts.store.models import (
    Account,
    Author,
    Dispute,
    DisputeStatus,
    Forecast,
    Hint,
    ItemClaim,
    Proposal,
    ProposalStatus,
    Resolution,
    SecondLook,
    Snooze,
)
from forecasts.store.queries.conflicts import names_of_person
from forecasts.store.queries.forecasts import with_words
from forecasts.store.queries.paging import Page, Paging
from forecasts.store.queries.tags import tagged

OVERDUE_AFTER = timedelta(days=7)
"""A forecast that has been due for longer is overdue."""

SOON = timedelta(days=14)
"""A forecast that falls due within this time is due soon."""


class Lane(StrEnum):
    """The parts of the desk, in the order in which it opens them by itself."""

    OVERDUE = "overdue"
    DUE = "due"
    EARLY = "perhaps decided"
    """Open, and somebody pointed out that it may be decided already."""
    DISPUTED = "disputed"
    SECOND_LOOK = "second look"
    """Proposed by somebody else, or drawn to be decided once more, blind."""
    DUE_SOON = "due soon"
    SNOOZED = "snoozed"
    """Put off until a day; in no other lane meanwhile."""


WAITING = (Lane.OVERDUE, Lane.DUE, Lane.EARLY, Lane.DISPUTED, Lane.SECOND_LOOK)
"""The lanes in which something waits for somebody now."""

_NEVER_DECIDED_AGAIN = (Status.RESOLVED, Status.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Through whose eyes the desk is seen, and what of it is asked for; None: all.

    Attributes:
        actor: who looks; what they proposed or decided themselves needs somebody else.
        decidable: a condition on forecasts, those that they may decide.
        author: address name of the author.
        words: text that the claim or the quote contains.
        tag: what they are about.
        mine: only what the actor is at work on.
    """

    actor: Actor
    decidable: sa.ColumnElement[bool]
    author: str | None = None
    words: str | None = None
    tag: str | None = None
    mine: bool = False


class LaneState(NamedTuple):
    """How many items lie in a lane, and since when the oldest; None in an empty one.

    In the lanes of what is to come it is when the next one comes.
    """

    number: int
    oldest: datetime | None


def look_at_lanes(session: Session, view: View, *, now: datetime) -> Mapping[Lane, LaneState]:
    """What lies in each lane, in one question."""
    return _count(session, tuple(Lane), view, now)


def count_waiting(session: Session, view: View, *, now: datetime) -> int:
    """How many items wait for the actor, in one question."""
    return sum(state.number for state in _count(session, WAITING, view, now).values())


def _count(
    session: Session, lanes: Collection[Lane], view: View, now: datetime
) -> dict[Lane, LaneState]:
    parts = [_count_one(place, _contents(lane, view, now)) for place, lane in enumerate(lanes)]
    rows = session.execute(sa.union_all(*parts)).all()
    found = {row[0]: LaneState(row[1], row[2]) for row in rows}
    return {lane: found[place] for place, lane in enumerate(lanes)}


def _count_one(place: int, lane: "_Contents") -> sa.Select[*tuple[Any, ...]]:
    oldest = sa.type_coerce(sa.func.min(lane.since), Forecast.due_at.type)
    return lane.narrow(sa.select(sa.literal(place), sa.func.count(), oldest))


class Item(NamedTuple):
    """One forecast of a lane.

    Attributes:
        forecast: with its author.
        since: since when it lies in this lane; where it is still to come, when it does.
        holder: name of somebody else who is at work on it; None: it is free, or the actor's.
        mine: whether the actor is at work on it.
        blind: whether it is to be decided without knowing whose it is and how it was decided.
    """

    forecast: Forecast
    since: datetime
    holder: str | None
    mine: bool
    blind: bool


def list_lane(
    session: Session, lane: Lane, view: View, paging: Paging, *, total: int, now: datetime
) -> Page[Item]:
    """A page of a lane, the oldest due first.

    Args:
        total: how many items the lane has, as counted before.
    """
    contents = _contents(lane, view, now)
    held = sa.and_(ItemClaim.forecast_id == Forecast.id, ItemClaim.expires_at > now)
    query = (
        contents.narrow(
            sa.select(Forecast, contents.since, Account.id, Account.name, _drawn_by_others(view))
        )
        .outerjoin(ItemClaim, held)
        .outerjoin(Account, Account.id == ItemClaim.account_id)
        .options(joinedload(Forecast.author))
        .order_by(Forecast.due_at, Forecast.id)
        .limit(paging.size)
        .offset((paging.number - 1) * paging.size)
    )
    rows = [_item(view.actor, *row) for row in session.execute(query)]
    return Page(rows, paging, total)


def _item(
    actor: Actor,
    forecast: Forecast,
    since: datetime,
    holder_id: int | None,
    holder: str | None,
    blind: bool,  # noqa: FBT001 - a column
) -> Item:
    is_mine = holder_id is not None and holder_id == actor.account_id
    return Item(forecast, since, None if is_mine else holder, is_mine, bool(blind))


def next_free(
    session: Session,
    lane: Lane,
    view: View,
    *,
    after: tuple[datetime, int] | None = None,
    now: datetime,
) -> int | None:
    """The first item of a lane at which nobody else is at work; None where there is none.

    Args:
        after: due instant and number of the item behind which to begin; once there is no further
            one, the lane begins anew.
    """
    query = _free(lane, view, now).order_by(Forecast.due_at, Forecast.id).limit(1)
    if after is not None:
        found: int | None = session.scalar(query.where(_follows(*after)))
        if found is not None:
            return found
        query = query.where(Forecast.id != after[1])
    first: int | None = session.scalar(query)
    return first


def _free(lane: Lane, view: View, now: datetime) -> sa.Select[*tuple[Any, ...]]:
    taken = sa.exists().where(
        ItemClaim.forecast_id == Forecast.id,
        ItemClaim.expires_at > now,
        ItemClaim.account_id != view.actor.account_id,
    )
    return _contents(lane, view, now).narrow(sa.select(Forecast.id)).where(~taken)


def _follows(due_at: datetime, forecast_id: int) -> sa.ColumnElement[bool]:
    later = sa.or_(Forecast.due_at > due_at, Forecast.id > forecast_id)
    return sa.and_(Forecast.due_at >= due_at, later)


@dataclass(frozen=True, slots=True)
class _Contents:
    """What makes a lane: conditions, what else they need, and since when an item lies there."""

    since: Any
    conditions: tuple[sa.ColumnElement[bool], ...]
    joined: Any = None
    on: sa.ColumnElement[bool] | None = None
    outer: bool = False

    def narrow(self, query: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
        """The query about forecasts, for those of the lane alone."""
        query = query.select_from(Forecast)
        if self.joined is not None:
            query = query.join(self.joined, self.on, isouter=self.outer)
        return query.where(*self.conditions)


def _contents(lane: Lane, view: View, now: datetime) -> _Contents:
    make: dict[Lane, Callable[[], _Contents]] = {
        Lane.OVERDUE: lambda: _due(Forecast.due_at <= now - OVERDUE_AFTER),
        Lane.DUE: lambda: _due(Forecast.due_at > now - OVERDUE_AFTER),
        Lane.EARLY: _pointed_out,
        Lane.DISPUTED: _disputed,
        Lane.SECOND_LOOK: lambda: _to_be_seen_again(view),
        Lane.DUE_SOON: lambda: _due_soon(now),
        Lane.SNOOZED: lambda: _snoozed(now),
    }
    found = make[lane]()
    conditions = (*found.conditions, *_lies_in_no_other(lane, now), *_asked_for(view, now))
    return _Contents(found.since, conditions, found.joined, found.on, found.outer)


def _lies_in_no_other(lane: Lane, now: datetime) -> list[sa.ColumnElement[bool]]:
    """What is put off lies there alone; what is proposed waits for a second look alone."""
    put_off = Forecast.id.in_(sa.select(Snooze.forecast_id).where(Snooze.until > now))
    proposed = Forecast.id.in_(
        sa.select(Proposal.forecast_id).where(Proposal.status == _standing())
    )
    if lane is Lane.SNOOZED:
        return []
    return [~put_off] if lane is Lane.SECOND_LOOK else [~put_off, ~proposed]


def _asked_for(view: View, now: datetime) -> list[sa.ColumnElement[bool]]:
    conditions = [view.decidable]
    if view.author is not None:
        author = sa.select(Author.id).where(Author.slug == view.author).scalar_subquery()
        conditions.append(Forecast.author_id == author)
    if view.words:
        conditions.append(with_words(view.words))
    if view.tag:
        conditions.append(tagged(view.tag))
    if view.mine:
        theirs = sa.select(ItemClaim.forecast_id).where(
            ItemClaim.account_id == view.actor.account_id, ItemClaim.expires_at > now
        )
        conditions.append(Forecast.id.in_(theirs))
    return conditions


def _due(when: sa.ColumnElement[bool]) -> _Contents:
    return _Contents(Forecast.due_at, (Forecast.status == Status.DUE, when))


def _due_soon(now: datetime) -> _Contents:
    return _Contents(
        Forecast.due_at, (Forecast.status == Status.OPEN, Forecast.due_at <= now + SOON)
    )


def _pointed_out() -> _Contents:
    hints = (
        sa.select(Hint.forecast_id, sa.func.min(Hint.given_at).label("since"))
        .where(Hint.closed_at.is_(None))
        .group_by(Hint.forecast_id)
        .subquery("hints")
    )
    is_open = Forecast.status == Status.OPEN
    return _Contents(hints.c.since, (is_open,), hints, hints.c.forecast_id == Forecast.id)


def _disputed() -> _Contents:
    is_open = sa.and_(Dispute.forecast_id == Forecast.id, Dispute.status == _open_dispute())
    since = sa.func.coalesce(Dispute.raised_at, Forecast.due_at)
    return _Contents(since, (Forecast.status == Status.DISPUTED,), Dispute, is_open, outer=True)


def _to_be_seen_again(view: View) -> _Contents:
    halves = [_proposed_by_others(view)]
    if view.author is None:  # whoever looks for an author must not learn which are theirs
        halves.append(_drawn(view))
    both = sa.union_all(*halves).subquery("halves")
    waits = (
        sa.select(both.c.forecast_id, sa.func.min(both.c.since).label("since"))
        .group_by(both.c.forecast_id)
        .subquery("waits")
    )
    return _Contents(waits.c.since, (), waits, waits.c.forecast_id == Forecast.id)


def _proposed_by_others(view: View) -> sa.Select[*tuple[Any, ...]]:
    return sa.select(Proposal.forecast_id, Proposal.proposed_at.label("since")).where(
        Proposal.status == _standing(),
        Proposal.proposed_by.not_in(_own_names(view)),
        ~_both_decided(view),
    )


def _both_decided(view: View) -> sa.ColumnElement[bool]:
    """Whether it is disputed, and the actor and who proposed it had a part in what is disputed."""
    later = aliased(Resolution)
    overtaken = sa.exists().where(
        later.forecast_id == Resolution.forecast_id, later.number > Resolution.number
    )
    parts = (Resolution.decided_by, Resolution.confirmed_by)
    return sa.exists().where(
        Resolution.forecast_id == Proposal.forecast_id,
        ~overtaken,
        sa.or_(*(part == Proposal.proposed_by for part in parts)),
        sa.or_(*(part.in_(_own_names(view)) for part in parts)),
        sa.exists().where(Forecast.id == Proposal.forecast_id, Forecast.status == Status.DISPUTED),
    )


def _drawn(view: View) -> sa.Select[*tuple[Any, ...]]:
    """Last decisions that are to be made once more, by somebody who had no part in any of it."""
    later = aliased(Resolution)
    overtaken = sa.exists().where(
        later.forecast_id == SecondLook.forecast_id, later.number > SecondLook.number
    )
    return sa.select(SecondLook.forecast_id, SecondLook.drawn_at.label("since")).where(
        SecondLook.looked_at.is_(None), ~overtaken, *_took_no_part(view)
    )


def _took_no_part(view: View) -> list[sa.ColumnElement[bool]]:
    parts = (
        (Resolution.forecast_id, (Resolution.decided_by, Resolution.confirmed_by)),
        (Proposal.forecast_id, (Proposal.proposed_by, Proposal.closed_by)),
        (Dispute.forecast_id, (Dispute.raised_by,)),
    )
    return [
        ~sa.exists().where(
            about == SecondLook.forecast_id, sa.or_(*(name.in_(_own_names(view)) for name in names))
        )
        for about, names in parts
    ]


def _own_names(view: View) -> sa.Select[Any]:
    """The pseudonyms of the actor, and of the accounts that are held for theirs."""
    return names_of_person(view.actor.account_id or 0)


def _drawn_by_others(view: View) -> sa.ColumnElement[bool]:
    return Forecast.id.in_(sa.select(_drawn(view).subquery().c.forecast_id))


def is_blind(session: Session, forecast_id: int, view: View) -> bool:
    """Whether the actor is to decide the forecast once more, without knowing how it was decided."""
    drawn = _drawn(view).where(SecondLook.forecast_id == forecast_id)
    return session.execute(drawn.limit(1)).first() is not None


def _snoozed(now: datetime) -> _Contents:
    # by what it is not, so that the few snoozes lead to forecasts, never the other way round
    conditions = (Snooze.until > now, Forecast.status.not_in(_NEVER_DECIDED_AGAIN))
    return _Contents(Snooze.until, conditions, Snooze, Snooze.forecast_id == Forecast.id)


def _standing() -> sa.ColumnElement[ProposalStatus]:
    """The word in the statement itself: a partial index is not used for one handed in."""
    return sa.literal(ProposalStatus.STANDING, Proposal.status.type, literal_execute=True)


def _open_dispute() -> sa.ColumnElement[DisputeStatus]:
    return sa.literal(DisputeStatus.OPEN, Dispute.status.type, literal_execute=True)
