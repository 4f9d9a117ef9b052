"""Many blogs over many days, in a clock that is set: what they wrote, and what was captured.

The tests run a few blogs over a few days, ``benchmarks/feeds.py`` fifty over thirty.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import sleep

import sqlalchemy as sa

from forecasts.services.feeds import FeedSettings, add_feed
from forecasts.store.engine import Database
from forecasts.store.models import Feed, Post
from scheduler.fetching import Client
from scheduler.polling import open_poller, run_feed_pass
from scheduler.reading import Reader
from tests.blogs import ATOM, RSS, Blog
from tests.making import OPERATOR
from tests.web_server import Page, WebServer

BEGIN = datetime(2026, 9, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
BOMB = b'<rss><!DOCTYPE a [<!ENTITY a "b">]>&a;</rss>'
KINDS = ("steady", "changing", "failing", "moving", "huge", "slow", "hostile", "fresh", "resting")


@dataclass
class ManyFeeds:
    """Blogs on a server, and the clock they share with us.

    Attributes:
        kind: of each blog, by its name.
        written: every version of every post that could be read, by the blog's name.
    """

    database: Database
    server: WebServer
    now: datetime = BEGIN
    chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 - no secret
    blogs: list[Blog] = field(default_factory=list)
    kind: dict[str, str] = field(default_factory=dict)
    written: dict[str, set[str]] = field(default_factory=dict)

    def clock(self) -> datetime:
        return self.now

    def found(self, number: int, posts: int) -> None:
        """Make so many blogs with so many posts each, and follow them."""
        for n in range(number):
            kind = KINDS[n % len(KINDS)]
            blog = Blog(f"{kind}{n}", self.clock, kind=(ATOM, RSS)[n % 2])
            blog.answer = getattr(self, f"_{kind}", lambda _: None)
            self.blogs.append(blog)
            self.kind[blog.name] = kind
            for _ in range(posts):
                self._write(blog)
            self._follow(blog)

    def _follow(self, blog: Blog) -> None:
        address = blog.settle(self.server)
        if self.kind[blog.name] == "moving":
            moved = Page(status=301, headers={"Location": blog.path})
            self.server.pages[f"/old{blog.path}"] = moved
            address = f"{self.server.address}/old{blog.path}"
        with self.database.writing.begin() as session:
            add_feed(
                session,
                address,
                FeedSettings(author=blog.name),
                actor=OPERATOR,
                now=self.now,
                reach=self.server.reach,
            )

    def _write(self, blog: Blog) -> None:
        blog.write(f"In {blog.name} it will rain on day {len(blog.posts)} of 2027.")

    def run(self, days: int) -> None:
        """Live through so many days, an hour at a time."""
        client = Client(reach=self.server.reach, seconds=0.3)
        poller = open_poller(client, Reader())
        for hour in range(days * 24):
            self._live(hour)
            while not run_feed_pass(self.database, self.clock, poller=poller).startswith("0 "):
                pass
            self.now += HOUR

    def _live(self, hour: int) -> None:
        for n, blog in enumerate(self.blogs):
            if hour % 24 == n % 24:
                self._write(blog)
            if self.kind[blog.name] == "changing" and hour % 36 == n % 36:
                post = self.chance.choice(blog.posts)
                post.versions.append(f"{post.versions[0]} Or not, as of hour {hour}.")

    def _failing(self, blog: Blog) -> Page | None:
        return blog.ask_for_rest(5 * HOUR) if len(blog.asked_at) % 3 == 1 else None

    def _huge(self, blog: Blog) -> Page | None:
        return Page(bytes(3_000_000)) if len(blog.asked_at) % 2 else None

    def _slow(self, blog: Blog) -> Page | None:
        if len(blog.asked_at) % 4:
            return None
        return Page(says=lambda _: sleep(0.6))

    def _hostile(self, blog: Blog) -> Page | None:
        return Page(BOMB) if len(blog.asked_at) % 2 else None

    def _fresh(self, blog: Blog) -> Page | None:
        blog.not_before = self.now + 6 * HOUR
        return Page(blog.write_feed(), headers={"Cache-Control": "max-age=21600"})

    def _resting(self, blog: Blog) -> Page | None:
        if len(blog.asked_at) % 5 == 0:
            return blog.ask_for_rest(30 * HOUR, status=429)
        return None

    def faults(self) -> Iterator[str]:
        """Whatever is not as it should be."""
        for blog in self.blogs:
            wrote = {version for post in blog.posts for version in post.versions}
            got = self._captured(blog.name)
            if len(got) != len(set(got)):
                yield f"{blog.name}: captured twice"
            if not set(got) <= wrote:
                yield f"{blog.name}: captured what was never written"
            if missing := self._due(blog) - set(got):
                yield f"{blog.name}: {len(missing)} of {len(wrote)} not captured"
            if blog.too_soon:
                yield f"{blog.name}: asked {blog.too_soon} times too soon"
            gaps = [b - a for a, b in zip(blog.asked_at, blog.asked_at[1:], strict=False)]
            if gaps and min(gaps) < HOUR:
                yield f"{blog.name}: asked again after {min(gaps)}"

    def _due(self, blog: Blog) -> set[str]:
        """What stood in the feed when it was read: of those that never fail, all of it."""
        read = self._read_at(blog.name)
        if read is None:
            return set()
        never_fails = self.kind[blog.name] in {"steady", "changing", "moving"}
        seen = [post for post in blog.posts[-50:] if post.published < read]
        versions = (post.versions if never_fails else post.versions[-1:] for post in seen)
        return {each for several in versions for each in several if self._since(each) < read}

    def _since(self, version: str) -> datetime:
        """When a version was written, where that was after its post."""
        _, changed, hour = version.rpartition("as of hour ")
        return BEGIN + int(hour.rstrip(".")) * HOUR if changed else BEGIN

    def _captured(self, author: str) -> list[str]:
        with self.database.reading() as session:
            query = sa.select(Post.text).where(Post.author.has(name=author))
            return [text.strip() for text in session.scalars(query)]

    def _read_at(self, author: str) -> datetime | None:
        with self.database.reading() as session:
            return session.scalar(sa.select(Feed.read_at).where(Feed.author.has(name=author)))

    def figures(self) -> dict[str, int]:
        """What was asked, written and captured."""
        return {
            "blogs": len(self.blogs),
            "polls": sum(len(blog.asked_at) for blog in self.blogs),
            "posts": sum(len(blog.posts) for blog in self.blogs),
            "versions": sum(len(post.versions) for blog in self.blogs for post in blog.posts),
            "captures": sum(len(self._captured(blog.name)) for blog in self.blogs),
        }
