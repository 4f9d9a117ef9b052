"""The mails that wait, and those that were given up."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.store.models import Mail


@dataclass(frozen=True, slots=True)
class MailCounts:
    """How many mails are on their way.

    Attributes:
        waiting: in line, or put off after a failure.
        parked: given up; somebody has to look at them.
    """

    waiting: int
    parked: int


def count_mails(session: Session) -> MailCounts:
    """How many mails wait and how many were given up, in one question."""
    parked = sa.func.count(Mail.parked_at)
    query = sa.select(sa.func.count() - parked, parked).where(Mail.sent_at.is_(None))
    return MailCounts(*session.execute(query).one())


def list_unsent(session: Session, limit: int) -> list[Mail]:
    """The mails that were not sent, those that were given up first; at most ``limit``."""
    order = (Mail.parked_at.is_(None), Mail.id)
    query = sa.select(Mail).where(Mail.sent_at.is_(None)).order_by(*order).limit(limit)
    return list(session.scalars(query))
