"""Signing in by a password, and by a second factor where the account has one.

The edge does it in steps, since checking a password takes a tenth of a second that no transaction
should wait for: find what is known of the name, check, then open a session if nothing has changed.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import NotAllowedError
from forecasts.services.accounts import open_session
from forecasts.services.second_factor import spend_code
from forecasts.store.models import Account

CODE_WAITS = timedelta(minutes=10)
"""How long a right password waits for its code."""

WRONG = "This e-mail and this password do not belong together."
CHANGED = "Too much time has passed, or the account has changed meanwhile. Begin again."


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of somebody who wants to sign in.

    Attributes:
        account_id: number of the account.
        version: its version; the session is opened only if it still is the same.
        password_hash: what a password is checked against; None where it has none.
        has_second_factor: whether a code must follow.
        is_suspended: whether an admin keeps it from signing in.
    """

    account_id: int
    version: int
    password_hash: str | None = field(repr=False)
    has_second_factor: bool
    is_suspended: bool


def find_known(session: Session, email: str) -> Known | None:
    """What is known of the account with that address; None where there is none."""
    return _find(session, Account.email == email)


def find_known_account(session: Session, account_id: int) -> Known | None:
    """What is known of the account of that number."""
    return _find(session, Account.id == account_id)


def _find(session: Session, which: sa.ColumnElement[bool]) -> Known | None:
    row = session.execute(
        sa.select(
            Account.id,
            Account.version,
            Account.password_hash,
            Account.totp_confirmed_at,
            Account.suspended_at,
        ).where(which, Account.erased_at.is_(None))
    ).first()
    if row is None:
        return None
    return Known(
        account_id=row.id,
        version=row.version,
        password_hash=row.password_hash,
        has_second_factor=row.totp_confirmed_at is not None,
        is_suspended=row.suspended_at is not None,
    )


def keep_better_hash(session: Session, known: Known, better: str) -> None:
    """Keep the hash that was made of the same password as it is made today."""
    session.execute(
        sa.update(Account)
        .where(Account.id == known.account_id, Account.password_hash == known.password_hash)
        .values(password_hash=better)
        .execution_options(synchronize_session=False)
    )


def open_with_password(session: Session, known: Known, *, now: datetime, browser: str) -> str:
    """The token of a new session for whoever gave the right password and needs no code.

    Raises:
        NotAllowedError: the account is suspended, needs a code, or has changed meanwhile.
    """
    _require_unchanged(session, known.account_id, known.version, code=False)
    return open_session(session, known.account_id, now=now, verified=False, browser=browser)


@dataclass(frozen=True, slots=True)
class HalfWay:
    """Somebody who gave the right password and owes a code.

    Attributes:
        account_id: number of the account.
        version: its version when the password was right.
        since: when that was.
    """

    account_id: int
    version: int
    since: datetime


def open_with_code(
    session: Session, half_way: HalfWay, code: str, *, now: datetime, browser: str
) -> str:
    """The token of a new session that a second factor has proved.

    Raises:
        InvalidInputError: the code is not right, or was used already.
        NotAllowedError: too much time has passed, or the account has changed meanwhile.
    """
    if not half_way.since <= now < half_way.since + CODE_WAITS:
        raise NotAllowedError(CHANGED)
    _require_unchanged(session, half_way.account_id, half_way.version, code=True)
    spend_code(session, half_way.account_id, code, now=now)
    return open_session(session, half_way.account_id, now=now, verified=True, browser=browser)


def _require_unchanged(session: Session, account_id: int, version: int, *, code: bool) -> None:
    """Return when the account is as it was; nobody else changes it until the caller commits."""
    row = session.execute(
        sa.select(Account.version, Account.suspended_at, Account.totp_confirmed_at)
        .where(Account.id == account_id, Account.erased_at.is_(None))
        .with_for_update()
    ).first()
    if row is None or row.version != version:
        raise NotAllowedError(CHANGED)
    if row.suspended_at is not None:
        raise NotAllowedError("This account is suspended. Ask whoever runs this installation.")
    if (row.totp_confirmed_at is not None) is not code:
        raise NotAllowedError(CHANGED)
