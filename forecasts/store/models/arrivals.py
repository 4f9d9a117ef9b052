"""Posts on their way in: feeds, addresses and files; and what became of their sources."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forecasts.domain.visibility import Visibility
from forecasts.store.base import Base, Keyed, Versioned
from forecasts.store.models.posts import Author


class Feed(Keyed, Versioned, Base):
    """A feed whose posts come by themselves, with what holds for each of them.

    ``next_poll_at`` is when it is asked next; whoever asks leases it until ``leased_until`` and
    counts ``polls`` up, and only the last poll may settle it. ``asked_until`` is how long the
    server asked to be left alone, which not even a person may override. With ``authors_named`` each
    post is by whom it names, and by ``author`` where it names nobody. With ``whole_pages`` the page
    of each post is fetched, since the feed holds only its beginning.
    """

    __tablename__ = "feed"
    __table_args__ = (sa.Index("ix_feed_waiting", "paused_at", "next_poll_at"),)

    address: Mapped[str] = mapped_column(sa.String(2000), unique=True)
    title: Mapped[str] = mapped_column(sa.String(300), default="")
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("author.id"), index=True)
    authors_named: Mapped[bool] = mapped_column(default=False)
    whole_pages: Mapped[bool] = mapped_column(default=False)
    zone: Mapped[str | None] = mapped_column(sa.String(64))
    visibility: Mapped[Visibility | None]
    minutes: Mapped[int]
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(sa.String(40))
    next_poll_at: Mapped[datetime]
    asked_until: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    polls: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    polled_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(sa.String(300))
    paused_at: Mapped[datetime | None]
    etag: Mapped[str | None] = mapped_column(sa.String(300))
    last_modified: Mapped[str | None] = mapped_column(sa.String(100))
    content_sha256: Mapped[str | None] = mapped_column(sa.String(64))

    author: Mapped[Author] = relationship(lazy="raise")


class FeedPoll(Keyed, Base):
    """That a feed was asked, and what came of it in words."""

    __tablename__ = "feed_poll"
    __table_args__ = (sa.Index("ix_feed_poll_feed_id_polled_at", "feed_id", "polled_at"),)

    feed_id: Mapped[int] = mapped_column(sa.ForeignKey("feed.id"))
    polled_at: Mapped[datetime]
    worked: Mapped[bool]
    told: Mapped[str] = mapped_column(sa.String(300))
    captured: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)


class FeedEntry(Keyed, Base):
    """A post of a feed: what it was like when it was read last, and which capture that is.

    ``problem`` is why there is none. ``entry_key`` is a hash of what the feed calls it.
    """

    __tablename__ = "feed_entry"
    __table_args__ = (sa.UniqueConstraint("feed_id", "entry_key"),)

    feed_id: Mapped[int] = mapped_column(sa.ForeignKey("feed.id"))
    entry_key: Mapped[str] = mapped_column(sa.String(64))
    title: Mapped[str] = mapped_column(sa.String(300), default="")
    address: Mapped[str] = mapped_column(sa.String(2000), default="")
    content_sha256: Mapped[str] = mapped_column(sa.String(64))
    post_id: Mapped[int | None] = mapped_column(sa.ForeignKey("post.id"), index=True)
    seen_at: Mapped[datetime]
    problem: Mapped[str | None] = mapped_column(sa.String(300))


class ArrivalStatus(StrEnum):
    """How far a post on its way in has come."""

    WAITING = "waiting"
    """To be fetched or read, or at it at this moment."""
    ASKING = "asking"
    """Read; somebody has to say what it does not say itself."""
    CAPTURED = "captured"
    FAILED = "failed"
    DROPPED = "dropped"


class Arrival(Keyed, Versioned, Base):
    """A post that somebody named by its address, or handed in as a file, until it is captured.

    What they said of it stands in ``author``, ``title``, ``published`` and ``zone``; what was found
    in it fills the rest. ``raw`` is emptied when it is captured or dropped.
    """

    __tablename__ = "arrival"
    __table_args__ = (sa.Index("ix_arrival_status_next_try_at", "status", "next_try_at"),)

    status: Mapped[ArrivalStatus] = mapped_column(default=ArrivalStatus.WAITING)
    address: Mapped[str | None] = mapped_column(sa.String(2000))
    file_name: Mapped[str | None] = mapped_column(sa.String(200))
    content_type: Mapped[str] = mapped_column(sa.String(120), default="")
    raw: Mapped[bytes | None]
    text_format: Mapped[str] = mapped_column(sa.String(20), default="")
    author: Mapped[str | None] = mapped_column(sa.String(120))
    title: Mapped[str | None] = mapped_column(sa.String(300))
    published: Mapped[date | None]
    zone: Mapped[str | None] = mapped_column(sa.String(64))
    date_origin: Mapped[str] = mapped_column(sa.String(40), default="")
    text: Mapped[str | None] = mapped_column(sa.Text)
    visibility: Mapped[Visibility | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(sa.String(40), index=True)
    feed_entry_id: Mapped[int | None] = mapped_column(sa.ForeignKey("feed_entry.id"))
    next_try_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(sa.String(300))
    settled_at: Mapped[datetime | None]
    post_id: Mapped[int | None] = mapped_column(sa.ForeignKey("post.id"), index=True)


class SourceState(StrEnum):
    """What became of the page that a post was captured from."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    GONE = "gone"
    UNKNOWN = "unknown"


class SourceCheck(Base):
    """Whether what a post was captured from still stands where it stood; one row a post.

    ``since`` is when the present state was first seen.
    """

    __tablename__ = "source_check"

    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id"), primary_key=True)
    state: Mapped[SourceState] = mapped_column(default=SourceState.UNKNOWN)
    told: Mapped[str] = mapped_column(sa.String(300), default="")
    since: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    next_check_at: Mapped[datetime] = mapped_column(index=True)
    checks: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
