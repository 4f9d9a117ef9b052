"""Made-up blogs on a loopback server, each with its ways: steady, changing, failing, hostile."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

from tests.web_server import Asked, Page, WebServer

ATOM, RSS, JSON = "atom", "rss", "json"


@dataclass
class BlogPost:
    """A post with all its versions."""

    number: int
    published: datetime
    versions: list[str]


@dataclass
class Blog:
    """A blog that tells its posts in a feed.

    Attributes:
        answer: replaces the ordinary answer; gets the time and how often it was asked.
        asked_at: when it was asked, by the clock of the test.
        not_before: until when it asked to be left alone.
        too_soon: how often that was not kept.
    """

    name: str
    clock: Callable[[], datetime]
    kind: str = ATOM
    posts: list[BlogPost] = field(default_factory=list)
    answer: Callable[["Blog"], Page | None] = lambda _: None
    asked_at: list[datetime] = field(default_factory=list)
    not_before: datetime | None = None
    too_soon: int = 0

    @property
    def path(self) -> str:
        return f"/{self.name}"

    def write(self, text: str) -> BlogPost:
        post = BlogPost(len(self.posts), self.clock(), [text])
        self.posts.append(post)
        return post

    def settle(self, server: WebServer) -> str:
        """Put the feed on the server; its address there."""
        server.pages[self.path] = self.reply
        return f"{server.address}{self.path}"

    def reply(self, asked: Asked) -> Page:
        now = self.clock()
        self.too_soon += self.not_before is not None and now < self.not_before
        self.asked_at.append(now)
        special = self.answer(self)
        if special is not None:
            return special
        body = self.write_feed()
        tag = f'"{hash(body)}"'
        if asked.headers.get("if-none-match") == tag:
            return Page(status=304, headers={"ETag": tag})
        return Page(body, headers={"ETag": tag, "Content-Type": f"application/{self.kind}+xml"})

    def ask_for_rest(self, wait: timedelta, status: int = 503) -> Page:
        """An answer that asks to be left alone for so long."""
        self.not_before = self.clock() + wait
        return Page(status=status, headers={"Retry-After": str(int(wait.total_seconds()))})

    def write_feed(self) -> bytes:
        writers = {ATOM: self._atom, RSS: self._rss}
        posts = list(reversed(self.posts))[:50]
        return writers[self.kind](posts).encode()

    def _atom(self, posts: list[BlogPost]) -> str:
        entries = "".join(
            f"<entry><id>tag:{self.name}:{post.number}</id><title>{self.name} {post.number}</title>"
            f'<link href="https://{self.name}.example/{post.number}"/>'
            f"<published>{post.published.isoformat()}</published>"
            f'<content type="html">{escape(f"<p>{post.versions[-1]}</p>")}</content></entry>'
            for post in posts
        )
        return (
            f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{self.name}</title>{entries}</feed>'
        )

    def _rss(self, posts: list[BlogPost]) -> str:
        items = "".join(
            f"<item><guid>{self.name}:{post.number}</guid><title>{self.name} {post.number}</title>"
            f"<link>https://{self.name}.example/{post.number}</link>"
            f"<pubDate>{format_datetime(post.published)}</pubDate>"
            f"<description>{escape(f'<p>{post.versions[-1]}</p>')}</description></item>"
            for post in posts
        )
        return f"<rss version='2.0'><channel><title>{self.name}</title>{items}</channel></rss>"
