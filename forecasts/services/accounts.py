"""Who may act here: accounts, addresses that sign in once, and signed-in browsers."""

import hashlib
import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import NotAllowedError
from forecasts.store.models import Account, SignInLink, WebSession

LINK_LASTS = timedelta(hours=1)
SESSION_LASTS = timedelta(days=30)
_TOKEN_BYTES = 32


def find_or_add_operator(session: Session, *, now: datetime) -> Account:
    """The account of whoever runs this installation; added on the first call."""
    account = session.scalar(sa.select(Account).order_by(Account.id).limit(1))
    if account is None:
        account = Account(name="Operator", created_at=now, version=1)
        session.add(account)
        session.flush()
    return account


def issue_sign_in_link(session: Session, account_id: int, *, now: datetime) -> str:
    """A new token that signs this account in once, within an hour. Only its hash is kept."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session.add(
        SignInLink(
            token_sha256=_sha256(token),
            account_id=account_id,
            expires_at=now + LINK_LASTS,
            used_at=None,
        )
    )
    return token


def sign_in(session: Session, token: str, *, now: datetime) -> str:
    """A new session token in exchange for the token of a sign-in address, which is used up.

    Raises:
        NotAllowedError: the address is unknown, was used, or is too old.
    """
    account_id = session.scalar(
        sa.update(SignInLink)
        .where(
            SignInLink.token_sha256 == _sha256(token),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(SignInLink.account_id)
    )
    if account_id is None:
        raise NotAllowedError(
            "This address was used already or is too old. Print a new one with `forecasts sign-in`."
        )
    return _open_session(session, account_id, now=now)


def _open_session(session: Session, account_id: int, *, now: datetime) -> str:
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session.add(
        WebSession(
            token_sha256=_sha256(token),
            account_id=account_id,
            created_at=now,
            expires_at=now + SESSION_LASTS,
            ended_at=None,
        )
    )
    return token


def find_signed_in(session: Session, token: str, *, now: datetime) -> Account | None:
    """The account whose session this is; None when it has ended or never was."""
    return session.scalar(
        sa.select(Account)
        .join(WebSession, WebSession.account_id == Account.id)
        .where(
            WebSession.token_sha256 == _sha256(token),
            WebSession.ended_at.is_(None),
            WebSession.expires_at > now,
        )
    )


def sign_out(session: Session, token: str, *, now: datetime) -> None:
    """End this session; nothing happens when it has ended already."""
    session.execute(
        sa.update(WebSession)
        .where(WebSession.token_sha256 == _sha256(token), WebSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
