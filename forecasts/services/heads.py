"""Makes the head of the ledger known once a day, where nobody here can rewrite it.

A ledger whose tail was cut verifies all the same. Who holds a head that was published before the
cut sees it: so it goes into a feed that anybody keeps, and by mail to reviewers and admins.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.permissions import Role
from forecasts.services.outbox import post_mail
from forecasts.store.inserts import insert_into
from forecasts.store.models import Account, LedgerHead, PublishedHead

TOLD = (Role.REVIEWER, Role.ADMIN)
"""Who gets the head by mail."""


def publish_head(session: Session, *, now: datetime) -> PublishedHead | None:
    """The head as it is made known today; None where today's is known, or there is no entry yet.

    The first call of a day wins, from however many clocks; the ledger itself is left alone.
    """
    head = session.execute(sa.select(LedgerHead.sequence, LedgerHead.hash)).one()
    if head.sequence == 0:
        return None
    insert = insert_into(session, PublishedHead)
    day = {"day": now.date(), "sequence": head.sequence, "hash": head.hash, "published_at": now}
    unless_there = insert.values(**day).on_conflict_do_nothing(index_elements=["day"])
    published = session.scalar(unless_there.returning(PublishedHead))
    if published is not None:
        _mail(session, published, now=now)
    return published


def is_published(session: Session, day: date) -> bool:
    """Whether the head of that day was made known."""
    return session.get(PublishedHead, day) is not None


def _mail(session: Session, published: PublishedHead, *, now: datetime) -> None:
    for account_id, address in session.execute(_told()).all():
        post_mail(
            session,
            key=f"head:{published.day.isoformat()}:account:{account_id}",
            address=address or "",
            subject=f"The ledger on {published.day.isoformat()}: {published.sequence} entries",
            body=_body(published),
            now=now,
            account_id=account_id,
        )


def _told() -> sa.Select[int, str | None]:
    return sa.select(Account.id, Account.email).where(
        Account.role.in_(TOLD),
        Account.email.is_not(None),
        Account.suspended_at.is_(None),
        Account.erased_at.is_(None),
    )


def _body(published: PublishedHead) -> str:
    return (
        "The head of the ledger, as it stands today:\n\n"
        f"    {published.sequence}:{published.hash}\n\n"
        "Keep this mail. Whoever shortens the ledger, or writes its end anew, cannot change it\n"
        "here; with it the verifier finds the cut:\n\n"
        f"    python standalone.py ledger.jsonl --head {published.sequence}:{published.hash}\n"
    )
