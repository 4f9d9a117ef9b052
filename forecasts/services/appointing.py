"""What admins decide about accounts: the role, whether it may sign in, and who is one person."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ConflictError, InvalidInputError
from forecasts.domain.permissions import Actor, Permission, Role, account_name, require
from forecasts.services.accounts import end_sessions_of, lock_account
from forecasts.services.journal import Act, record
from forecasts.services.second_factor import clear_factor
from forecasts.store.models import Account, AccountLink

LONGEST_REASON = 1000


def appoint(
    session: Session, account_id: int, role: Role, *, version: int, actor: Actor, now: datetime
) -> None:
    """Give the account another role, which counts from its next request on.

    Raises:
        NotFoundError: there is no such account.
        ConflictError: it has changed meanwhile, or is the last admin.
    """
    require(actor, Permission.APPOINT)
    account = _lock(session, account_id, version)
    before = account.role
    if before is role:
        return
    account.role = role
    account.version += 1
    facts = {"from": before, "to": role}
    _record(session, Act("appointed", account_name(account_id), facts), actor, now)


def suspend(
    session: Session, account_id: int, *, reason: str, version: int, actor: Actor, now: datetime
) -> None:
    """Keep the account from signing in; its sessions end.

    Raises:
        NotFoundError: there is no such account.
        InvalidInputError: there is no reason.
        ConflictError: it has changed meanwhile, is suspended already, or is the last admin.
    """
    require(actor, Permission.APPOINT)
    reason = read_reason(reason)
    account = _lock(session, account_id, version)
    if account.suspended_at is not None:
        raise ConflictError("This account is suspended already.")
    account.suspended_at = now
    account.version += 1
    end_sessions_of(session, account_id, now=now)
    act = Act("suspended", account_name(account_id), {}, {"reason": reason})
    _record(session, act, actor, now)


def lift(session: Session, account_id: int, *, version: int, actor: Actor, now: datetime) -> None:
    """Let a suspended account sign in again.

    Raises:
        NotFoundError: there is no such account.
        ConflictError: it has changed meanwhile, or is not suspended.
    """
    require(actor, Permission.APPOINT)
    account = lock_account(session, account_id, version=version)
    if account.suspended_at is None:
        raise ConflictError("This account is not suspended.")
    account.suspended_at = None
    account.version += 1
    _record(session, Act("restored", account_name(account_id), {}), actor, now)


def take_factor_away(
    session: Session, account_id: int, *, version: int, actor: Actor, now: datetime
) -> None:
    """Remove the second factor of somebody who lost it; their sessions end.

    Raises:
        NotFoundError: there is no such account.
        ConflictError: it has changed meanwhile, or has no second factor.
    """
    require(actor, Permission.APPOINT)
    account = lock_account(session, account_id, version=version)
    if account.totp_confirmed_at is None:
        raise ConflictError("This account has no second factor.")
    clear_factor(session, account, now=now)
    _record(session, Act("removed-second-factor", account_name(account_id), {}), actor, now)


def link_accounts(
    session: Session, one: int, other: int, *, reason: str, actor: Actor, now: datetime
) -> None:
    """Hold two accounts for one person: neither decides what the other is bound up with.

    Raises:
        NotFoundError: there is no such account.
        InvalidInputError: they are the same, or there is no reason.
        ConflictError: they are linked already.
    """
    require(actor, Permission.APPOINT)
    reason = read_reason(reason)
    if one == other:
        told = "Give the number of another account."
        raise InvalidInputError(told, {"other": told})
    first, second = sorted((one, other))
    for account_id in (first, second):
        lock_account(session, account_id)
    if _are_linked(session, first, second):
        raise ConflictError("These accounts are linked already.")
    session.add(
        AccountLink(
            account_id=first, other_id=second, reason=reason, linked_at=now, linked_by=actor.name
        )
    )
    facts = {"with": account_name(second)}
    _record(session, Act("linked", account_name(first), facts, {"reason": reason}), actor, now)


def read_reason(reason: str) -> str:
    """The reason as it is kept.

    Raises:
        InvalidInputError: it is empty or too long.
    """
    reason = reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        told = f"Give a reason, in at most {LONGEST_REASON:,} characters."
        raise InvalidInputError(told, {"reason": told})
    return reason


def _lock(session: Session, account_id: int, version: int) -> Account:
    """The account, and with it all admins, of whom one must stay.

    Raises:
        NotFoundError: there is no such account.
        ConflictError: it has changed meanwhile, or is the last admin.
    """
    admins = session.scalars(
        sa.select(Account.id)
        .where(
            Account.role == Role.ADMIN,
            Account.suspended_at.is_(None),
            Account.erased_at.is_(None),
        )
        .order_by(Account.id)
        .with_for_update()
    ).all()
    account = lock_account(session, account_id, version=version)
    if list(admins) == [account_id]:
        raise ConflictError("This is the last admin. Appoint another one first.")
    return account


def _are_linked(session: Session, first: int, second: int) -> bool:
    query = sa.select(AccountLink.id).where(
        AccountLink.account_id == first, AccountLink.other_id == second
    )
    return session.scalar(query) is not None


def _record(session: Session, act: Act, actor: Actor, now: datetime) -> None:
    record(session, [act], actor=actor, now=now)
