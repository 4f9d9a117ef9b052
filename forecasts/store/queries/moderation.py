"""What new accounts do: for whoever looks after the installation."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from forecasts.domain.errors import NotFoundError
from forecasts.domain.permissions import account_name
from forecasts.domain.visibility import Visibility
from forecasts.store.models import Account, Forecast, Post
from forecasts.store.queries.paging import Page, Paging, fetch_page


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an account recorded.

    Attributes:
        forecasts: how many forecasts.
        posts: how many posts.
        private: how many of both are private.
        words: how the last of them begin.
    """

    forecasts: int = 0
    posts: int = 0
    private: int = 0
    words: tuple[str, ...] = ()


LAST_WORDS = 3
LONGEST_WORDS = 120


def list_newest_accounts(session: Session, paging: Paging) -> Page[Account]:
    """Accounts, the newest first; those that were erased are left out."""
    query = sa.select(Account).where(Account.erased_at.is_(None)).order_by(Account.id.desc())
    return fetch_page(session, query.options(defer(Account.password_hash)), paging)


def find_account(session: Session, account_id: int) -> Account:
    """The account of that number.

    Raises:
        NotFoundError: there is none, or it was erased.
    """
    account = session.get(Account, account_id)
    if account is None or account.erased_at is not None:
        raise NotFoundError("There is no such account.")
    return account


def tell_recorded(session: Session, accounts: Sequence[Account]) -> dict[int, Recorded]:
    """What each of these accounts recorded; three questions, however many they are."""
    names = {account_name(account.id): account.id for account in accounts}
    forecasts = _count(session, Forecast.recorded_by, Forecast, list(names))
    posts = _count(session, Post.captured_by, Post, list(names))
    words = _last_words(session, list(names))
    return {
        account_id: Recorded(
            forecasts=forecasts.get(name, (0, 0))[0],
            posts=posts.get(name, (0, 0))[0],
            private=forecasts.get(name, (0, 0))[1] + posts.get(name, (0, 0))[1],
            words=tuple(words.get(name, [])),
        )
        for name, account_id in names.items()
    }


def _count(
    session: Session,
    recorder: sa.orm.InstrumentedAttribute[str],
    table: type[Forecast] | type[Post],
    names: list[str],
) -> dict[str, tuple[int, int]]:
    """For each name, how many rows, and how many of them are private."""
    private = sa.case((table.visibility == Visibility.PRIVATE, 1), else_=0)
    query = (
        sa.select(recorder, sa.func.count(), sa.func.sum(private))
        .where(recorder.in_(names), table.erased_at.is_(None))
        .group_by(recorder)
    )
    return {name: (number, hidden) for name, number, hidden in session.execute(query)}


def _last_words(session: Session, names: list[str]) -> dict[str, list[str]]:
    place = sa.func.row_number().over(
        partition_by=Forecast.recorded_by, order_by=Forecast.id.desc()
    )
    ranked = (
        sa.select(
            Forecast.recorded_by,
            sa.func.substr(Forecast.claim, 1, LONGEST_WORDS).label("words"),
            place.label("place"),
        )
        .where(Forecast.recorded_by.in_(names), Forecast.erased_at.is_(None))
        .subquery()
    )
    query = (
        sa.select(ranked.c.recorded_by, ranked.c.words)
        .where(ranked.c.place <= LAST_WORDS)
        .order_by(ranked.c.recorded_by, ranked.c.place)
    )
    told: dict[str, list[str]] = {}
    for name, words in session.execute(query):
        told.setdefault(name, []).append(words)
    return told
