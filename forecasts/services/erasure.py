"""Erases a person: their words and names go, and what counts stays as "erased by request"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ConflictError, InvalidInputError, NotFoundError
from forecasts.domain.permissions import Actor, Permission, Role, account_name, may, require
from forecasts.domain.visibility import Visibility
from forecasts.ledger import ERASED
from forecasts.services.emptying import (
    Numbers,
    empty_account,
    empty_author,
    empty_forecasts,
    empty_posts,
    subjects_of,
    unseal,
)
from forecasts.services.forgetting import forget_mails
from forecasts.services.journal import Act, record
from forecasts.store.models import (
    Account,
    Author,
    AuthorClaim,
    Candidate,
    ClaimStatus,
    Erasure,
    Feed,
    Forecast,
    Post,
)

NAMED_AT_ONCE = 20_000
"""Entries that one act names, so that it stays far below the longest that an entry may be."""


class ErasureReason(StrEnum):
    """Why somebody was erased. One of these, never free text, which might name them again."""

    ASKED = "the person asked"
    LAW = "the law requires it"
    MISTAKE = "recorded by mistake"


@dataclass(frozen=True, slots=True)
class _Theirs:
    """What is erased with a person: questions for the numbers of rows."""

    forecasts: Numbers
    posts: Numbers

    @property
    def subjects(self) -> tuple[Numbers, ...]:
        candidates = sa.select(Candidate.id).where(Candidate.post_id.in_(self.posts))
        return (
            subjects_of("forecast", self.forecasts),
            subjects_of("post", self.posts),
            subjects_of("candidate", candidates),
        )


def erase_author(
    session: Session, author_id: int, *, reason: ErasureReason, actor: Actor, now: datetime
) -> None:
    """Take away an author's name and every word of theirs; counts and outcomes stay.

    Raises:
        NotFoundError: there is no such author.
        ConflictError: the author is erased already.
        NotAllowedError: the actor may not erase.
    """
    require(actor, Permission.ERASE)
    _hold_author(session, author_id)
    acts = _erase_author(session, author_id, reason, actor=actor, now=now)
    record(session, acts, actor=actor, now=now)


def erase_account(
    session: Session,
    account_id: int,
    *,
    reason: ErasureReason,
    actor: Actor,
    now: datetime,
) -> None:
    """Take away who an account is, what it kept private, and the authors that it alone is.

    Raises:
        NotFoundError: there is no such account.
        ConflictError: it is erased already, or is the only admin that is left.
        NotAllowedError: it is neither the actor's own, nor may the actor erase.
    """
    if account_id != actor.account_id:
        require(actor, Permission.ERASE)
    require(actor, Permission.KEEP_ACCOUNT)
    account = _hold_account(session, account_id)
    alone = _authors_of_it_alone(session, account_id)
    acts: list[Act] = []
    for author_id in alone:
        _hold_author(session, author_id)
        acts += _erase_author(session, author_id, reason, actor=actor, now=now)
    theirs = _kept_private(account_name(account_id))
    counted = _empty(session, theirs, now=now)
    forget_mails(session, theirs.forecasts, theirs.posts, names=[account.name], account=account)
    empty_account(session, account, now=now)
    name = sa.select(sa.literal(account_name(account_id)))
    sequences = unseal(session, *theirs.subjects, name)
    session.add(Erasure(account_id=account_id, erased_at=now, erased_by=actor.name))
    session.flush()
    facts = {"reason": reason.value, "authors": [f"author:{each}" for each in alone], **counted}
    acts += _acts(account_name(account_id), facts, sequences)
    record(session, acts, actor=actor, now=now)


def may_erase_account(actor: Actor, account_id: int) -> bool:
    """Whether the actor may erase this account: their own, or any where they may erase."""
    return account_id == actor.account_id or may(actor, Permission.ERASE)


def read_reason(words: str | None) -> ErasureReason:
    """The reason that somebody chose.

    Raises:
        InvalidInputError: it is none of those.
    """
    try:
        return ErasureReason(words or "")
    except ValueError:
        told = "Choose one of the reasons."
        raise InvalidInputError(told, {"reason": told}) from None


def _erase_author(
    session: Session, author_id: int, reason: ErasureReason, *, actor: Actor, now: datetime
) -> list[Act]:
    name = session.get_one(Author, author_id).name
    theirs = _Theirs(
        sa.select(Forecast.id).where(Forecast.author_id == author_id),
        sa.select(Post.id).where(Post.author_id == author_id),
    )
    forget_mails(session, theirs.forecasts, theirs.posts, names=[name])
    feeds = sa.select(Feed.id).where(Feed.author_id == author_id)
    of_feeds = unseal(session, subjects_of("feed", feeds))  # while it is known which these are
    empty_author(session, author_id, now=now)
    counted = _empty(session, theirs, now=now)
    rest = unseal(session, *theirs.subjects, sa.select(sa.literal(f"author:{author_id}")))
    sequences = sorted([*of_feeds, *rest])
    session.add(Erasure(author_id=author_id, erased_at=now, erased_by=actor.name))
    session.flush()
    session.expire_all()
    return list(_acts(f"author:{author_id}", {"reason": reason.value, **counted}, sequences))


def _empty(session: Session, theirs: _Theirs, *, now: datetime) -> dict[str, object]:
    """Empty what is theirs; which forecasts that were, and how many posts."""
    still = theirs.forecasts.where(Forecast.erased_at.is_(None)).order_by(Forecast.id)
    forecasts = list(session.scalars(still))
    posts = list(session.scalars(theirs.posts.where(Post.erased_at.is_(None))))
    empty_forecasts(session, theirs.forecasts, now=now)
    empty_posts(session, theirs.posts, now=now)
    return {"forecasts": forecasts, "posts": posts}


def _acts(subject: str, facts: dict[str, Any], sequences: Sequence[int]) -> Iterator[Act]:
    """What the ledger tells: which forecasts and posts, and whose private text is gone."""
    parts: dict[str, Sequence[int]] = {
        "forecasts": facts.pop("forecasts"),
        "posts": facts.pop("posts"),
        "sequences": sequences,
    }
    longest = max(len(numbers) for numbers in parts.values())
    for begin in range(0, max(longest, 1), NAMED_AT_ONCE):
        named = {
            name: list(numbers[begin : begin + NAMED_AT_ONCE]) for name, numbers in parts.items()
        }
        yield Act(ERASED, subject, {**facts, **named})


def _kept_private(recorder: str) -> _Theirs:
    """What an account kept to itself of authors who stay: with it goes whoever could read it."""
    private = Visibility.PRIVATE
    return _Theirs(
        sa.select(Forecast.id).where(
            Forecast.recorded_by == recorder, Forecast.visibility == private
        ),
        sa.select(Post.id).where(Post.captured_by == recorder, Post.visibility == private),
    )


def _hold_author(session: Session, author_id: int) -> Author:
    author = session.get(Author, author_id, with_for_update=True)
    if author is None:
        raise NotFoundError("There is no such author.")
    if author.erased_at is not None:
        raise ConflictError(f"This author was erased on {author.erased_at:%Y-%m-%d} already.")
    return author


def _hold_account(session: Session, account_id: int) -> Account:
    account = session.get(Account, account_id, with_for_update=True)
    if account is None:
        raise NotFoundError("There is no such account.")
    if account.erased_at is not None:
        raise ConflictError(f"This account was erased on {account.erased_at:%Y-%m-%d} already.")
    if account.role is Role.ADMIN and _count_admins(session) == 1:
        raise ConflictError("This is the only admin that is left: appoint another one first.")
    return account


def _count_admins(session: Session) -> int:
    query = sa.select(sa.func.count()).where(
        Account.role == Role.ADMIN, Account.erased_at.is_(None), Account.suspended_at.is_(None)
    )
    return session.scalar(query) or 0


def _authors_of_it_alone(session: Session, account_id: int) -> list[int]:
    """The authors that this account is, and no other account that is left."""
    confirmed = AuthorClaim.status == ClaimStatus.CONFIRMED
    others = (
        sa.select(AuthorClaim.author_id)
        .join(Account, Account.id == AuthorClaim.account_id)
        .where(confirmed, Account.id != account_id, Account.erased_at.is_(None))
    )
    query = (
        sa.select(AuthorClaim.author_id)
        .join(Author, Author.id == AuthorClaim.author_id)
        .where(
            AuthorClaim.account_id == account_id,
            confirmed,
            Author.erased_at.is_(None),
            AuthorClaim.author_id.not_in(others),
        )
        .order_by(AuthorClaim.author_id)
    )
    return list(session.scalars(query))
