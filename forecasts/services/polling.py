"""What comes of asking a feed: leased before, settled after, each post in a transaction of its own.

Asking takes seconds and may fail, so nothing here does it. `claim_feed` says which one is next;
`take_post` keeps one of its posts; `settle` says when it is asked again. Whoever dies in between
loses nothing: the posts are known when the feed is read again.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.deadlines import known_zone
from forecasts.domain.errors import ForecastsError
from forecasts.domain.found import FoundPost
from forecasts.domain.hosts import OPEN_WEB, Reach
from forecasts.domain.permissions import CLOCK
from forecasts.extraction import TextFormat
from forecasts.services.arrivals import Wanted, announce
from forecasts.services.intake import Submission, capture_post
from forecasts.services.twins import find_twin
from forecasts.store.models import Author, Feed, FeedEntry, FeedPoll, Post

MOST_FAILURES = 20
"""In a row; then the feed is paused until a person looks at it."""

LONGEST_BACK_OFF = timedelta(days=1)
LONGEST_ASKED = timedelta(days=60)
"""A server that asks to be left alone for longer is asked again all the same."""

HISTORY_LASTS = timedelta(days=90)

_SPREAD = 10
"""One part in so many by which each feed waits longer, so that they do not all come at once."""

_LONGEST_TOLD = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A feed that is to be asked now.

    Attributes:
        poll: which poll this is; a later one makes this one void.
        etag: what the server called the version that was read last.
        last_modified: when that was changed, in the server's words.
        content_sha256: of its bytes.
    """

    feed_id: int
    poll: int
    address: str
    etag: str | None
    last_modified: str | None
    content_sha256: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a call.

    Attributes:
        told: in words.
        worked: whether the feed was read, or is as it was.
        wait: how long the server asked to be left alone.
        gone: whether it will not come back.
        moved_to: where it is for good.
        title: what it calls itself.
        etag: what the server calls this version.
        last_modified: when it was changed, in the server's words.
        content_sha256: of its bytes.
        captured: posts that were new.
        changed: posts that were captured anew.
    """

    told: str
    worked: bool
    wait: timedelta = timedelta(0)
    gone: bool = False
    moved_to: str | None = None
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    content_sha256: str | None = None
    captured: int = 0
    changed: int = 0


class Taken(StrEnum):
    """What a post of a feed was."""

    CAPTURED = "captured"
    CHANGED = "changed"
    SENT_FOR = "sent for"
    """Its page is fetched, and captured when it is there."""
    KNOWN = "known"
    REFUSED = "refused"


def claim_feed(session: Session, *, now: datetime, lease: timedelta) -> Call | None:
    """The feed to ask next; None where none is due.

    One guarded statement takes it and lets others have it only when ``lease`` is over.
    """
    claimed = session.execute(_claim(now, lease)).first()
    return None if claimed is None else Call(**claimed._asdict())


def _claim(now: datetime, lease: timedelta) -> sa.UpdateBase:
    waits = sa.and_(
        Feed.paused_at.is_(None),
        Feed.next_poll_at <= now,
        sa.or_(Feed.leased_until.is_(None), Feed.leased_until <= now),
    )
    late = (
        sa.select(Feed.id)
        .join(Author, Author.id == Feed.author_id)
        .where(waits, Author.erased_at.is_(None))
        .order_by(Feed.next_poll_at, Feed.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=Feed)
        .cte("late")
    )
    return (
        sa.update(Feed)
        .where(Feed.id.in_(sa.select(late.c.id)), waits)
        .values(polls=Feed.polls + 1, leased_until=now + lease)
        .returning(
            Feed.id.label("feed_id"),
            Feed.polls.label("poll"),
            Feed.address,
            Feed.etag,
            Feed.last_modified,
            Feed.content_sha256,
        )
        .execution_options(synchronize_session=False)
    )


def take_post(
    session: Session, feed_id: int, found: FoundPost, *, now: datetime, reach: Reach = OPEN_WEB
) -> Taken:
    """Keep a post of a feed: a new one, or another capture of one that has changed.

    A post that cannot be captured is noted with the reason, and is tried again when it changes.
    """
    feed = session.get_one(Feed, feed_id)
    entry = _find_entry(session, feed_id, found.key)
    digest = _digest(found)
    if entry is not None and entry.content_sha256 == digest:
        return Taken.KNOWN
    is_change = entry is not None and entry.post_id is not None
    entry = entry or FeedEntry(feed_id=feed_id, entry_key=found.key)
    entry.content_sha256, entry.seen_at, entry.problem = digest, now, None
    entry.title, entry.address = found.title, found.address
    session.add(entry)
    try:
        if feed.whole_pages and found.address:
            return _send_for(session, feed, entry, found, now=now, reach=reach)
        post, is_new = _capture(session, feed, found, now)
    except ForecastsError as error:
        entry.problem = str(error)[:_LONGEST_TOLD]
        return Taken.REFUSED
    entry.post_id = post.id
    if not is_new:
        return Taken.KNOWN
    return Taken.CHANGED if is_change else Taken.CAPTURED


def _send_for(
    session: Session,
    feed: Feed,
    entry: FeedEntry,
    found: FoundPost,
    *,
    now: datetime,
    reach: Reach,
) -> Taken:
    """Let the page of the post be fetched; what the feed says of it counts before what it says."""
    session.flush()
    wanted = Wanted(
        address=found.address,
        author=_author_of(session, feed, found),
        title=found.title or None,
        published=_day_of(found, feed.zone),
        date_origin=found.origin,
        zone=feed.zone,
        visibility=feed.visibility,
        feed_entry_id=entry.id,
    )
    announce(session, wanted, actor=CLOCK, now=now, reach=reach)
    return Taken.SENT_FOR


def _author_of(session: Session, feed: Feed, found: FoundPost) -> str:
    named = found.author if feed.authors_named else ""
    return named or session.get_one(Author, feed.author_id).name


def _capture(session: Session, feed: Feed, found: FoundPost, now: datetime) -> tuple[Post, bool]:
    """The post, and whether it was not there before."""
    submission = _submission(session, feed, found)
    twin = find_twin(session, submission.author, submission.text or "")
    if twin is not None:
        return twin, False
    with session.begin_nested():
        return capture_post(session, submission, actor=CLOCK, now=now), True


def _submission(session: Session, feed: Feed, found: FoundPost) -> Submission:
    if found.problem or not found.text:
        raise ForecastsError(found.problem or "There is no text in it.")
    published = _day_of(found, feed.zone)
    if published is None:
        raise ForecastsError("The feed does not say on which day it was published.")
    return Submission(
        author=_author_of(session, feed, found),
        raw=found.raw,
        text=found.text,
        text_format=TextFormat(found.text_format),
        published=published,
        zone=feed.zone,
        title=found.title,
        source_url=found.address or None,
        date_origin=found.origin,
        visibility=feed.visibility,
    )


def _day_of(found: FoundPost, zone: str | None) -> date | None:
    """The day by the calendar of the zone, where the instant is known, else as it was told."""
    if zone is None or found.moment is None:
        return found.published
    return found.moment.astimezone(known_zone(zone)).date()


def _find_entry(session: Session, feed_id: int, key: str) -> FeedEntry | None:
    return session.scalar(
        sa.select(FeedEntry).where(FeedEntry.feed_id == feed_id, FeedEntry.entry_key == key)
    )


def _digest(found: FoundPost) -> str:
    told = "\0".join((found.text, found.title, str(found.published), found.problem))
    return hashlib.sha256(told.encode()).hexdigest()


def settle(session: Session, call: Call, result: Result, *, now: datetime) -> bool:
    """Note what came of a call and when to ask again; whether it was still this call's to say."""
    feed = session.get(Feed, call.feed_id, with_for_update=True, populate_existing=True)
    if feed is None or feed.polls != call.poll:
        return False
    feed.leased_until, feed.polled_at = None, now
    feed.failures = 0 if result.worked else feed.failures + 1
    feed.error = None if result.worked else result.told[:_LONGEST_TOLD]
    feed.asked_until = now + min(result.wait, LONGEST_ASKED) if result.wait else None
    feed.next_poll_at = _next_poll(feed, now)
    if result.worked:
        _keep_version(feed, result, now)
    if result.gone or feed.failures >= MOST_FAILURES:
        feed.paused_at = now
    _follow(session, feed, result)
    _keep_history(session, call, result, now)
    return True


def _next_poll(feed: Feed, now: datetime) -> datetime:
    """After its minutes, twice as long after each failure, and not before the server wants it."""
    usual = timedelta(minutes=feed.minutes)
    longest = max(LONGEST_BACK_OFF, usual)
    wait = min(usual * (1 << min(feed.failures, MOST_FAILURES)), longest)
    spread = wait / _SPREAD * (feed.id % _SPREAD) / _SPREAD
    return max(now + wait + spread, feed.asked_until or now)


def _keep_version(feed: Feed, result: Result, now: datetime) -> None:
    feed.read_at = now
    feed.title = result.title or feed.title
    if result.content_sha256 is not None:
        feed.content_sha256 = result.content_sha256
        feed.etag, feed.last_modified = result.etag, result.last_modified


def _follow(session: Session, feed: Feed, result: Result) -> None:
    """Ask at the new address from now on; where another feed is there already, pause this one."""
    if result.moved_to is None or result.moved_to == feed.address:
        return
    taken = sa.select(Feed.id).where(Feed.address == result.moved_to)
    other = session.scalar(taken)
    if other is None:
        feed.address = result.moved_to
    else:
        feed.paused_at = feed.polled_at
        feed.error = f"It has moved to the address of feed {other}, which is polled already."


def _keep_history(session: Session, call: Call, result: Result, now: datetime) -> None:
    session.add(
        FeedPoll(
            feed_id=call.feed_id,
            polled_at=now,
            worked=result.worked,
            told=result.told[:_LONGEST_TOLD],
            captured=result.captured,
            changed=result.changed,
        )
    )
    old = sa.delete(FeedPoll).where(
        FeedPoll.feed_id == call.feed_id, FeedPoll.polled_at < now - HISTORY_LASTS
    )
    session.execute(old.execution_options(synchronize_session=False))
