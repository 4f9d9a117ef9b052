"""Mails to be sent, written in the same transaction as what they tell of."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from forecasts.store.models import Mail


def post_mail(
    session: Session,
    *,
    key: str,
    address: str,
    subject: str,
    body: str,
    now: datetime,
    account_id: int | None = None,
) -> None:
    """Put a mail into the outbox, unless one with this key was put there before."""
    row: dict[str, Any] = {
        "key": key,
        "address": address,
        "account_id": account_id,
        "subject": subject,
        "body": body,
        "created_at": now,
        "next_try_at": now,
        "tries": 0,
    }
    session.execute(_insert_unless_there(session), [row])


def _insert_unless_there(session: Session) -> sa.Insert:
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(Mail).on_conflict_do_nothing(index_elements=["key"])
    return postgresql.insert(Mail).on_conflict_do_nothing(index_elements=["key"])
