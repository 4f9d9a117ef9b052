"""Mails to be sent: written with the change they tell of."""

from datetime import datetime

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
    """Put a mail in line, in the caller's transaction; the same key again puts in nothing."""
    values = {
        "key": key,
        "address": address,
        "account_id": account_id,
        "subject": subject,
        "body": body,
        "created_at": now,
        "next_try_at": now,
        "tries": 0,
    }
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert(Mail) if on_sqlite else postgresql.insert(Mail)
    session.execute(insert.values(values).on_conflict_do_nothing(index_elements=["key"]))
