"""Reads the post in a page of the web: its text, and what the page says about itself."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from email.message import Message
from html import unescape
from itertools import islice
from typing import Any

from forecasts.domain.errors import FetchFailedError
from forecasts.domain.found import FROM_THE_PAGE, IN_THE_ADDRESS, TIME_IN_THE_PAGE, FoundPost
from forecasts.extraction import TextFormat, normalise
from scheduler.reading.days import day_in_address, day_of, instant_of, read_moment

_FORMATS = {
    "text/html": TextFormat.HTML,
    "application/xhtml+xml": TextFormat.HTML,
    "text/plain": TextFormat.TEXT,
    "text/markdown": TextFormat.MARKDOWN,
    "": TextFormat.HTML,
}
_WITHIN = 500_000
"""Characters of a page in which it is asked what it says about itself."""

_META = re.compile(r"<meta\s[^<>]{1,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""(name|property|itemprop|content)\s{0,4}=\s{0,4}(?:"([^"]{0,1500})"|'([^']{0,1500})')""",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]{0,5000}>")
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{1,600})", re.IGNORECASE)
_TIME = re.compile(
    r"""<time\s[^<>]{0,300}?datetime\s{0,4}=\s{0,4}["']([^"']{4,60})""", re.IGNORECASE
)
_DATA = re.compile(r"<script\s[^<>]{0,200}application/ld\+json[^<>]{0,200}>", re.IGNORECASE)

_DAYS = (
    "article:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "date",
    "pubdate",
    "citation_publication_date",
    "parsely-pub-date",
    "sailthru.date",
)
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "citation_author")
_TITLES = ("og:title", "citation_title", "dc.title", "twitter:title")
_DEEPEST = 4
_MOST_SCRIPTS = 20


def read_page(content: bytes, *, kind: str, address: str) -> FoundPost:
    """The post in the page.

    Args:
        kind: the content type with which it came.
        address: where it was.

    Raises:
        FetchFailedError: it is no text.
        InvalidInputError: there is no text in it.
    """
    text_format, charset = _read_kind(kind)
    told = _decode(content, charset)
    about = dict(_tell_about(told[:_WITHIN])) if text_format is TextFormat.HTML else {}
    found, origin = _find_day(told, about, address)
    return FoundPost(
        raw=content,
        text_format=text_format.value,
        text=normalise(told, text_format=text_format),
        title=_first(about, *_TITLES, "ld:headline", "title")[:300],
        author=_author(about),
        address=address,
        published=day_of(found),
        moment=instant_of(found),
        origin=origin,
    )


def read_words(content: bytes, *, kind: str) -> str:
    """All that the page says, without its tags.

    Raises:
        FetchFailedError: it is no text.
    """
    _, charset = _read_kind(kind)
    return unescape(_TAG.sub(" ", _as_text(_decode(content, charset))))


def _read_kind(kind: str) -> tuple[TextFormat, object]:
    """The format and the charset that a content type names.

    Raises:
        FetchFailedError: it names no text.
    """
    message = Message()
    message["Content-Type"] = kind
    media = message.get_content_type() if kind else ""
    if media not in _FORMATS:
        raise FetchFailedError(f"There is no text at this address but {media[:60]}.", lasting=True)
    return _FORMATS[media], message.get_param("charset")


def _decode(content: bytes, charset: object) -> bytes | str:
    """The text in the charset that was named; the bytes where that is the usual or none."""
    name = charset.lower() if isinstance(charset, str) else ""
    if name in {"", "utf-8", "utf8", "us-ascii", "iso-8859-1", "latin-1", "windows-1252"}:
        return content
    try:
        return content.decode(name, errors="replace")
    except LookupError:
        return content


def _find_day(
    told: bytes | str, about: dict[str, str], address: str
) -> tuple[datetime | date | None, str]:
    """When the page was published, and who says so."""
    for name in ("ld:datepublished", *_DAYS):
        if found := read_moment(about.get(name)):
            return found, FROM_THE_PAGE
    if found := day_in_address(address):
        return found, IN_THE_ADDRESS
    time = _TIME.search(_as_text(told[:_WITHIN]))
    if time and (shown := read_moment(time[1])):
        return shown, TIME_IN_THE_PAGE
    return None, ""


def _tell_about(told: bytes | str) -> Iterator[tuple[str, str]]:
    """What the page says about itself, by the names of its tags; what is said first comes last."""
    html = _as_text(told)
    said = [*_tell_data(html), *_tell_meta(html)]
    title = _TITLE.search(html)
    if title:
        said.append(("title", title[1]))
    for name, value in reversed(said):
        yield name, " ".join(unescape(value).split())


def _tell_meta(html: str) -> Iterator[tuple[str, str]]:
    for tag in _META.finditer(html):
        parts = {
            name.lower(): first or second for name, first, second in _ATTRIBUTE.findall(tag[0])
        }
        name = parts.get("property") or parts.get("name") or parts.get("itemprop")
        if name and parts.get("content"):
            yield name.lower(), parts["content"]


def _tell_data(html: str) -> Iterator[tuple[str, str]]:
    for opening in islice(_DATA.finditer(html), _MOST_SCRIPTS):
        end = html.find("</", opening.end())
        try:
            yield from _walk(json.loads(html[opening.end() : end]), _DEEPEST)
        except (ValueError, RecursionError):
            continue


def _walk(told: Any, deeper: int) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON
    if isinstance(told, list) and deeper:
        for one in told[:20]:
            yield from _walk(one, deeper - 1)
    if not isinstance(told, dict):
        return
    for name in ("datePublished", "headline"):
        if isinstance(told.get(name), str):
            yield f"ld:{name.lower()}", told[name]
    author = told.get("author")
    first = author[0] if isinstance(author, list) and author else author
    if isinstance(first, dict) and isinstance(first.get("name"), str):
        yield "ld:author", first["name"]
    if deeper:
        yield from _walk(told.get("@graph"), deeper - 1)


def _author(about: dict[str, str]) -> str:
    """Who is named as the author; an address of a profile is no name."""
    named = (about.get(name, "") for name in ("ld:author", *_AUTHORS))
    return next((name[:120] for name in named if name and "://" not in name), "")


def _first(about: dict[str, str], *names: str) -> str:
    return next((about[name] for name in names if about.get(name)), "")


def _as_text(told: bytes | str) -> str:
    return told if isinstance(told, str) else told.decode("utf-8", errors="replace")
