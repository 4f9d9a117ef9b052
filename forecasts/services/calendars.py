"""The secret address under which a person's calendar is read: made, replaced and revoked."""

import hashlib
import secrets
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import NotFoundError
from forecasts.domain.permissions import Actor, account_name
from forecasts.services.accounts import WITHOUT_SECOND_FACTOR, authors_of, lock_own_account
from forecasts.store.models import Account, CalendarAddress, CalendarScope

_TOKEN_BYTES = 32


def make_address(session: Session, scope: CalendarScope, *, actor: Actor, now: datetime) -> str:
    """A new secret for the address of one's own calendar; the one before works no more.

    It is kept as a hash, so this is the only time that it can be shown.
    """
    account = lock_own_account(session, actor)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    _forget(session, account.id)
    session.add(
        CalendarAddress(
            token_sha256=_sha256(token), account_id=account.id, scope=scope, made_at=now
        )
    )
    session.flush()
    return token


def revoke_address(session: Session, *, actor: Actor, now: datetime) -> None:  # noqa: ARG001 - as every act is called
    """Let the address of one's own calendar work no more; nothing happens where there is none."""
    _forget(session, lock_own_account(session, actor).id)


def whose_calendar(session: Session, token: str) -> tuple[Actor, CalendarScope]:
    """For whom the calendar with that secret is, and what stands in it.

    A calendar program proves nothing but that it has the address, so nobody acts here above an
    author, whatever they were appointed.

    Raises:
        NotFoundError: there is no such address, it was revoked, or the account may not sign in.
    """
    found = session.execute(
        sa.select(Account.id, Account.role, CalendarAddress.scope)
        .join(CalendarAddress, CalendarAddress.account_id == Account.id)
        .where(
            CalendarAddress.token_sha256 == _sha256(token),
            Account.suspended_at.is_(None),
            Account.erased_at.is_(None),
        )
    ).first()
    if found is None:
        raise NotFoundError("There is no such calendar. Its address may have been revoked.")
    role = min(found.role, WITHOUT_SECOND_FACTOR, key=lambda each: each.rank)
    name, authors = account_name(found.id), authors_of(session, found.id)
    return Actor(name, role, found.id, authors), found.scope


def _forget(session: Session, account_id: int) -> None:
    session.execute(sa.delete(CalendarAddress).where(CalendarAddress.account_id == account_id))


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
