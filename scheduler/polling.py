"""Asks the feeds that are due, one after another, each outside of any transaction."""

import hashlib
import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from forecasts.domain.clock import Clock
from forecasts.domain.errors import FetchFailedError
from forecasts.domain.found import FoundFeed, FoundPost
from forecasts.domain.hosts import Reach, read_web_address
from forecasts.services.polling import Call, Result, Taken, claim_feed, settle, take_post
from forecasts.store.engine import Database
from scheduler.fetching import Answer, Client
from scheduler.reading import Reader
from scheduler.robots import Robots
from scheduler.waits import asked_wait

log = logging.getLogger(__name__)

MOST_FEEDS = 20
"""Feeds that one run of the pass asks, so that it comes to an end."""

LEASE = timedelta(minutes=10)
"""What asking, reading and keeping the posts of one feed may take."""

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9,"
    " text/xml;q=0.8, */*;q=0.1"
)


@dataclass(frozen=True, slots=True)
class Poller:
    """Asks feeds, and has them read.

    Attributes:
        client: connects.
        robots: knows what sites let us ask.
        reader: reads what came.
    """

    client: Client
    robots: Robots
    reader: Reader


def open_poller(client: Client, reader: Reader) -> Poller:
    """A poller that connects through that client."""
    return Poller(client, Robots(client), reader)


def run_feed_pass(database: Database, clock: Clock, *, poller: Poller) -> str:
    """Ask the feeds that are due, and say what came of it."""
    asked, captured, failed = 0, 0, 0
    for _ in range(MOST_FEEDS):
        with database.writing.begin() as session:
            call = claim_feed(session, now=clock(), lease=LEASE)
        if call is None:
            break
        result = _poll(database, clock, call, poller)
        with database.writing.begin() as session:
            settle(session, call, result, now=clock())
        asked += 1
        captured += result.captured + result.changed
        failed += not result.worked
    return f"{asked} feeds asked, {failed} failed, {captured} posts captured"


def _poll(database: Database, clock: Clock, call: Call, poller: Poller) -> Result:
    try:
        answer = _ask(call, poller, clock())
        return _read_answer(database, clock, call, answer, poller)
    except FetchFailedError as error:
        return Result(told=str(error), worked=False)
    except Exception as error:
        log.exception("feed %s", call.feed_id)
        told = f"What it holds could not be kept ({type(error).__name__})."
        return Result(told=told, worked=False)


def _ask(call: Call, poller: Poller, now: datetime) -> Answer:
    where = read_web_address(call.address, reach=poller.client.reach)
    poller.robots.check(where, now=now)
    headers = {"Accept": _ACCEPT}
    if call.etag:
        headers["If-None-Match"] = call.etag
    if call.last_modified:
        headers["If-Modified-Since"] = call.last_modified
    return poller.client.get(call.address, headers)


def _read_answer(
    database: Database, clock: Clock, call: Call, answer: Answer, poller: Poller
) -> Result:
    wait = asked_wait(answer.headers, now=clock())
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return Result(told="nothing new", worked=True, wait=wait, moved_to=answer.moved_to)
    if answer.status != HTTPStatus.OK:
        return _refused(answer, wait)
    digest = hashlib.sha256(answer.body).hexdigest()
    if digest == call.content_sha256:
        return Result(told="nothing new", worked=True, wait=wait, moved_to=answer.moved_to)
    feed = _read(answer, poller.reader, wait)
    if isinstance(feed, Result):
        return feed
    taken = _take_posts(database, clock, call, feed.posts, reach=poller.client.reach)
    return Result(
        told=_tell(taken, len(feed.posts)),
        worked=True,
        wait=max(wait, timedelta(minutes=feed.minutes)),
        moved_to=answer.moved_to,
        title=feed.title,
        etag=_one_line(answer.headers.get("etag"), 300),
        last_modified=_one_line(answer.headers.get("last-modified"), 100),
        content_sha256=digest,
        captured=taken[Taken.CAPTURED],
        changed=taken[Taken.CHANGED],
    )


def _refused(answer: Answer, wait: timedelta) -> Result:
    gone = answer.status == HTTPStatus.GONE
    words = {
        HTTPStatus.NOT_FOUND: "there is nothing at this address",
        HTTPStatus.GONE: "it is gone for good",
        HTTPStatus.FORBIDDEN: "it is not for us",
        HTTPStatus.TOO_MANY_REQUESTS: "we asked too often",
    }
    told = words.get(HTTPStatus(answer.status)) if answer.status in set(HTTPStatus) else None
    return Result(
        told=f"The server says {answer.status}{': ' + told if told else ''}.",
        worked=False,
        wait=wait,
        gone=gone,
    )


def _read(answer: Answer, reader: Reader, wait: timedelta) -> FoundFeed | Result:
    """The feed; or why it cannot be read, with how long its server wants to be left alone."""
    kind = answer.headers.get("content-type", "")
    try:
        return reader.read_feed(answer.body, kind=kind, address=answer.address)
    except FetchFailedError as error:
        return Result(told=str(error), worked=False, wait=wait)


def _take_posts(
    database: Database, clock: Clock, call: Call, posts: tuple[FoundPost, ...], *, reach: Reach
) -> Counter[Taken]:
    """What became of the posts, the oldest first; of two with one name the first counts."""
    named = {post.key: post for post in reversed(posts)}
    taken: Counter[Taken] = Counter()
    for post in named.values():
        with database.writing.begin() as session:
            taken[take_post(session, call.feed_id, post, now=clock(), reach=reach)] += 1
    return taken


def _tell(taken: Counter[Taken], number: int) -> str:
    told = [
        f"{taken[kind]} {words}"
        for kind, words in (
            (Taken.CAPTURED, "captured"),
            (Taken.CHANGED, "changed and captured anew"),
            (Taken.SENT_FOR, "whose page is fetched"),
            (Taken.REFUSED, "could not be captured"),
        )
        if taken[kind]
    ]
    return f"{', '.join(told) or 'nothing new'}, of {number} in the feed"


def _one_line(told: str | None, longest: int) -> str | None:
    """What we will say back to the server; nothing where it is too long or no single line."""
    text = (told or "").strip()
    return text if text and len(text) <= longest and text.isascii() and text.isprintable() else None
