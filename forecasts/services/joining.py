"""How people come to have an account: invited by an admin, or registered where anybody may."""

import hashlib
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.emails import read_email
from forecasts.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from forecasts.domain.permissions import Actor, Permission, Role, account_name, require
from forecasts.services.journal import Act, record
from forecasts.services.mailed_links import LASTS, LinkMaker, make_link, use_up
from forecasts.services.outbox import post_mail
from forecasts.store.models import Account, LinkPurpose, MailedLink

LONGEST_NAME = 120
NEWCOMER = Actor("newcomer")
"""Somebody who asks for an account where anybody may."""

_KNOWN = (
    "Somebody, probably you, asked for an account with this address. There is one already.\n\n"
    "Sign in at {site}/sign-in, or choose a new password at {site}/reset.\n"
)
_CONFIRM = (
    "Somebody, probably you, asked for an account with this address. To open it:\n\n{address}\n\n"
    "The address works once, within 24 hours. If it was not you, do nothing.\n"
)
_INVITED = (
    "You are invited to the forecast ledger, as {article}.\n\n"
    "To open your account:\n\n{address}\n\n"
    "The address works once, until {until:%d %B %Y, %H:%M} UTC.\n"
)


def invite(
    session: Session, email: str, role: Role, links: LinkMaker, *, actor: Actor, now: datetime
) -> str:
    """The address under which somebody opens an account in that role; it is mailed to them too.

    Raises:
        InvalidInputError: this is no address.
        ConflictError: there is an account with it already.
    """
    require(actor, Permission.APPOINT)
    email = read_email(email)
    if _find_account(session, email) is not None:
        told = "There is an account with this address already."
        raise ConflictError(told)
    address = make_link(
        session, LinkPurpose.INVITATION, links, email=email, role=role, actor=actor, now=now
    )
    _mail_invitation(session, address, email, role, now)
    record(session, [Act("invited", _subject(address), {"role": role})], actor=actor, now=now)
    return address


def _mail_invitation(session: Session, address: str, email: str, role: Role, now: datetime) -> None:
    article = f"an {role}" if role.value[0] in "aeiou" else f"a {role}"
    until = now + LASTS[LinkPurpose.INVITATION]
    post_mail(
        session,
        key=_subject(address),
        address=email,
        subject="You are invited to the forecast ledger",
        body=_INVITED.format(article=article, address=address, until=until),
        now=now,
    )


def register(session: Session, email: str, links: LinkMaker, *, now: datetime) -> None:
    """Mail an address that opens an account as a reader; or, to whoever has one, that they do.

    Whoever asks cannot tell the two apart. Call it only where anybody may have an account.

    Raises:
        InvalidInputError: this is no address.
    """
    require(NEWCOMER, Permission.SIGN_IN)
    email = read_email(email)
    purpose, account = LinkPurpose.REGISTRATION, _find_account(session, email)
    address = make_link(
        session, purpose, links, email=email, role=Role.READER, actor=NEWCOMER, now=now
    )
    body = _CONFIRM.format(address=address) if account is None else _KNOWN.format(site=links.site)
    post_mail(
        session,
        key=_subject(address),
        address=email,
        subject="Your account at the forecast ledger",
        body=body,
        now=now,
        account_id=account.id if account else None,
    )


def open_account(
    session: Session,
    purpose: LinkPurpose,
    token: str,
    links: LinkMaker,
    *,
    name: str,
    password_hash: str,
    now: datetime,
) -> Account:
    """The new account of whoever was mailed this address, which is used up.

    Raises:
        NotAllowedError: the address does not work, or no more.
        InvalidInputError: the name is empty or too long.
        ConflictError: there is an account with this address of mail by now.
    """
    link = use_up(session, purpose, token, links, now=now)
    if link.role is None:
        raise NotAllowedError("This address opens no account.")
    if _find_account(session, link.email) is not None:
        raise ConflictError("There is an account with this address of mail already. Sign in.")
    account = Account(
        name=read_name(name),
        email=link.email,
        role=link.role,
        password_hash=password_hash,
        created_at=now,
        version=1,
    )
    session.add(account)
    session.flush()
    _record_joined(session, account, link, now)
    return account


def read_name(name: str) -> str:
    """The name, with its white space evened out.

    Raises:
        InvalidInputError: it is empty or too long.
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        told = f"Give a name of at most {LONGEST_NAME} characters."
        raise InvalidInputError(told, {"name": told})
    return name


def _record_joined(session: Session, account: Account, link: MailedLink, now: datetime) -> None:
    name = account_name(account.id)
    facts = {"role": account.role, "by": link.purpose, "made_by": link.made_by}
    newcomer = Actor(name, account.role, account.id)
    record(session, [Act("joined", name, facts)], actor=newcomer, now=now)


def _find_account(session: Session, email: str) -> Account | None:
    return session.scalar(sa.select(Account).where(Account.email == email))


def _subject(address: str) -> str:
    """A name for the invitation that tells nothing of its address."""
    return f"invitation:{hashlib.sha256(address.encode()).hexdigest()[:16]}"
