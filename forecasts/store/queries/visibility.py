"""Who gets to see what: the conditions that every list and every page adds to its question."""

from collections.abc import Collection

import sqlalchemy as sa

from forecasts.domain.permissions import Actor, Role
from forecasts.domain.visibility import Visibility
from forecasts.store.models import Author, Forecast, Post

LISTED = frozenset({Visibility.PUBLIC})
"""What stands in lists for everybody."""

OPEN_BY_ADDRESS = frozenset({Visibility.PUBLIC, Visibility.UNLISTED})
"""What everybody may read who has its address; cards count just these."""

Seen = type[Forecast] | type[Post]


def visible_to(actor: Actor, kind: Seen = Forecast) -> sa.ColumnElement[bool]:
    """Whether a row stands in the actor's lists: it is public, or theirs; a reviewer sees all.

    What was erased stands in no list.
    """
    return sa.and_(kind.erased_at.is_(None), _shown_to(actor, kind, LISTED))


def readable_by(actor: Actor, kind: Seen = Forecast) -> sa.ColumnElement[bool]:
    """Whether the actor may read the row at its address: it is not private, or it is theirs."""
    return _shown_to(actor, kind, OPEN_BY_ADDRESS)


def counted_on_cards() -> sa.ColumnElement[bool]:
    """Whether cards count a forecast: all but the private ones, whoever looks."""
    return Forecast.visibility.in_(OPEN_BY_ADDRESS)


def sees_everything(actor: Actor) -> bool:
    """Whether nothing is hidden from the actor: reviewers decide what they must be able to read.

    >>> sees_everything(Actor("account:7", Role.AUTHOR)), sees_everything(Actor("x", Role.ADMIN))
    (False, True)
    """
    return actor.role is not None and actor.role.rank >= Role.REVIEWER.rank


def author_visible_to(actor: Actor) -> sa.ColumnElement[bool]:
    """Whether an author stands in the actor's lists: by choice, or by something that does."""
    by_work = [
        sa.exists().where(kind.author_id == Author.id, visible_to(actor, kind))
        for kind in (Forecast, Post)
    ]
    shown = sa.or_(Author.visibility.in_(LISTED), *by_work)
    return sa.and_(Author.erased_at.is_(None), _author_shown(actor, shown))


def author_readable_by(actor: Actor) -> sa.ColumnElement[bool]:
    """Whether the actor may read the author's page."""
    by_work = [
        sa.exists().where(kind.author_id == Author.id, readable_by(actor, kind))
        for kind in (Forecast, Post)
    ]
    shown = sa.or_(Author.visibility.in_(OPEN_BY_ADDRESS), *by_work)
    return sa.or_(Author.erased_at.is_not(None), _author_shown(actor, shown))


def _author_shown(actor: Actor, shown: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    if sees_everything(actor):
        return sa.true()
    return sa.or_(shown, Author.id.in_(actor.authors)) if actor.authors else shown


def _shown_to(actor: Actor, kind: Seen, shown: Collection[Visibility]) -> sa.ColumnElement[bool]:
    if sees_everything(actor):
        return sa.true()
    return sa.or_(kind.visibility.in_(shown), owned_by(actor, kind))


def owned_by(actor: Actor, kind: Seen = Forecast) -> sa.ColumnElement[bool]:
    """Whether the actor recorded the row, or is its author."""
    recorder = Forecast.recorded_by if kind is Forecast else Post.captured_by
    mine = recorder == actor.name
    return sa.or_(mine, kind.author_id.in_(actor.authors)) if actor.authors else mine
