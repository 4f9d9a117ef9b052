"""What people change about their own account: name, address of mail, password."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.emails import read_email
from forecasts.domain.errors import ConflictError, NotAllowedError
from forecasts.domain.permissions import VISITOR, Actor, Permission, account_name, require
from forecasts.services.accounts import end_sessions_of, lock_account, lock_own_account
from forecasts.services.joining import read_name
from forecasts.services.journal import Act, record
from forecasts.services.mailed_links import SPENT, LinkMaker, make_link, spend_others, use_up
from forecasts.services.outbox import post_mail
from forecasts.services.telling import tell_owner
from forecasts.store.models import Account, LinkPurpose

_RESET = (
    "Somebody, probably you, asked for a new password for this address. To choose one:\n\n"
    "{address}\n\nThe address works once, within an hour. If it was not you, do nothing: your"
    " password stays as it is.\n"
)
_NEW_EMAIL = (
    "To make this the address of your account at the forecast ledger:\n\n{address}\n\n"
    "The address works once, within 24 hours. If you know nothing of it, do nothing.\n"
)


def rename(session: Session, name: str, *, actor: Actor, now: datetime) -> None:
    """Call one's own account by another name.

    Raises:
        InvalidInputError: the name is empty or too long.
    """
    account, name = lock_own_account(session, actor), read_name(name)
    if account.name != name:
        account.name = name
        account.version += 1
        _record(session, "renamed", account, actor, now)


def change_password(
    session: Session, password_hash: str, *, keep: str, actor: Actor, now: datetime
) -> None:
    """Keep another password; all sessions end but the one of that name."""
    account = lock_own_account(session, actor)
    _set_password(session, account, password_hash, now=now, keep=keep)
    _record(session, "changed-password", account, actor, now)


def ask_reset(session: Session, email: str, links: LinkMaker, *, now: datetime) -> None:
    """Mail an address under which a new password is chosen, where there is such an account.

    Whoever asks cannot tell whether there is.

    Raises:
        InvalidInputError: this is no address of mail.
    """
    require(VISITOR, Permission.SIGN_IN)
    account = session.scalar(
        sa.select(Account).where(
            Account.email == read_email(email),
            Account.erased_at.is_(None),
            Account.suspended_at.is_(None),
        )
    )
    if account is not None:
        _mail_reset(session, account, links, actor=VISITOR, now=now)


def make_reset(
    session: Session, account_id: int, links: LinkMaker, *, actor: Actor, now: datetime
) -> str:
    """The address under which somebody chooses a new password; it is mailed to them too.

    Raises:
        ConflictError: the account has no address of mail.
    """
    require(actor, Permission.APPOINT)
    account = lock_account(session, account_id)
    if account.email is None:
        raise ConflictError("This account has no address of mail, so it has no password.")
    address = _mail_reset(session, account, links, actor=actor, now=now)
    _record(session, "offered-reset", account, actor, now)
    return address


def _mail_reset(
    session: Session, account: Account, links: LinkMaker, *, actor: Actor, now: datetime
) -> str:
    email = account.email or ""
    address = make_link(
        session,
        LinkPurpose.RESET,
        links,
        email=email,
        account_id=account.id,
        actor=actor,
        now=now,
    )
    post_mail(
        session,
        key=f"reset:{account.id}:{now.isoformat()}",
        address=email,
        subject="A new password for the forecast ledger",
        body=_RESET.format(address=address),
        now=now,
        account_id=account.id,
    )
    return address


def reset_password(
    session: Session, token: str, links: LinkMaker, *, password_hash: str, now: datetime
) -> Account:
    """The account whose password was just chosen anew; all its sessions have ended.

    Raises:
        NotAllowedError: the address does not work, or no more.
    """
    link = use_up(session, LinkPurpose.RESET, token, links, now=now)
    account = lock_account(session, link.account_id or 0)
    if account.email != link.email or account.suspended_at is not None:
        raise NotAllowedError(SPENT)
    _set_password(session, account, password_hash, now=now)
    owner = Actor(account_name(account.id), account.role, account.id)
    _record(session, "reset-password", account, owner, now)
    return account


def ask_new_email(
    session: Session, email: str, links: LinkMaker, *, actor: Actor, now: datetime
) -> str:
    """The address under which one shows that a new address of mail is one's own; mailed there.

    Where somebody else has it, they are told so, and whoever asks cannot tell.

    Raises:
        InvalidInputError: this is no address of mail.
    """
    account, email = lock_own_account(session, actor), read_email(email)
    address = make_link(
        session,
        LinkPurpose.EMAIL,
        links,
        email=email,
        account_id=account.id,
        actor=actor,
        now=now,
    )
    post_mail(
        session,
        key=f"email:{account.id}:{now.isoformat()}",
        address=email,
        subject="Your new address at the forecast ledger",
        body=_NEW_EMAIL.format(address=address),
        now=now,
        account_id=account.id,
    )
    return address


def confirm_email(session: Session, token: str, links: LinkMaker, *, now: datetime) -> None:
    """Make the address of mail under which this was sent that of the account.

    Raises:
        NotAllowedError: the address does not work, or no more.
        ConflictError: another account has it.
    """
    link = use_up(session, LinkPurpose.EMAIL, token, links, now=now)
    account = lock_account(session, link.account_id or 0)
    if session.scalar(sa.select(Account.id).where(Account.email == link.email)) is not None:
        raise ConflictError("An account has this address already.")
    before, account.email = account.email, link.email
    account.version += 1
    _spend_links(session, account, now)
    tell_owner(
        session, account, "The address of your account was changed.", now=now, address=before
    )
    owner = Actor(account_name(account.id), account.role, account.id)
    _record(session, "changed-address", account, owner, now)


def _set_password(
    session: Session, account: Account, password_hash: str, *, now: datetime, keep: str = ""
) -> None:
    account.password_hash = password_hash
    account.version += 1
    end_sessions_of(session, account.id, now=now, keep=keep)
    _spend_links(session, account, now)
    tell_owner(session, account, "Your password was changed.", now=now)


def _spend_links(session: Session, account: Account, now: datetime) -> None:
    """Let no address that was mailed before work any more: who had read it has no business here."""
    for purpose in (LinkPurpose.RESET, LinkPurpose.EMAIL):
        spend_others(session, purpose, account_id=account.id, now=now)


def _record(session: Session, kind: str, account: Account, actor: Actor, now: datetime) -> None:
    record(session, [Act(kind, account_name(account.id), {})], actor=actor, now=now)
