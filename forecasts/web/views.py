"""Through whose eyes the desk is seen, and which part of it the address asks for."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import request, url_for
from sqlalchemy.orm import Session

from forecasts.domain.policies import Policy
from forecasts.services.conflicts import without_conflict
from forecasts.store.queries.authors import find_slug
from forecasts.store.queries.desk import Lane, View
from forecasts.web.context import context
from forecasts.web.filters import read_filters
from forecasts.web.schemas.desk import DeskQuery
from forecasts.web.sessions import actor


def own_view(**asked: Any) -> View:  # noqa: ANN401 - whatever a view can be asked for
    """The desk as whoever asks may see it: without what they have a conflict with."""
    decides_all = context().config.policy is Policy.SOLO
    decidable = sa.true() if decides_all else without_conflict(actor())
    return View(actor=actor(), decidable=decidable, **asked)


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the desk one is: lane, filters and page, as they stand in the address.

    Attributes:
        lane: the lane that is open; None for a forecast taken from elsewhere.
        author: the author's name as typed.
        words: the words as typed.
        tag: what they are to be about.
        mine: whether only what one is at work on is asked for.
    """

    lane: Lane | None = None
    author: str | None = None
    words: str | None = None
    tag: str | None = None
    mine: bool = False

    @property
    def parts(self) -> dict[str, Any]:
        """What the address carries along."""
        return {
            "lane": self.lane,
            "author": self.author,
            "words": self.words,
            "tag": self.tag,
            "mine": 1 if self.mine else None,
            "page": request.args.get("page"),
            "size": request.args.get("size"),
        }

    @property
    def filtered(self) -> bool:
        """Whether anything is left out."""
        return bool(self.author or self.words or self.tag or self.mine)

    def address(self, **changes: object) -> str:
        """The address of the desk here, with parts of it changed; None leaves one out."""
        parts: dict[str, Any] = self.parts | changes
        return url_for("review.desk", **parts)

    def send_to(self, endpoint: str, **parts: object) -> str:
        """The address that a form of the desk is sent to, so that its answer leads back here."""
        carried: dict[str, Any] = self.parts | parts
        return url_for(endpoint, **carried)

    def view(self, session: Session) -> View:
        """What is asked for, as whoever asks may see it."""
        slug = find_slug(session, self.author, actor=actor()) if self.author else None
        return own_view(author=slug or self.author, words=self.words, tag=self.tag, mine=self.mine)


def read_place() -> tuple[Place, dict[str, Any]]:
    """Where on the desk the address leads, and the items that it names."""
    wanted, _ = read_filters(DeskQuery)
    items = {name: wanted.pop(name) for name in ("item", "after", "resolved")}
    return Place(**wanted), items
