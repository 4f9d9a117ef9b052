"""Forgets what has done its work; nothing of the record, and nothing that still waits."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.store.models import (
    ClockLoop,
    Forecast,
    Mail,
    MailedLink,
    Notice,
    SignInLink,
    WebSession,
)
from forecasts.store.queries.brake import is_held
from forecasts.store.queries.notices import still_holds

BATCH = 1000
"""Rows of each kind that are forgotten in one transaction."""

NOTICES = timedelta(days=90)
"""How long a notice is kept that no longer holds."""

MAILS = timedelta(days=400)
"""How long it is kept that a mail was sent; its words went when it was."""

SESSIONS = timedelta(days=30)
"""How long sessions and addresses that sign in are kept after they ended."""

LOOPS = timedelta(days=1)
"""How long a process is shown in which the clock has stopped without a word."""


def forget_old(session: Session, *, now: datetime) -> int:
    """Delete up to `BATCH` rows of each kind that nobody needs any more; how many it were."""
    return sum(forget(session, now) for forget in _KINDS)


def _forget_notices(session: Session, now: datetime) -> int:
    over = (
        sa.select(Notice.id)
        .join(Forecast, Forecast.id == Notice.forecast_id)
        .where(Notice.created_at < now - NOTICES, ~still_holds(), ~is_held())
    )
    return _delete(session, Notice.id, over)


def _forget_mails(session: Session, now: datetime) -> int:
    return _delete(session, Mail.id, sa.select(Mail.id).where(Mail.sent_at < now - MAILS))


def _forget_sessions(session: Session, now: datetime) -> int:
    token = WebSession.token_sha256
    over = sa.or_(WebSession.expires_at < now - SESSIONS, WebSession.ended_at < now - SESSIONS)
    return _delete(session, token, sa.select(token).where(over))


def _forget_sign_in_links(session: Session, now: datetime) -> int:
    token = SignInLink.token_sha256
    over = SignInLink.expires_at < now - SESSIONS
    return _delete(session, token, sa.select(token).where(over))


def _forget_mailed_links(session: Session, now: datetime) -> int:
    token = MailedLink.token_sha256
    over = MailedLink.expires_at < now - SESSIONS
    return _delete(session, token, sa.select(token).where(over))


def _forget_loops(session: Session, now: datetime) -> int:
    over = ClockLoop.beat_at < now - LOOPS
    return _delete(session, ClockLoop.name, sa.select(ClockLoop.name).where(over))


_KINDS: tuple[Callable[[Session, datetime], int], ...] = (
    _forget_notices,
    _forget_mails,
    _forget_sessions,
    _forget_sign_in_links,
    _forget_mailed_links,
    _forget_loops,
)


def _delete(session: Session, key: Any, over: sa.Select[Any]) -> int:  # noqa: ANN401 - a column
    """Delete the rows with these keys; a notice takes along that it was seen."""
    gone = sa.delete(key.class_).where(key.in_(over.limit(BATCH))).returning(key)
    return len(session.scalars(gone.execution_options(synchronize_session=False)).all())
