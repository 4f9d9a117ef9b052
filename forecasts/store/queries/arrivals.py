"""Posts on their way in, and captures of the same address."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer, joinedload

from forecasts.domain.errors import NotFoundError
from forecasts.domain.permissions import CLOCK, Actor, Permission, Role, require_own
from forecasts.store.models import Arrival, ArrivalStatus, Post, SourceCheck
from forecasts.store.queries.visibility import readable_by

MOST_SHOWN = 50


def find_arrival(session: Session, arrival_id: int, *, actor: Actor) -> Arrival:
    """The post on its way, without its bytes.

    Raises:
        NotFoundError: there is no such one.
        NotAllowedError: it is somebody else's.
    """
    query = sa.select(Arrival).options(defer(Arrival.raw)).where(Arrival.id == arrival_id)
    arrival = session.scalar(query)
    if arrival is None:
        raise NotFoundError(f"There is no post on its way by the number {arrival_id}.")
    require_own(actor, Permission.CAPTURE, recorded_by=arrival.created_by)
    return arrival


def list_arrivals(session: Session, *, actor: Actor) -> list[Arrival]:
    """What the actor has on its way or has to say something about, the last first.

    Admins see what the clock sent for, too.
    """
    names = [actor.name, *([CLOCK.name] if actor.role is Role.ADMIN else [])]
    open_ones = (ArrivalStatus.WAITING, ArrivalStatus.ASKING, ArrivalStatus.FAILED)
    query = (
        sa.select(Arrival)
        .options(defer(Arrival.raw), defer(Arrival.text))
        .where(Arrival.created_by.in_(names), Arrival.status.in_(open_ones))
        .order_by(Arrival.id.desc())
        .limit(MOST_SHOWN)
    )
    return list(session.scalars(query))


def list_other_captures(session: Session, post: Post, *, actor: Actor) -> list[Post]:
    """What else was captured of this author's at the same address, the last first."""
    if post.source_url is None:
        return []
    captures = list_captures_of(session, post.source_url, actor=actor)
    return [each for each in captures if each.id != post.id and each.author_id == post.author_id]


def find_source_check(session: Session, post_id: int) -> SourceCheck | None:
    """How the source of a post stands; None where nobody has looked yet."""
    check = session.get(SourceCheck, post_id)
    return check if check is not None and check.checked_at is not None else None


def list_captures_of(session: Session, address: str, *, actor: Actor) -> list[Post]:
    """The captures of that address that the actor may read, the last first."""
    query = (
        sa.select(Post)
        .options(defer(Post.raw), defer(Post.text), joinedload(Post.author))
        .where(Post.source_url == address, Post.erased_at.is_(None), readable_by(actor, Post))
        .order_by(Post.captured_at.desc(), Post.id.desc())
        .limit(MOST_SHOWN)
    )
    return list(session.scalars(query))
