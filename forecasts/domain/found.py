"""What was read in something that was fetched or handed in: posts, and feeds of them."""

import base64
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

FROM_THE_FEED = "from the feed"
LAST_CHANGE = "from the feed: its last change"
FROM_THE_PAGE = "from the page"
FROM_THE_MAIL = "from the mail"
TIME_IN_THE_PAGE = "guessed: a time in the page"
IN_THE_ADDRESS = "guessed: its address"
TYPED = "typed in"

GUESSED = frozenset({TIME_IN_THE_PAGE, IN_THE_ADDRESS})
"""Origins of a date that are asked about before anything counts from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPost:
    """A post as it was found.

    Attributes:
        key: what it is called where it was found; the same for each version of it.
        raw: the bytes of its text as they were received.
        text_format: what these are: text, markdown or html.
        text: what our offsets will refer to; empty where it could not be read.
        title: as its author gave it; empty where there is none.
        author: who says to have written it; empty where nobody does.
        address: where it can be read; empty where that is not told.
        published: the day of it, by the calendar of whoever told it; None where nobody does.
        moment: the instant, where that is told.
        origin: who says that it was published then; empty where there is no day.
        problem: why its text could not be read; empty where it could.
    """

    key: str = ""
    raw: bytes = field(default=b"", repr=False)
    text_format: str = "html"
    text: str = field(default="", repr=False)
    title: str = ""
    author: str = ""
    address: str = ""
    published: date | None = None
    moment: datetime | None = None
    origin: str = ""
    problem: str = ""

    def as_json(self) -> dict[str, Any]:
        """The post as JSON takes it."""
        told = asdict(self)
        told["raw"] = base64.b64encode(self.raw).decode()
        for name in ("published", "moment"):
            told[name] = told[name].isoformat() if told[name] else None
        return told


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """A feed as it was found.

    Attributes:
        title: what it calls itself.
        minutes: how long it asks to be left alone; 0 where it does not say.
        posts: what it holds, without drafts and comments.
    """

    title: str
    minutes: int
    posts: tuple[FoundPost, ...]

    def as_json(self) -> dict[str, Any]:
        """The feed as JSON takes it."""
        posts = [post.as_json() for post in self.posts]
        return {"title": self.title, "minutes": self.minutes, "posts": posts}


def post_from_json(told: dict[str, Any]) -> FoundPost:
    """The post that was written down so."""
    published, moment = told["published"], told["moment"]
    return FoundPost(
        **told
        | {
            "raw": base64.b64decode(told["raw"]),
            "published": date.fromisoformat(published) if published else None,
            "moment": datetime.fromisoformat(moment) if moment else None,
        }
    )


def feed_from_json(told: dict[str, Any]) -> FoundFeed:
    """The feed that was written down so."""
    posts = tuple(map(post_from_json, told["posts"]))
    return FoundFeed(title=told["title"], minutes=told["minutes"], posts=posts)
