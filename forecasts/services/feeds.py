"""Feeds whose posts come by themselves: added, changed, paused, and asked sooner."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.deadlines import known_zone
from forecasts.domain.errors import (
    ConflictError,
    FetchFailedError,
    InvalidInputError,
    NotFoundError,
)
from forecasts.domain.hosts import OPEN_WEB, Reach, read_web_address
from forecasts.domain.permissions import Actor, Permission, require
from forecasts.domain.visibility import Visibility
from forecasts.services.authors import find_or_add_author
from forecasts.services.journal import Act, record
from forecasts.store.models import Feed

SHORTEST, USUAL, LONGEST = 15, 60, 10_080
"""Minutes between two polls: at least, usually, at most a week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSettings:
    """What holds for each post of a feed, and how often it is asked.

    Attributes:
        author: name of who writes it.
        authors_named: whether a post that names its author is by them.
        whole_pages: whether the page of each post is fetched, since the feed holds a beginning.
        zone: the zone by whose calendar its posts are dated; None: as each tells its time.
        visibility: who gets to see its posts; None: as the author's posts are by default.
        minutes: between two polls, where the feed does not ask for more.
    """

    author: str
    authors_named: bool = False
    whole_pages: bool = False
    zone: str | None = None
    visibility: Visibility | None = None
    minutes: int = USUAL


def add_feed(
    session: Session,
    address: str,
    settings: FeedSettings,
    *,
    actor: Actor,
    now: datetime,
    reach: Reach = OPEN_WEB,
) -> Feed:
    """The feed at that address, which is asked for the first time with the next pass.

    Raises:
        InvalidInputError: the address may not be asked, or a setting cannot be right.
        ConflictError: it is among the feeds already.
        NotAllowedError: the actor may not keep feeds.
    """
    require(actor, Permission.KEEP_FEEDS)
    spelt = read_typed_address(address, reach=reach)
    values = _values(session, settings, now)
    if session.scalar(sa.select(Feed.id).where(Feed.address == spelt)) is not None:
        raise ConflictError("This feed is polled already; nothing was added.")
    feed = Feed(address=spelt, added_at=now, added_by=actor.name, next_poll_at=now, **values)
    session.add(feed)
    session.flush()
    _record(session, "feed-added", feed, actor=actor, now=now)
    return feed


def change_feed(
    session: Session,
    feed_id: int,
    settings: FeedSettings,
    *,
    version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Let other settings hold for the posts that come from now on.

    Raises:
        NotFoundError: there is no such feed.
        InvalidInputError: a setting cannot be right.
        ConflictError: it was changed meanwhile.
    """
    require(actor, Permission.KEEP_FEEDS)
    feed = _hold(session, feed_id, version)
    for name, value in _values(session, settings, now).items():
        setattr(feed, name, value)
    feed.next_poll_at = min(feed.next_poll_at, _latest(feed, now))
    feed.version += 1
    _record(session, "feed-changed", feed, actor=actor, now=now)


def pause_feed(
    session: Session, feed_id: int, *, version: int, actor: Actor, now: datetime
) -> None:
    """Ask the feed no more until somebody lets it go on.

    Raises:
        NotFoundError: there is no such feed.
        ConflictError: it was changed meanwhile, or is paused already.
    """
    require(actor, Permission.KEEP_FEEDS)
    feed = _hold(session, feed_id, version)
    if feed.paused_at is not None:
        raise ConflictError("This feed is paused already.")
    feed.paused_at = now
    feed.version += 1
    _record(session, "feed-paused", feed, actor=actor, now=now)


def resume_feed(
    session: Session, feed_id: int, *, version: int, actor: Actor, now: datetime
) -> None:
    """Ask the feed again, as soon as its server lets us.

    Raises:
        NotFoundError: there is no such feed.
        ConflictError: it was changed meanwhile, or is not paused.
    """
    require(actor, Permission.KEEP_FEEDS)
    feed = _hold(session, feed_id, version)
    if feed.paused_at is None:
        raise ConflictError("This feed is not paused.")
    feed.paused_at, feed.failures, feed.error = None, 0, None
    feed.next_poll_at = max(now, feed.asked_until or now)
    feed.version += 1
    _record(session, "feed-resumed", feed, actor=actor, now=now)


def poll_soon(session: Session, feed_id: int, *, version: int, actor: Actor, now: datetime) -> None:
    """Ask the feed with the next pass.

    Raises:
        NotFoundError: there is no such feed.
        ConflictError: it was changed meanwhile, is paused, or its server wants to be left alone.
    """
    require(actor, Permission.KEEP_FEEDS)
    feed = _hold(session, feed_id, version)
    if feed.paused_at is not None:
        raise ConflictError("This feed is paused; let it go on first.")
    if feed.asked_until is not None and feed.asked_until > now:
        raise ConflictError(
            f"Its server asked to be left alone until {feed.asked_until:%Y-%m-%d %H:%M} UTC."
        )
    feed.next_poll_at = now
    feed.version += 1


def read_typed_address(address: str, *, reach: Reach = OPEN_WEB) -> str:
    """An address that somebody typed, in its one spelling.

    Raises:
        InvalidInputError: it may not be asked; the message says why.
    """
    try:
        return str(read_web_address(address, reach=reach))
    except FetchFailedError as error:
        raise InvalidInputError(str(error), {"address": str(error)}) from None


def _values(session: Session, settings: FeedSettings, now: datetime) -> dict[str, object]:
    if settings.zone is not None:
        known_zone(settings.zone)
    if not SHORTEST <= settings.minutes <= LONGEST:
        told = f"Ask it every {SHORTEST} to {LONGEST:,} minutes."
        raise InvalidInputError(told, {"minutes": told})
    author = find_or_add_author(session, settings.author, now=now, visibility=settings.visibility)
    return {
        "author_id": author.id,
        "authors_named": settings.authors_named,
        "whole_pages": settings.whole_pages,
        "zone": settings.zone,
        "visibility": settings.visibility,
        "minutes": settings.minutes,
    }


def _latest(feed: Feed, now: datetime) -> datetime:
    """When the feed is to be asked at the latest."""
    return max(now + timedelta(minutes=feed.minutes), feed.asked_until or now)


def _hold(session: Session, feed_id: int, version: int) -> Feed:
    feed = session.get(Feed, feed_id, with_for_update=True, populate_existing=True)
    if feed is None:
        raise NotFoundError(f"There is no feed {feed_id}.")
    if feed.version != version:
        raise ConflictError("Somebody changed this feed meanwhile; look at it again.")
    return feed


def _record(session: Session, kind: str, feed: Feed, *, actor: Actor, now: datetime) -> None:
    session.flush()
    facts = {"author": f"author:{feed.author_id}", "minutes": feed.minutes}
    act = Act(kind, f"feed:{feed.id}", facts, {"address": feed.address})
    record(session, [act], actor=actor, now=now)
