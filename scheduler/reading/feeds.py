"""Reads Atom, RSS and JSON Feed, with what Blogger and WordPress add to them."""

import hashlib
import io
import json
from typing import Any

import feedparser

from forecasts.domain.errors import FetchFailedError, InvalidInputError
from forecasts.domain.found import FROM_THE_FEED, LAST_CHANGE, FoundFeed, FoundPost
from forecasts.extraction import TextFormat, normalise
from scheduler.reading.caps import check_feed, check_number
from scheduler.reading.days import day_of, instant_of, read_moment

_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
_MOST_MINUTES = 10_080
_NOBODY = {"unknown", "noreply@blogger.com", "noreply@blogger.com (unknown)"}
"""What Blogger says where an author does not want to be named."""

_LONGEST = {"key": 2000, "title": 300, "author": 120, "address": 2000}


def read_feed(content: bytes, *, kind: str) -> FoundFeed:
    """The feed in these bytes.

    Args:
        kind: the content type with which it came.

    Raises:
        FetchFailedError: it is no feed, or holds too much.
    """
    if "json" in kind or content.lstrip()[:1] == b"{":
        return _read_json(content)
    check_feed(content)
    parsed = feedparser.parse(
        io.BytesIO(content),  # never a name, which it would open
        response_headers={"content-type": kind},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not parsed.get("version") and not parsed.entries:
        raise FetchFailedError("There is no feed at this address.")
    check_number(len(parsed.entries))
    posts = tuple(_read_entry(entry) for entry in parsed.entries if _is_post(entry))
    return FoundFeed(
        title=_line(parsed.feed.get("title"), "title"), minutes=_minutes(parsed.feed), posts=posts
    )


def _is_post(entry: Any) -> bool:  # noqa: ANN401 - the library has no types
    """Whether it is published, and no comment on another post."""
    is_draft = str(entry.get("app_draft") or entry.get("draft") or "").lower() == "yes"
    return not is_draft and not entry.get("thr_in-reply-to") and not entry.get("in-reply-to")


def _read_entry(entry: Any) -> FoundPost:  # noqa: ANN401 - the library has no types
    told = entry.get("published") or entry.get("created")
    found = read_moment(told)
    origin = FROM_THE_FEED if found else ""
    if not found:
        found = read_moment(entry.get("updated"))
        origin = LAST_CHANGE if found else ""
    content, text_format = _content_of(entry)
    author = _line(entry.get("author_detail", {}).get("name") or entry.get("author"), "author")
    return _with_text(
        key=entry.get("id") or entry.get("link") or "",
        content=content,
        text_format=text_format,
        title=_line(entry.get("title"), "title"),
        author="" if author.lower() in _NOBODY else author,
        address=_link(entry.get("link")),
        published=day_of(found),
        moment=instant_of(found),
        origin=origin,
    )


def _content_of(entry: Any) -> tuple[str, TextFormat]:  # noqa: ANN401 - the library has no types
    """The fullest text of the entry."""
    parts = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    fullest = max(parts, key=lambda part: len(part.get("value") or ""))
    is_plain = fullest.get("type") == "text/plain"
    return fullest.get("value") or "", TextFormat.TEXT if is_plain else TextFormat.HTML


def _minutes(feed: Any) -> int:  # noqa: ANN401 - the library has no types
    """How long the feed asks to be left alone, at most a week."""
    asked = [_number(feed.get("ttl"))]
    if feed.get("sy_updateperiod") in _PERIODS:
        often = max(1, _number(feed.get("sy_updatefrequency", 1)))
        asked.append(_PERIODS[feed["sy_updateperiod"]] // often)
    return min(_MOST_MINUTES, max(asked))


def _number(told: object) -> int:
    text = str(told or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000000") else 0


def _read_json(content: bytes) -> FoundFeed:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        raise FetchFailedError("There is no feed at this address.") from None
    items = told.get("items") if isinstance(told, dict) else None
    if not isinstance(items, list):
        raise FetchFailedError("There is no feed at this address.")
    check_number(len(items))
    posts = tuple(_read_item(item) for item in items if isinstance(item, dict))
    return FoundFeed(title=_line(told.get("title"), "title"), minutes=0, posts=posts)


def _read_item(item: dict[str, Any]) -> FoundPost:
    found = read_moment(_text(item.get("date_published")))
    origin = FROM_THE_FEED if found else ""
    if not found:
        found = read_moment(_text(item.get("date_modified")))
        origin = LAST_CHANGE if found else ""
    html = _text(item.get("content_html"))
    return _with_text(
        key=_text(item.get("id")) or _text(item.get("url")),
        content=html or _text(item.get("content_text")),
        text_format=TextFormat.HTML if html else TextFormat.TEXT,
        title=_line(item.get("title"), "title"),
        author=_line(_author_of(item), "author"),
        address=_link(item.get("url") or item.get("external_url")),
        published=day_of(found),
        moment=instant_of(found),
        origin=origin,
    )


def _author_of(item: dict[str, Any]) -> str:
    listed = item.get("authors")
    named = listed if isinstance(listed, list) else [item.get("author")]
    return next((_text(one.get("name")) for one in named if isinstance(one, dict)), "")


def _with_text(*, key: str, content: str, text_format: TextFormat, **told: Any) -> FoundPost:  # noqa: ANN401 - the fields of a post
    """The post with its text, or with why it has none."""
    raw = content.encode(errors="replace")
    name = hashlib.sha256((key or f"{told['title']} {told['published']}").encode(errors="replace"))
    text, problem = "", ""
    try:
        text = normalise(content, text_format=text_format)
    except InvalidInputError as error:
        problem = str(error)
    return FoundPost(
        key=name.hexdigest(),
        raw=raw,
        text_format=text_format.value,
        text=text,
        problem=problem,
        **told,
    )


def _link(told: object) -> str:
    text = _text(told).strip()
    fits = text.startswith(("http://", "https://")) and len(text) <= _LONGEST["address"]
    return text if fits and text.isprintable() and " " not in text else ""


def _line(told: object, name: str) -> str:
    """One line of text; tags in a title are kept as they were written."""
    return " ".join(_text(told).replace("\0", "").split())[: _LONGEST[name]]


def _text(told: object) -> str:
    text = told if isinstance(told, str) else str(told) if isinstance(told, int) else ""
    return text.encode(errors="replace").decode()
