"""Keeps an item of the desk to one reviewer for a while, so that two do not collide."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ConflictError, NotAllowedError, NotFoundError
from forecasts.domain.permissions import Actor, Permission, require
from forecasts.domain.policies import Policy
from forecasts.services.conflicts import require_no_conflict
from forecasts.store.inserts import insert_into
from forecasts.store.models import Account, Forecast, ItemClaim

CLAIM_LASTS = timedelta(minutes=20)
"""How long an item is kept to whoever opened it or last worked at it."""


def open_item(
    session: Session, forecast_id: int, *, actor: Actor, now: datetime, policy: Policy
) -> datetime:
    """Keep the item to the actor, and let go of those they only looked at; until when it is kept.

    Raises:
        NotFoundError: there is no such forecast.
        ConflictError: somebody else is at work on it; the message tells who.
        NotAllowedError: the actor may not decide it.
    """
    require_may_take(session, forecast_id, actor=actor, policy=policy)
    until = claim(session, forecast_id, actor=actor, now=now)
    _let_go_of_what_was_only_looked_at(session, forecast_id, actor)
    return until


def require_may_take(session: Session, forecast_id: int, *, actor: Actor, policy: Policy) -> None:
    """Return when the actor may work at the forecast.

    Raises:
        NotFoundError: there is no such forecast.
        NotAllowedError: the actor is no reviewer, or could not judge it fairly.
    """
    require(actor, Permission.TAKE_ITEM)
    require_there(session, forecast_id)
    require_no_conflict(session, actor, forecast_id, policy=policy)


def require_there(session: Session, forecast_id: int) -> None:
    """Return when there is such a forecast.

    Raises:
        NotFoundError: there is none.
    """
    if session.scalar(sa.select(Forecast.id).where(Forecast.id == forecast_id)) is None:
        raise NotFoundError(f"There is no forecast {forecast_id}.")


def claim(session: Session, forecast_id: int, *, actor: Actor, now: datetime) -> datetime:
    """Keep the item to the actor for a while, from now; until when.

    One guarded statement: it takes what is free, what has expired, and what the actor has already.

    Raises:
        ConflictError: somebody else is at work on it; the message tells who.
        NotAllowedError: the actor is no reviewer, or has no account.
    """
    require(actor, Permission.TAKE_ITEM)
    if actor.account_id is None:
        raise NotAllowedError("Only somebody with an account can take an item of the desk.")
    until: datetime | None = session.scalar(_take(session, forecast_id, actor.account_id, now))
    if until is None:
        raise _explain(session, forecast_id)
    return until


def _take(session: Session, forecast_id: int, account_id: int, now: datetime) -> sa.Executable:
    insert = insert_into(session, ItemClaim)
    expires_at = now + CLAIM_LASTS
    has_it = sa.and_(ItemClaim.account_id == account_id, ItemClaim.expires_at > now)
    return (
        insert.values(
            forecast_id=forecast_id, account_id=account_id, claimed_at=now, expires_at=expires_at
        )
        .on_conflict_do_update(
            index_elements=["forecast_id"],
            set_={
                "account_id": account_id,
                "claimed_at": sa.case((has_it, ItemClaim.claimed_at), else_=now),
                "expires_at": expires_at,
            },
            where=sa.or_(ItemClaim.account_id == account_id, ItemClaim.expires_at <= now),
        )
        .returning(ItemClaim.expires_at)
    )


def _explain(session: Session, forecast_id: int) -> ConflictError:
    query = (
        sa.select(Account.name, ItemClaim.expires_at)
        .join(Account, Account.id == ItemClaim.account_id)
        .where(ItemClaim.forecast_id == forecast_id)
    )
    found = session.execute(query).first()
    if found is None:
        return ConflictError("Somebody else was at work on this a moment ago. Try again.")
    return ConflictError(
        f"{found.name} is at work on this forecast. It is free again when they let go of it,"
        f" or at {found.expires_at:%H:%M} UTC if they leave it lying."
    )


def release(session: Session, forecast_id: int, *, actor: Actor) -> None:
    """Let go of the item; nothing happens when the actor does not have it.

    Raises:
        NotAllowedError: the actor is no reviewer.
    """
    require(actor, Permission.TAKE_ITEM)
    session.execute(
        sa.delete(ItemClaim).where(
            ItemClaim.forecast_id == forecast_id, ItemClaim.account_id == actor.account_id
        )
    )


@contextmanager
def holding(session: Session, forecast_id: int, *, actor: Actor, now: datetime) -> Iterator[None]:
    """Keep the item to the actor while the block runs, then let go of it.

    All in the caller's transaction: until that ends, nobody else can take it.

    Raises:
        ConflictError: somebody else is at work on it; the message tells who.
        NotAllowedError: the actor is no reviewer, or has no account.
    """
    claim(session, forecast_id, actor=actor, now=now)
    yield
    release(session, forecast_id, actor=actor)


def _let_go_of_what_was_only_looked_at(session: Session, kept: int, actor: Actor) -> None:
    """Release the actor's other items, but for those they worked at since they opened them."""
    others = (
        sa.select(ItemClaim)
        .where(ItemClaim.account_id == actor.account_id, ItemClaim.forecast_id != kept)
        .with_for_update(skip_locked=True)
    )
    for each in session.scalars(others):
        if each.expires_at - each.claimed_at <= CLAIM_LASTS:
            session.delete(each)
