"""People whom a provider of sign-in knows: let in, given an account, or linked to theirs."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ConflictError, NotAllowedError
from forecasts.domain.permissions import Actor, Permission, Role, account_name, require
from forecasts.domain.providers import Outsider
from forecasts.services.accounts import lock_own_account, open_session
from forecasts.services.joining import LONGEST_NAME
from forecasts.services.journal import Act, record
from forecasts.store.models import Account, LinkPurpose, MailedLink, OutsideIdentity


def let_in(
    session: Session, who: Outsider, *, registration: bool, now: datetime, browser: str
) -> str:
    """The token of a new session of whoever the provider says this is.

    Who has no account gets one where an invitation waits for their address, or anybody may have
    one as a reader. An account is never found by its address: it must have been linked.

    Raises:
        NotAllowedError: there is no account for them and none to be had, or it is suspended.
    """
    require(Actor("outsider"), Permission.SIGN_IN)
    account_id = _find_linked(session, who)
    if account_id is None:
        account_id = _join(session, who, registration=registration, now=now)
    else:
        _require_welcome(session, account_id)
    return open_session(
        session, account_id, now=now, verified=who.has_second_factor, browser=browser
    )


def link_identity(session: Session, who: Outsider, *, actor: Actor, now: datetime) -> None:
    """Let the actor sign in as this person of the provider from now on; again changes nothing.

    Raises:
        ConflictError: this person belongs to another account.
    """
    account = lock_own_account(session, actor)
    linked = _find_linked(session, who)
    if linked == account.id:
        return
    if linked is not None:
        raise ConflictError("This identity belongs to another account here.")
    _add_identity(session, who, account.id, now)
    record(session, [Act("identified", actor.name, {})], actor=actor, now=now)


def unlink_identities(session: Session, *, actor: Actor, now: datetime) -> None:
    """Let the actor sign in by the provider no more.

    Raises:
        ConflictError: they could not sign in at all then.
    """
    account = lock_own_account(session, actor)
    if account.password_hash is None:
        raise ConflictError("Choose a password first: you could not sign in any more.")
    gone = session.scalars(
        sa.delete(OutsideIdentity)
        .where(OutsideIdentity.account_id == account.id)
        .returning(OutsideIdentity.subject)
    ).all()
    if gone:
        record(session, [Act("unidentified", actor.name, {})], actor=actor, now=now)


def has_identity(session: Session, account_id: int) -> bool:
    """Whether the account may sign in by the provider."""
    query = sa.select(OutsideIdentity.subject).where(OutsideIdentity.account_id == account_id)
    return session.scalar(query.limit(1)) is not None


def _find_linked(session: Session, who: Outsider) -> int | None:
    return session.scalar(
        sa.select(OutsideIdentity.account_id).where(
            OutsideIdentity.issuer == who.issuer, OutsideIdentity.subject == who.subject
        )
    )


def _require_welcome(session: Session, account_id: int) -> None:
    """Return when the account may sign in; nobody changes that until the caller commits."""
    query = sa.select(Account.suspended_at, Account.erased_at).where(Account.id == account_id)
    account = session.execute(query.with_for_update()).one()
    if account.suspended_at or account.erased_at:
        raise NotAllowedError("This account is suspended. Ask whoever runs this installation.")


def _join(session: Session, who: Outsider, *, registration: bool, now: datetime) -> int:
    """The number of a new account.

    Raises:
        NotAllowedError: none is to be had.
    """
    if who.email is None:
        raise NotAllowedError(
            "The provider has not confirmed your e-mail, so no account can be opened with it."
        )
    if session.scalar(sa.select(Account.id).where(Account.email == who.email)) is not None:
        raise NotAllowedError(
            "There is an account with your e-mail already. Sign in to it as before, and link the"
            " two on the page of your account."
        )
    invitation = _use_up_invitation(session, who.email, now)
    if invitation is None and not registration:
        raise NotAllowedError("Accounts are opened by invitation here, and none waits for you.")
    role = invitation.role if invitation and invitation.role else Role.READER
    account = Account(name=_name_of(who), email=who.email, role=role, created_at=now, version=1)
    session.add(account)
    session.flush()
    _add_identity(session, who, account.id, now)
    name = account_name(account.id)
    facts = {"role": role, "by": "provider", "made_by": invitation.made_by if invitation else None}
    record(session, [Act("joined", name, facts)], actor=Actor(name, role, account.id), now=now)
    return account.id


def _use_up_invitation(session: Session, email: str, now: datetime) -> MailedLink | None:
    """The newest invitation that waits for that address; all of them are used up by it."""
    used = session.scalars(
        sa.update(MailedLink)
        .where(
            MailedLink.purpose == LinkPurpose.INVITATION,
            MailedLink.email == email,
            MailedLink.used_at.is_(None),
            MailedLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(MailedLink)
        .execution_options(synchronize_session=False)
    ).all()
    return max(used, key=lambda link: link.made_at, default=None)


def _name_of(who: Outsider) -> str:
    shown = "".join(c if c.isprintable() else " " for c in who.name)
    return " ".join(shown.split())[:LONGEST_NAME].rstrip() or "Somebody"


def _add_identity(session: Session, who: Outsider, account_id: int, now: datetime) -> None:
    identity = OutsideIdentity(
        issuer=who.issuer, subject=who.subject, account_id=account_id, created_at=now
    )
    session.add(identity)
    session.flush()
