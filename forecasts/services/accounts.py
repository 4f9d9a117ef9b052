"""Who may act here: accounts, addresses that sign in once, and signed-in browsers."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import NotAllowedError
from forecasts.domain.permissions import Actor, Role, account_name
from forecasts.store.models import Account, AuthorClaim, ClaimStatus, SignInLink, WebSession

LINK_LASTS = timedelta(hours=1)
SESSION_LASTS = timedelta(days=30)
LONGEST_BROWSER = 200
WITHOUT_SECOND_FACTOR = Role.AUTHOR
"""The highest role in which a session acts that no second factor has proved."""

_TOKEN_BYTES, _HANDLE_BYTES = 32, 8


def find_or_add_operator(session: Session, *, now: datetime) -> Account:
    """The account of whoever runs this installation; added on the first call."""
    account = session.scalar(sa.select(Account).order_by(Account.id).limit(1))
    if account is None:
        account = Account(name="Operator", role=Role.ADMIN, created_at=now, version=1)
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
    return open_session(session, account_id, now=now, verified=True)


def open_session(
    session: Session, account_id: int, *, now: datetime, verified: bool, browser: str = ""
) -> str:
    """The token of a new session.

    Args:
        verified: whether a second factor, or an address printed on the server, proved who it is;
            without it nobody acts as a reviewer or an admin.
        browser: what the browser says that it is.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session.add(
        WebSession(
            token_sha256=_sha256(token),
            account_id=account_id,
            handle=secrets.token_hex(_HANDLE_BYTES),
            browser=browser[:LONGEST_BROWSER],
            created_at=now,
            verified_at=now if verified else None,
            expires_at=now + SESSION_LASTS,
            ended_at=None,
        )
    )
    return token


@dataclass(frozen=True, slots=True)
class SignedInAs:
    """Whose session it is.

    Attributes:
        name: what the account is called.
        actor: as whom the session acts.
        appointed: the role of the account; higher than that of the actor where a second factor
            is still to be given.
        session: the name of the session on pages.
    """

    name: str
    actor: Actor
    appointed: Role
    session: str


def find_signed_in(session: Session, token: str, *, now: datetime) -> SignedInAs | None:
    """Whose session this is; None when it has ended, never was, or the account is suspended."""
    found = session.execute(
        sa.select(Account.id, Account.name, Account.role, WebSession.verified_at, WebSession.handle)
        .join(WebSession, WebSession.account_id == Account.id)
        .where(
            WebSession.token_sha256 == _sha256(token),
            WebSession.ended_at.is_(None),
            WebSession.expires_at > now,
            Account.suspended_at.is_(None),
            Account.erased_at.is_(None),
        )
    ).first()
    if found is None:
        return None
    role = found.role if found.verified_at else min(found.role, WITHOUT_SECOND_FACTOR, key=_rank)
    actor = Actor(account_name(found.id), role, found.id, _authors_of(session, found.id))
    return SignedInAs(found.name, actor, found.role, found.handle)


def _rank(role: Role) -> int:
    return role.rank


def _authors_of(session: Session, account_id: int) -> frozenset[int]:
    """The authors that this account is, as an admin confirmed."""
    query = sa.select(AuthorClaim.author_id).where(
        AuthorClaim.account_id == account_id, AuthorClaim.status == ClaimStatus.CONFIRMED
    )
    return frozenset(session.scalars(query))


def sign_out(session: Session, token: str, *, now: datetime) -> None:
    """End this session; nothing happens when it has ended already."""
    session.execute(
        sa.update(WebSession)
        .where(WebSession.token_sha256 == _sha256(token), WebSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
