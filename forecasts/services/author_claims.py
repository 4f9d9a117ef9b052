"""Accounts that say they are an author, and admins who confirm it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ConflictError, InvalidInputError, NotFoundError
from forecasts.domain.permissions import Actor, Permission, account_name, require
from forecasts.services.accounts import lock_own_account
from forecasts.services.appointing import read_reason
from forecasts.services.journal import Act, record
from forecasts.store.models import Author, AuthorClaim, ClaimStatus
from forecasts.store.queries.authors import find_slug


def claim_author(
    session: Session, author: str, *, reason: str, actor: Actor, now: datetime
) -> AuthorClaim:
    """Say that one is this author, by the whole name; whoever was refused may ask again.

    Raises:
        InvalidInputError: there is no such author, or no reason.
        ConflictError: it was asked or confirmed already.
    """
    account = lock_own_account(session, actor, Permission.CLAIM_AUTHOR)
    reason, found = read_reason(reason), _find_author(session, author, actor)
    claim = session.scalar(
        sa.select(AuthorClaim).where(
            AuthorClaim.account_id == account.id, AuthorClaim.author_id == found.id
        )
    )
    if claim is None:
        claim = AuthorClaim(account_id=account.id, author_id=found.id, version=0)
        session.add(claim)
    elif claim.status is not ClaimStatus.REFUSED:
        raise ConflictError(f"You are {claim.status} to be {found.name} already.")
    claim.reason, claim.status, claim.asked_at = reason, ClaimStatus.ASKED, now
    claim.decided_at = claim.decided_by = None
    claim.version += 1
    session.flush()
    _record(session, "claimed", claim, actor, now)
    return claim


def confirm_claim(
    session: Session, claim_id: int, *, version: int, actor: Actor, now: datetime
) -> None:
    """Hold the account for the author from now on.

    Raises:
        NotFoundError: there is no such claim.
        ConflictError: somebody else was first.
    """
    _decide(session, claim_id, ClaimStatus.CONFIRMED, version=version, actor=actor, now=now)


def refuse_claim(
    session: Session, claim_id: int, *, version: int, actor: Actor, now: datetime
) -> None:
    """Do not hold the account for the author, or no more.

    Raises:
        NotFoundError: there is no such claim.
        ConflictError: somebody else was first.
    """
    _decide(session, claim_id, ClaimStatus.REFUSED, version=version, actor=actor, now=now)


def _decide(
    session: Session,
    claim_id: int,
    status: ClaimStatus,
    *,
    version: int,
    actor: Actor,
    now: datetime,
) -> None:
    require(actor, Permission.CONFIRM_AUTHOR)
    claim = session.scalar(
        sa.update(AuthorClaim)
        .where(
            AuthorClaim.id == claim_id,
            AuthorClaim.version == version,
            AuthorClaim.status != status,
        )
        .values(status=status, decided_at=now, decided_by=actor.name, version=version + 1)
        .returning(AuthorClaim)
    )
    if claim is None:
        raise _explain(session, claim_id)
    _record(
        session,
        "author-confirmed" if status is ClaimStatus.CONFIRMED else "author-refused",
        claim,
        actor,
        now,
    )


def _explain(session: Session, claim_id: int) -> NotFoundError | ConflictError:
    status = session.scalar(sa.select(AuthorClaim.status).where(AuthorClaim.id == claim_id))
    if status is None:
        return NotFoundError(f"There is no claim {claim_id}.")
    return ConflictError(f"This claim has changed since you opened it: it is {status} now.")


def _find_author(session: Session, typed: str, actor: Actor) -> Author:
    slug = find_slug(session, " ".join(typed.split()), actor=actor)
    author = session.scalar(sa.select(Author).where(Author.slug == slug)) if slug else None
    if author is None:
        told = "Nobody of this name has forecasts here. Choose a name from the list of authors."
        raise InvalidInputError(told, {"author": told})
    return author


def _record(session: Session, kind: str, claim: AuthorClaim, actor: Actor, now: datetime) -> None:
    facts = {"account": account_name(claim.account_id)}
    private = {"reason": claim.reason} if kind == "claimed" else None
    act = Act(kind, f"author:{claim.author_id}", facts, private)
    record(session, [act], actor=actor, now=now)
