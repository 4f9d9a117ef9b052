"""Notices inside the product: each has a key, so that each is said once."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from forecasts.store.models import Notice, NoticeKind

REVIEWERS = "reviewers"
"""The audience of what waits for a decision."""


def notify_due(session: Session, flagged: Sequence[tuple[int, datetime]], *, now: datetime) -> None:
    """Tell reviewers once, for each forecast and due instant, that it is due."""
    if not flagged:
        return
    rows = [
        {
            "key": f"forecast:{forecast_id}:{NoticeKind.DUE}:{due_at.isoformat()}:{REVIEWERS}",
            "forecast_id": forecast_id,
            "kind": NoticeKind.DUE,
            "audience": REVIEWERS,
            "created_at": now,
        }
        for forecast_id, due_at in flagged
    ]
    session.execute(_insert_unless_there(session), rows)


def _insert_unless_there(session: Session) -> sa.Insert:
    """An insert that passes over keys that are there already."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(Notice).on_conflict_do_nothing(index_elements=["key"])
    return postgresql.insert(Notice).on_conflict_do_nothing(index_elements=["key"])
