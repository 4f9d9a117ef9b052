"""Who may act here: accounts, addresses that sign in once, and signed-in browsers."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ConflictError, NotAllowedError, NotFoundError
from forecasts.domain.permissions import Actor, Permission, Role, account_name, require
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


def sign_in(session: Session, token: str, *, now: datetime, browser: str = "") -> str:
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
    return open_session(session, account_id, now=now, verified=True, browser=browser)


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
        has_password: whether the account has one.
        verified: whether a second factor, or an address printed on the server, proved who it is.
    """

    name: str
    actor: Actor
    appointed: Role
    session: str
    has_password: bool
    verified: bool

    @property
    def acts_below(self) -> bool:
        """Whether a second factor is still to be given, so that the session acts below the role."""
        return self.actor.role is not self.appointed


def find_signed_in(session: Session, token: str, *, now: datetime) -> SignedInAs | None:
    """Whose session this is; None when it has ended, never was, or the account is suspended."""
    found = session.execute(
        sa.select(
            Account.id,
            Account.name,
            Account.role,
            Account.password_hash.is_not(None).label("has_password"),
            WebSession.verified_at,
            WebSession.handle,
        )
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
    actor = Actor(account_name(found.id), role, found.id, authors_of(session, found.id))
    return SignedInAs(
        name=found.name,
        actor=actor,
        appointed=found.role,
        session=found.handle,
        has_password=bool(found.has_password),
        verified=found.verified_at is not None,
    )


def _rank(role: Role) -> int:
    return role.rank


def authors_of(session: Session, account_id: int) -> frozenset[int]:
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


def end_session(session: Session, handle: str, *, actor: Actor, now: datetime) -> None:
    """End one session of one's own by its name on pages; one that has ended stays so.

    Raises:
        NotFoundError: there is none of that name.
    """
    require(actor, Permission.KEEP_ACCOUNT)
    query = sa.select(WebSession.token_sha256).where(
        WebSession.handle == handle, WebSession.account_id == actor.account_id
    )
    if session.scalar(query) is None:
        raise NotFoundError("You have no such session.")
    _end(session, WebSession.handle == handle, now)


def end_other_sessions(session: Session, keep: str, *, actor: Actor, now: datetime) -> None:
    """End all sessions of one's own but the one of that name."""
    require(actor, Permission.KEEP_ACCOUNT)
    mine = sa.and_(WebSession.account_id == actor.account_id, WebSession.handle != keep)
    _end(session, mine, now)


def end_sessions_of(session: Session, account_id: int, *, now: datetime, keep: str = "") -> None:
    """End all sessions of an account but the one of that name, as a part of another act."""
    theirs = sa.and_(WebSession.account_id == account_id, WebSession.handle != keep)
    _end(session, theirs, now)


def renew_session(session: Session, token: str, *, now: datetime, verified: bool) -> str:
    """A new token for this session, whose old one works no more.

    Args:
        verified: whether a second factor has just proved who it is.

    Raises:
        NotAllowedError: the session has ended.
    """
    old = session.scalar(
        sa.update(WebSession)
        .where(
            WebSession.token_sha256 == _sha256(token),
            WebSession.ended_at.is_(None),
            WebSession.expires_at > now,
        )
        .values(ended_at=now)
        .returning(WebSession)
    )
    if old is None:
        raise NotAllowedError("Your session has ended. Sign in again.")
    was = old.verified_at is not None
    return open_session(
        session, old.account_id, now=now, verified=verified or was, browser=old.browser
    )


def lock_own_account(
    session: Session, actor: Actor, permission: Permission = Permission.KEEP_ACCOUNT
) -> Account:
    """The actor's own account, which nobody else changes until the caller commits.

    Raises:
        NotAllowedError: nobody is signed in, or the role does not have the permission.
    """
    require(actor, permission)
    if actor.account_id is None:
        raise NotAllowedError("This is for people with an account.")
    return lock_account(session, actor.account_id)


def lock_account(session: Session, account_id: int, *, version: int | None = None) -> Account:
    """The account, which nobody else changes until the caller commits.

    Raises:
        NotFoundError: there is none of that number, or it was erased.
        ConflictError: it has another version by now.
    """
    query = sa.select(Account).where(Account.id == account_id, Account.erased_at.is_(None))
    account = session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if account is None:
        raise NotFoundError(f"There is no account {account_id}.")
    if version not in {None, account.version}:
        state = "suspended" if account.suspended_at else f"appointed {account.role}"
        raise ConflictError(
            f"This account has changed since you opened it: it is {state} now."
            " Nothing of yours was saved; look at it again."
        )
    return account


def _end(session: Session, which: sa.ColumnElement[bool], now: datetime) -> None:
    session.execute(
        sa.update(WebSession)
        .where(which, WebSession.ended_at.is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
