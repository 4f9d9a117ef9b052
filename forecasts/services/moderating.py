"""Hides everything that an account recorded, and brings it back as it was."""

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import NotFoundError
from forecasts.domain.permissions import Actor, Permission, account_name, require
from forecasts.domain.visibility import Visibility
from forecasts.services.journal import Act, record
from forecasts.services.showing import act_on_forecast, act_on_post, last_hiding
from forecasts.store.models import Account, Forecast, Post

PRIVATE = Visibility.PRIVATE


def hide_all(session: Session, account_id: int, *, actor: Actor, now: datetime) -> int:
    """Make private whatever an account recorded, in any state; how much that was.

    It stays on the record and in the count of what cards leave out. Only an admin shows it again.

    Raises:
        NotFoundError: there is no such account.
        NotAllowedError: the actor may not moderate.
    """
    require(actor, Permission.MODERATE)
    _find(session, account_id)
    acts = [
        act
        for row in _recorded_by(session, account_id)
        if row.visibility is not PRIVATE
        for act in [_turn(session, row, PRIVATE)]
    ]
    record(session, acts, actor=actor, now=now)
    return len(acts)


def bring_back(session: Session, account_id: int, *, actor: Actor, now: datetime) -> int:
    """Show what a moderator hid of an account as it was shown before; how much that was.

    Raises:
        NotFoundError: there is no such account.
        NotAllowedError: the actor may not moderate.
    """
    require(actor, Permission.MODERATE)
    _find(session, account_id)
    acts = []
    for row in _recorded_by(session, account_id):
        hiding = last_hiding(session, _subject(row)) if row.visibility is PRIVATE else None
        if hiding is not None:
            acts.append(_turn(session, row, Visibility(str(hiding["before"]))))
    record(session, acts, actor=actor, now=now)
    return len(acts)


def _find(session: Session, account_id: int) -> None:
    if session.get(Account, account_id) is None:
        raise NotFoundError("There is no such account.")


def _recorded_by(session: Session, account_id: int) -> Iterator[Forecast | Post]:
    """What the account recorded and nobody erased, held until the caller commits."""
    name = account_name(account_id)
    forecasts = sa.select(Forecast).where(
        Forecast.recorded_by == name, Forecast.erased_at.is_(None)
    )
    yield from session.scalars(forecasts.order_by(Forecast.id).with_for_update()).all()
    posts = sa.select(Post).where(Post.captured_by == name, Post.erased_at.is_(None))
    yield from session.scalars(posts.order_by(Post.id).with_for_update()).all()


def _turn(session: Session, row: Forecast | Post, goal: Visibility) -> Act:
    before = row.visibility
    row.visibility = goal
    if isinstance(row, Post):
        session.flush()
        return act_on_post(row, before, moderated=goal is PRIVATE)
    row.version += 1
    session.flush()
    return act_on_forecast(session, row, before, moderated=goal is PRIVATE)


def _subject(row: Forecast | Post) -> str:
    return f"post:{row.id}" if isinstance(row, Post) else f"forecast:{row.id}"
