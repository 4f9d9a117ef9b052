"""Notes which notices somebody has read."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import NotFoundError
from forecasts.domain.permissions import Permission, require
from forecasts.store.inserts import insert_into
from forecasts.store.models import SeenNotice
from forecasts.store.queries.desk import View
from forecasts.store.queries.notices import NoticeFilter, find_told, unread_among


def see(session: Session, notice_id: int, view: View, *, now: datetime) -> None:
    """Note that whoever looks has read the notice; the second time changes nothing.

    Raises:
        NotFoundError: there is no such notice, or it is not meant for them.
    """
    require(view.actor, Permission.KEEP_ACCOUNT)
    if find_told(session, notice_id, view) is None:
        raise NotFoundError("There is no such notice for you.")
    values = {"account_id": view.actor.account_id, "notice_id": notice_id, "seen_at": now}
    session.execute(_insert_unless_there(session).values(values))


def see_all(
    session: Session, view: View, *, newest: int, wanted: NoticeFilter, now: datetime
) -> int:
    """Note that they have read all that was listed, up to the newest they saw; how many."""
    require(view.actor, Permission.KEEP_ACCOUNT)
    ids = session.scalars(unread_among(view, newest=newest, wanted=wanted)).all()
    account = view.actor.account_id
    rows = [{"account_id": account, "notice_id": number, "seen_at": now} for number in ids]
    if rows:
        session.execute(_insert_unless_there(session), rows)
    return len(rows)


def _insert_unless_there(session: Session) -> sa.Insert:
    keys = ["account_id", "notice_id"]
    return insert_into(session, SeenNotice).on_conflict_do_nothing(index_elements=keys)
