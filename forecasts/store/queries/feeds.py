"""Feeds, how they are doing, and what came of asking them."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forecasts.domain.errors import NotFoundError
from forecasts.store.models import Feed, FeedEntry, FeedPoll
from forecasts.store.queries.paging import Page, Paging, fetch_page

POLLS_SHOWN = 50
ENTRIES_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Brought:
    """What a feed has brought.

    Attributes:
        captured: posts that are on the record.
        refused: posts that could not be captured.
    """

    captured: int = 0
    refused: int = 0


def list_feeds(session: Session, paging: Paging) -> Page[Feed]:
    """Feeds with their authors: those that fail first, then by their names."""
    query = (
        sa.select(Feed)
        .options(joinedload(Feed.author))
        .order_by((Feed.failures == 0) & Feed.error.is_(None), sa.func.lower(Feed.title), Feed.id)
    )
    return fetch_page(session, query, paging)


def count_brought(session: Session, feed_ids: list[int]) -> dict[int, Brought]:
    """What each of these feeds has brought."""
    query = (
        sa.select(
            FeedEntry.feed_id, sa.func.count(FeedEntry.post_id), sa.func.count(FeedEntry.problem)
        )
        .where(FeedEntry.feed_id.in_(feed_ids))
        .group_by(FeedEntry.feed_id)
    )
    told = {feed: Brought(captured, refused) for feed, captured, refused in session.execute(query)}
    return {feed: told.get(feed, Brought()) for feed in feed_ids}


def find_feed(session: Session, feed_id: int) -> Feed:
    """The feed with its author.

    Raises:
        NotFoundError: there is no such feed.
    """
    feed = session.scalar(
        sa.select(Feed).options(joinedload(Feed.author)).where(Feed.id == feed_id)
    )
    if feed is None:
        raise NotFoundError(f"There is no feed {feed_id}.")
    return feed


def list_polls(session: Session, feed_id: int) -> list[FeedPoll]:
    """How often it was asked of late, the last time first."""
    query = (
        sa.select(FeedPoll)
        .where(FeedPoll.feed_id == feed_id)
        .order_by(FeedPoll.polled_at.desc(), FeedPoll.id.desc())
        .limit(POLLS_SHOWN)
    )
    return list(session.scalars(query))


def list_problems(session: Session, feed_id: int) -> list[FeedEntry]:
    """The posts of a feed that could not be captured, the last seen first."""
    query = (
        sa.select(FeedEntry)
        .where(FeedEntry.feed_id == feed_id, FeedEntry.problem.is_not(None))
        .order_by(FeedEntry.seen_at.desc(), FeedEntry.id.desc())
        .limit(ENTRIES_SHOWN)
    )
    return list(session.scalars(query))
