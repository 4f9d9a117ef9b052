"""Notices as people see them: what is told to whom, and whether it still holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload

from forecasts.domain.lifecycle import Status
from forecasts.domain.permissions import Permission, may
from forecasts.domain.reminders import ADMINS, OWNERS, REVIEWERS
from forecasts.store.models import Forecast, Notice, NoticeKind, SeenNotice
from forecasts.store.queries.brake import is_held
from forecasts.store.queries.desk import View
from forecasts.store.queries.paging import Page, Paging
from forecasts.store.queries.visibility import owned_by, readable_by

MOST_COUNTED = 100
"""So many unread notices are counted; beyond that there are "many"."""

WAITING = (NoticeKind.DUE_SOON, NoticeKind.DUE, NoticeKind.OVERDUE, NoticeKind.ESCALATED)
"""That a forecast is to be decided; the last word about it takes the place of those before."""

_OWNERS_SEE = (NoticeKind.DUE_SOON, NoticeKind.DUE, NoticeKind.DECIDED, NoticeKind.DISPUTED)
_GROUPS = (OWNERS, REVIEWERS)
_NOT_DECIDED = (Status.DUE, Status.PROPOSED)


class Told(NamedTuple):
    """A notice on somebody's page.

    Attributes:
        notice: what is told.
        forecast: about which, with its author.
        seen: whether they have read it.
        holds: whether it is still so.
    """

    notice: Notice
    forecast: Forecast
    seen: bool
    holds: bool


@dataclass(frozen=True, slots=True)
class NoticeFilter:
    """Which notices are asked for; None: any.

    Attributes:
        kind: of this kind alone.
        unread: only what was not read yet.
        past: also what no longer holds, or was said again since.
    """

    kind: NoticeKind | None = None
    unread: bool = False
    past: bool = False


def still_holds() -> sa.ColumnElement[bool]:
    """Whether what a notice tells is still so, by where its forecast stands and when it is due."""
    same = sa.or_(Notice.due_at.is_(None), Notice.due_at == Forecast.due_at)
    overdue = (NoticeKind.DUE, NoticeKind.OVERDUE, NoticeKind.ESCALATED)
    return sa.or_(
        sa.and_(Notice.kind == NoticeKind.DUE_SOON, Forecast.status == Status.OPEN, same),
        sa.and_(Notice.kind.in_(overdue), Forecast.status.in_(_NOT_DECIDED), same),
        sa.and_(Notice.kind == NoticeKind.DISPUTED, Forecast.status == Status.DISPUTED),
        sa.and_(Notice.kind == NoticeKind.DECIDED, Forecast.status == Status.RESOLVED),
    )


def list_notices(session: Session, view: View, wanted: NoticeFilter, paging: Paging) -> Page[Told]:
    """A page of what is told to whoever looks, the last first."""
    query = _told_to(view, wanted)
    total = session.scalar(query.with_only_columns(sa.func.count())) or 0
    rows = session.execute(
        query.options(joinedload(Forecast.author))
        .order_by(Notice.id.desc())
        .limit(paging.size)
        .offset((paging.number - 1) * paging.size)
    )
    return Page([Told(*row) for row in rows], paging, total)


def count_unread(session: Session, view: View) -> int:
    """How many notices that hold they have not read; at most `MOST_COUNTED`."""
    unread = _told_to(view, NoticeFilter(unread=True)).with_only_columns(Notice.id)
    few = unread.limit(MOST_COUNTED).subquery()
    return session.scalar(sa.select(sa.func.count()).select_from(few)) or 0


def unread_among(view: View, *, newest: int, wanted: NoticeFilter) -> sa.Select[Any]:
    """The numbers of what they have not read, up to the newest that they were shown."""
    query = _told_to(view, NoticeFilter(wanted.kind, unread=True, past=wanted.past))
    return query.with_only_columns(Notice.id).where(Notice.id <= newest)


def find_told(session: Session, notice_id: int, view: View) -> Notice | None:
    """The notice, where it is told to them; None otherwise."""
    query = _told_to(view, NoticeFilter(past=True)).with_only_columns(Notice)
    return session.scalar(query.where(Notice.id == notice_id))


def _told_to(view: View, wanted: NoticeFilter) -> sa.Select[*tuple[Any, ...]]:
    mine = sa.and_(
        SeenNotice.notice_id == Notice.id, SeenNotice.account_id == view.actor.account_id
    )
    seen = SeenNotice.notice_id.is_not(None)
    query = (
        sa.select(Notice, Forecast, seen, still_holds())
        .join(Forecast, Forecast.id == Notice.forecast_id)
        .outerjoin(SeenNotice, mine)
        .where(_addressed_to(view, Notice), readable_by(view.actor), ~is_held())
    )
    return query.where(*_asked_for(view, wanted, seen))


def _asked_for(
    view: View, wanted: NoticeFilter, seen: sa.ColumnElement[bool]
) -> Sequence[sa.ColumnElement[bool]]:
    conditions = []
    if not wanted.past:
        conditions += [still_holds(), ~_said_again(view)]
    if wanted.kind:
        conditions.append(Notice.kind == wanted.kind)
    if wanted.unread:
        conditions.append(~seen)
    return conditions


def _said_again(view: View) -> sa.ColumnElement[bool]:
    """Whether they were told later that the same forecast waits, or that it was decided anew."""
    later = aliased(Notice)
    alike = sa.or_(
        sa.and_(Notice.kind.in_(WAITING), later.kind.in_(WAITING)),
        sa.and_(Notice.kind == NoticeKind.DECIDED, later.kind == NoticeKind.DECIDED),
    )
    return sa.exists().where(
        later.forecast_id == Notice.forecast_id,
        later.id > Notice.id,
        alike,
        later.due_at == Notice.due_at,
        ~is_held(later),
        _addressed_to(view, later),
    )


def _addressed_to(view: View, notice: Any) -> sa.ColumnElement[bool]:  # noqa: ANN401 - or its alias
    """Whether a notice is meant for them: by role, by name, or since the forecast is theirs."""
    actor = view.actor
    meant = [
        notice.audience == actor.name,
        sa.and_(notice.audience.in_(_GROUPS), notice.kind.in_(_OWNERS_SEE), owned_by(actor)),
    ]
    if may(actor, Permission.SEE_DESK):
        meant.append(sa.and_(notice.audience == REVIEWERS, view.decidable))
    if may(actor, Permission.OPERATE):
        meant.append(notice.audience == ADMINS)
    return sa.or_(*meant)
