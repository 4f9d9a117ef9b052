"""Accounts as their owners and as admins see them."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forecasts.domain.errors import NotFoundError
from forecasts.domain.permissions import Role
from forecasts.store.models import (
    Account,
    AccountLink,
    AuthorClaim,
    ClaimStatus,
    LedgerEntry,
    LinkPurpose,
    MailedLink,
    SealedText,
    WebSession,
)
from forecasts.store.queries.paging import Page, Paging, fetch_page

MOST_ROWS = 100
"""The most rows of a list without pages."""

_PREFIX = "account:"
_DIGITS_OF_A_KEY = 19


class AccountState(StrEnum):
    """Whether an account may sign in."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """Which accounts a list is about; what is None does not matter.

    Attributes:
        words: a part of the name or of the address of mail, or the number.
        role: what they were appointed to.
        state: whether they may sign in.
    """

    words: str | None = None
    role: Role | None = None
    state: AccountState | None = None


_STATES = {
    AccountState.ACTIVE: sa.and_(Account.suspended_at.is_(None), Account.erased_at.is_(None)),
    AccountState.SUSPENDED: sa.and_(Account.suspended_at.is_not(None), Account.erased_at.is_(None)),
    AccountState.ERASED: Account.erased_at.is_not(None),
}


def list_accounts(session: Session, wanted: AccountFilter, paging: Paging) -> Page[Account]:
    """Accounts, the last opened first."""
    query = sa.select(Account).order_by(Account.id.desc())
    if wanted.words:
        query = query.where(_matches(wanted.words))
    if wanted.role:
        query = query.where(Account.role == wanted.role)
    if wanted.state:
        query = query.where(_STATES[wanted.state])
    return fetch_page(session, query, paging)


def _matches(words: str) -> sa.ColumnElement[bool]:
    by_text = sa.or_(
        Account.name.icontains(words, autoescape=True),
        Account.email.icontains(words, autoescape=True),
    )
    number = words.removeprefix(_PREFIX)
    if number.isascii() and number.isdigit() and len(number) < _DIGITS_OF_A_KEY:
        return sa.or_(by_text, Account.id == int(number))
    return by_text


def find_account(session: Session, account_id: int) -> Account:
    """The account of that number, erased or not.

    Raises:
        NotFoundError: there is none.
    """
    account = session.get(Account, account_id)
    if account is None:
        raise NotFoundError(f"There is no account {account_id}.")
    return account


def list_sessions(session: Session, account_id: int, *, now: datetime) -> list[WebSession]:
    """The sessions of an account that have not ended, the last begun first."""
    query = (
        sa.select(WebSession)
        .where(
            WebSession.account_id == account_id,
            WebSession.ended_at.is_(None),
            WebSession.expires_at > now,
        )
        .order_by(WebSession.created_at.desc(), WebSession.handle)
        .limit(MOST_ROWS)
    )
    return list(session.scalars(query))


def list_claims_of(session: Session, account_id: int) -> list[AuthorClaim]:
    """What an account said to be, the last asked first, each with its author."""
    query = (
        sa.select(AuthorClaim)
        .options(joinedload(AuthorClaim.author))
        .where(AuthorClaim.account_id == account_id)
        .order_by(AuthorClaim.asked_at.desc(), AuthorClaim.id.desc())
        .limit(MOST_ROWS)
    )
    return list(session.scalars(query))


def list_claims(session: Session, status: ClaimStatus | None, paging: Paging) -> Page[AuthorClaim]:
    """Claims to be an author, the first asked first, each with its account and its author."""
    query = (
        sa.select(AuthorClaim)
        .options(joinedload(AuthorClaim.author), joinedload(AuthorClaim.account))
        .order_by(AuthorClaim.asked_at, AuthorClaim.id)
    )
    if status:
        query = query.where(AuthorClaim.status == status)
    return fetch_page(session, query, paging)


def count_asked_claims(session: Session) -> int:
    """How many claims to be an author wait for an admin."""
    asked = AuthorClaim.status == ClaimStatus.ASKED
    return session.scalar(sa.select(sa.func.count()).select_from(AuthorClaim).where(asked)) or 0


class LinkedAccount(NamedTuple):
    """Another account of the same person, as an admin holds."""

    id: int
    name: str
    reason: str
    linked_at: datetime
    linked_by: str


def list_linked(session: Session, account_id: int) -> list[LinkedAccount]:
    """The accounts that are linked to this one."""
    other = sa.case(
        (AccountLink.account_id == account_id, AccountLink.other_id), else_=AccountLink.account_id
    )
    query = (
        sa.select(
            Account.id,
            Account.name,
            AccountLink.reason,
            AccountLink.linked_at,
            AccountLink.linked_by,
        )
        .select_from(AccountLink)
        .join(Account, Account.id == other)
        .where(sa.or_(AccountLink.account_id == account_id, AccountLink.other_id == account_id))
        .order_by(AccountLink.id)
        .limit(MOST_ROWS)
    )
    return [LinkedAccount(*row) for row in session.execute(query)]


def list_invitations(session: Session, *, now: datetime) -> list[MailedLink]:
    """Invitations that nobody has taken up yet and that still work, the last made first."""
    query = (
        sa.select(MailedLink)
        .where(
            MailedLink.purpose == LinkPurpose.INVITATION,
            MailedLink.used_at.is_(None),
            MailedLink.expires_at > now,
        )
        .order_by(MailedLink.made_at.desc())
        .limit(MOST_ROWS)
    )
    return list(session.scalars(query))


class AccountAct(NamedTuple):
    """An entry of the ledger about an account, with what was written to it in private."""

    sequence: int
    kind: str
    at: str
    actor: str
    facts: Mapping[str, object]
    private: Mapping[str, object]


def list_acts_about(session: Session, account_id: int) -> list[AccountAct]:
    """The last acts of the ledger about an account."""
    query = (
        sa.select(
            LedgerEntry.sequence,
            LedgerEntry.kind,
            LedgerEntry.at,
            LedgerEntry.actor,
            LedgerEntry.facts,
            SealedText.content,
        )
        .outerjoin(SealedText, SealedText.sequence == LedgerEntry.sequence)
        .where(LedgerEntry.subject == f"{_PREFIX}{account_id}")
        .order_by(LedgerEntry.sequence.desc())
        .limit(MOST_ROWS)
    )
    return [
        AccountAct(sequence, kind, at, actor, json.loads(facts), json.loads(private or "{}"))
        for sequence, kind, at, actor, facts, private in session.execute(query)
    ]


def names_of_accounts(session: Session, pseudonyms: Collection[str]) -> dict[str, str]:
    """For each pseudonym such as "account:7", what the account is called; others are left out."""
    numbers = {
        int(number)
        for number in (
            name.removeprefix(_PREFIX) for name in pseudonyms if name.startswith(_PREFIX)
        )
        if number.isdigit()
    }
    rows = session.execute(sa.select(Account.id, Account.name).where(Account.id.in_(numbers)))
    return {f"{_PREFIX}{number}": name for number, name in rows}
