"""Feeds bring their posts by themselves: each once, each change, and nobody is asked too often."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from forecasts.domain.errors import ConflictError, InvalidInputError
from forecasts.services.erasure import ErasureReason, erase_author
from forecasts.services.feeds import (
    FeedSettings,
    add_feed,
    change_feed,
    pause_feed,
    poll_soon,
    resume_feed,
)
from forecasts.services.polling import MOST_FAILURES, Result, claim_feed, settle
from forecasts.store.engine import Database
from forecasts.store.models import Author, Feed, FeedEntry, FeedPoll, LedgerEntry, Post, SealedText
from scheduler.arriving import open_fetcher, run_arrival_pass
from scheduler.fetching import Client
from scheduler.polling import Poller, open_poller, run_feed_pass
from scheduler.reading import Reader
from tests.blogs import RSS, Blog
from tests.making import OPERATOR
from tests.scheduler.reading.samples import PAGE
from tests.web_server import Page, web_server

BEGIN = datetime(2026, 11, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEXT = "The bridge will be open by the end of 2027."


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = BEGIN

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server():
    with web_server() as server:
        yield server


@pytest.fixture
def poller(server) -> Poller:
    return open_poller(Client(reach=server.reach, seconds=2), Reader())


@pytest.fixture
def blog(clock) -> Blog:
    return Blog("ada", clock)


def follow(database: Database, blog: Blog, server, **settings) -> int:
    """The number of a feed that is polled from now on."""
    wanted = FeedSettings(**({"author": "Ada Author"} | settings))
    with database.writing.begin() as session:
        address = blog.settle(server)
        return add_feed(
            session, address, wanted, actor=OPERATOR, now=blog.clock(), reach=server.reach
        ).id


def everything(database: Database, table, *order):
    with database.reading() as session:
        return list(session.scalars(sa.select(table).order_by(*order or (table.id,))))


def the_feed(database: Database) -> Feed:
    (feed,) = everything(database, Feed)
    return feed


def test_captures_each_post_once(database, clock, server, poller, blog):
    first = blog.write(TEXT)
    blog.write("It will rain in March.")
    follow(database, blog, server, zone="Asia/Tokyo")

    assert "2 posts captured" in run_feed_pass(database, clock, poller=poller)
    clock.now += 2 * HOUR
    assert "0 posts captured" in run_feed_pass(database, clock, poller=poller)

    post, _ = everything(database, Post)
    assert post.text.strip() == TEXT == first.versions[0]
    assert (post.published, post.zone) == (date(2026, 11, 1), "Asia/Tokyo")
    assert (post.date_origin, post.captured_by) == ("from the feed", "clock")
    assert post.source_url == "https://ada.example/0"
    assert len(blog.asked_at) == 2
    assert the_feed(database).title == "ada"


def test_dates_a_post_by_the_calendar_of_the_feeds_zone(database, clock, server, poller, blog):
    clock.now = datetime(2026, 11, 1, 20, tzinfo=UTC)
    blog.write(TEXT)
    follow(database, blog, server, zone="Asia/Tokyo")

    run_feed_pass(database, clock, poller=poller)

    (post,) = everything(database, Post)
    assert post.published == date(2026, 11, 2)


def test_captures_what_changed_anew(database, clock, server, poller, blog):
    post = blog.write(TEXT)
    follow(database, blog, server)
    run_feed_pass(database, clock, poller=poller)
    post.versions.append("The bridge will be open by the end of 2028.")
    clock.now += 2 * HOUR

    run_feed_pass(database, clock, poller=poller)

    before, after = everything(database, Post)
    assert before.text.strip() == TEXT
    assert after.text.strip() == post.versions[-1]
    assert after.source_url == before.source_url
    (entry,) = everything(database, FeedEntry)
    assert entry.post_id == after.id


def test_captures_nothing_that_is_on_the_record_already(database, clock, server, poller, blog):
    """Also where the other feed dates it otherwise."""
    blog.write(TEXT)
    other = Blog("mirror", clock, kind=RSS)
    follow(database, blog, server)
    run_feed_pass(database, clock, poller=poller)
    clock.now += 48 * HOUR
    other.write(TEXT)
    follow(database, other, server)

    run_feed_pass(database, clock, poller=poller)

    assert len(everything(database, Post)) == 1
    assert {entry.post_id for entry in everything(database, FeedEntry)} == {1}


def test_keeps_whom_a_post_names_apart(database, clock, server, poller, blog):
    blog.answer = lambda _: Page(
        b"<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><item><guid>1"
        b"</guid><dc:creator>Bo</dc:creator><description>It will rain.</description><pubDate>"
        b"Fri, 05 Jan 2018 21:15:00 +0000</pubDate></item><item><guid>2</guid><description>It will"
        b" snow.</description><pubDate>Fri, 05 Jan 2018 21:15:00 GMT</pubDate></item></channel>"
        b"</rss>"
    )
    follow(database, blog, server, authors_named=True)

    run_feed_pass(database, clock, poller=poller)

    with database.reading() as session:
        wrote = dict(session.execute(sa.select(Author.name, Post.text).join(Post)).all())
    assert wrote == {"Bo": "It will rain.", "Ada Author": "It will snow."}


def test_notes_why_a_post_was_not_captured_and_takes_the_others(
    database, clock, server, poller, blog
):
    blog.write("")
    blog.write(TEXT)
    blog.posts[0].published = clock() + 72 * HOUR
    blog.write("It will rain.").published = clock() + 72 * HOUR
    follow(database, blog, server)

    run_feed_pass(database, clock, poller=poller)

    problems = {entry.problem for entry in everything(database, FeedEntry)}
    assert len(everything(database, Post)) == 1
    assert any("no text" in (problem or "") for problem in problems)
    assert any("future" in (problem or "") for problem in problems)
    (poll,) = everything(database, FeedPoll)
    assert poll.told == "1 captured, 2 could not be captured, of 3 in the feed"


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "7200"}, 2 * HOUR),
        ({"Retry-After": "Sun, 01 Nov 2026 18:00:00 GMT"}, 6 * HOUR),
        ({"Cache-Control": "public, max-age=10800"}, 3 * HOUR),
        ({"Retry-After": "soon", "Cache-Control": "max-age=x"}, HOUR),
        ({"Retry-After": "99999999999999999999"}, timedelta(days=60)),
        ({}, HOUR),
    ],
)
def test_waits_as_long_as_the_server_asks(database, clock, server, poller, blog, headers, wait):
    blog.answer = lambda blog: Page(blog.write_feed(), headers=headers)
    follow(database, blog, server)
    run_feed_pass(database, clock, poller=poller)

    clock.now = BEGIN + wait - timedelta(seconds=1)
    run_feed_pass(database, clock, poller=poller)
    assert len(blog.asked_at) == 1

    clock.now = BEGIN + wait * 1.2
    run_feed_pass(database, clock, poller=poller)
    assert len(blog.asked_at) == 2


def test_waits_longer_after_each_failure_and_pauses_in_the_end(
    database, clock, server, poller, blog
):
    blog.answer = lambda _: Page(status=500)
    follow(database, blog, server)
    while the_feed(database).paused_at is None:
        clock.now = max(clock.now, the_feed(database).next_poll_at)
        run_feed_pass(database, clock, poller=poller)

    gaps = [after - before for before, after in zip(blog.asked_at, blog.asked_at[1:], strict=False)]
    assert len(blog.asked_at) == MOST_FAILURES
    assert gaps == sorted(gaps)
    assert gaps[-1] < timedelta(hours=27)
    assert the_feed(database).error == "The server says 500."


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (Page(status=404), "nothing at this address"),
        (Page(status=429, headers={"Retry-After": "9000"}), "asked too often"),
        (Page(b"<html>no feed</html>"), "no feed"),
        (Page(b"<rss><!DOCTYPE x>"), "doctype"),
        (Page(bytes(3_000_000)), "larger"),
        (Page(says=lambda _: time.sleep(4)), "longer than 2 seconds"),
        (Page(status=302, headers={"Location": "http://127.0.0.1:1/"}), "usual ports"),
        (Page(status=302, headers={"Location": "http://10.0.0.1/"}), "not on the open web"),
    ],
)
def test_says_in_words_what_failed_and_goes_on(database, clock, server, poller, blog, page, told):
    blog.answer = lambda _: page
    follow(database, blog, server)
    good = Blog("good", clock)
    good.write(TEXT)
    follow(database, good, server)

    assert "2 feeds asked, 1 failed, 1 posts captured" in run_feed_pass(
        database, clock, poller=poller
    )

    bad = everything(database, Feed)[0]
    assert told in bad.error
    assert bad.failures == 1


def test_pauses_what_is_gone_for_good(database, clock, server, poller, blog):
    blog.answer = lambda _: Page(status=410)
    follow(database, blog, server)

    run_feed_pass(database, clock, poller=poller)

    assert the_feed(database).paused_at == clock.now


def test_follows_a_feed_that_moved_for_good(database, clock, server, poller, blog):
    blog.write(TEXT)
    old = Blog("old", clock)
    blog.settle(server)
    old.answer = lambda _: Page(status=301, headers={"Location": blog.path})
    follow(database, old, server)

    run_feed_pass(database, clock, poller=poller)
    clock.now += 2 * HOUR
    run_feed_pass(database, clock, poller=poller)

    assert the_feed(database).address.endswith("/ada")
    assert (len(old.asked_at), len(blog.asked_at)) == (1, 2)


def test_asks_nothing_that_robots_txt_forbids(database, clock, server, poller, blog):
    server.pages["/robots.txt"] = Page(b"User-agent: forecast-ledger\nDisallow: /ada\n")
    blog.write(TEXT)
    follow(database, blog, server)

    run_feed_pass(database, clock, poller=poller)

    assert blog.asked_at == []
    assert "robots.txt" in the_feed(database).error


def test_asks_nothing_where_robots_txt_cannot_be_had(database, clock, server, poller, blog):
    server.pages["/robots.txt"] = Page(status=503)
    follow(database, blog, server)

    run_feed_pass(database, clock, poller=poller)

    assert blog.asked_at == []


def test_one_of_two_clocks_asks(database, clock, server, blog):
    follow(database, blog, server)
    with database.writing.begin() as session:
        first = claim_feed(session, now=clock(), lease=HOUR)
        second = claim_feed(session, now=clock(), lease=HOUR)
    with database.writing.begin() as session:
        later = claim_feed(session, now=clock() + HOUR, lease=HOUR)
        assert not settle(session, first, Result(told="x", worked=True), now=clock())
        assert settle(session, later, Result(told="x", worked=True), now=clock())

    assert second is None


def test_a_feed_that_breaks_us_ends_no_pass(database, clock, server, poller, blog, monkeypatch):
    follow(database, blog, server)
    good = Blog("good", clock)
    good.write(TEXT)
    follow(database, good, server)
    read = Reader.read_feed

    def break_once(self, content, **told):
        if told["address"].endswith("/ada"):
            raise RuntimeError
        return read(self, content, **told)

    monkeypatch.setattr(Reader, "read_feed", break_once)

    assert "2 feeds asked, 1 failed, 1 posts" in run_feed_pass(database, clock, poller=poller)
    assert "RuntimeError" in everything(database, Feed)[0].error


def test_people_keep_feeds(database, clock, server, poller, blog):
    number = follow(database, blog, server)
    by = {"actor": OPERATOR, "now": clock()}
    with database.writing.begin() as session:
        with pytest.raises(ConflictError, match="already"):
            add_feed(
                session,
                f"{server.address}/ada#top",
                FeedSettings(author="Bo"),
                reach=server.reach,
                **by,
            )
        with pytest.raises(InvalidInputError, match="usual ports"):
            add_feed(session, "http://127.0.0.1:99/", FeedSettings(author="Bo"), **by)
        pause_feed(session, number, version=1, **by)
        with pytest.raises(ConflictError, match="paused"):
            poll_soon(session, number, version=2, **by)
        with pytest.raises(ConflictError, match="meanwhile"):
            resume_feed(session, number, version=1, **by)
    assert run_feed_pass(database, clock, poller=poller).startswith("0 feeds")
    with database.writing.begin() as session:
        resume_feed(session, number, version=2, **by)
        change_feed(session, number, FeedSettings(author="Bo", minutes=30), version=3, **by)
    assert run_feed_pass(database, clock, poller=poller).startswith("1 feeds")
    kinds = [entry.kind for entry in everything(database, LedgerEntry, LedgerEntry.sequence)]
    assert kinds == ["feed-added", "feed-paused", "feed-resumed", "feed-changed"]


def test_nobody_asks_sooner_than_a_server_wants(database, clock, server, poller, blog):
    blog.answer = lambda blog: blog.ask_for_rest(5 * HOUR)
    number = follow(database, blog, server)
    run_feed_pass(database, clock, poller=poller)

    with (
        database.writing.begin() as session,
        pytest.raises(ConflictError, match="2026-11-01 17:00 UTC"),
    ):
        poll_soon(session, number, version=1, actor=OPERATOR, now=clock())


def test_an_erased_author_is_polled_no_more(database, clock, server, poller, blog):
    blog.write(TEXT)
    follow(database, blog, server)
    run_feed_pass(database, clock, poller=poller)
    with database.writing.begin() as session:
        erase_author(session, 1, reason=ErasureReason.ASKED, actor=OPERATOR, now=clock())

    assert everything(database, Feed) == []
    sealed = everything(database, SealedText, SealedText.sequence)
    assert not [text for text in sealed if server.address in text.content]
    assert run_feed_pass(database, clock, poller=poller).startswith("0 feeds")


def test_fetches_the_pages_of_a_feed_that_holds_beginnings(database, clock, server, poller, blog):
    pages = open_fetcher(poller.client, poller.reader)
    entry = (
        "<item><guid>{0}</guid><link>{1}/{0}</link><description>A beginning</description></item>"
    )
    items = "".join(entry.format(name, server.address) for name in ("one", "two"))
    blog.answer = lambda _: Page(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
    server.pages["/one"] = Page(PAGE, headers={"Content-Type": "text/html"})
    server.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /two\n")
    follow(database, blog, server, whole_pages=True)

    run_feed_pass(database, clock, poller=poller)
    run_arrival_pass(database, clock, fetcher=pages)
    for _ in range(4):
        clock.now += 3 * HOUR
        run_arrival_pass(database, clock, fetcher=pages)

    (post,) = everything(database, Post)
    assert post.published == date(2017, 10, 26)
    one, two = sorted(everything(database, FeedEntry), key=lambda entry: entry.address)
    assert (one.post_id, one.problem) == (post.id, None)
    assert two.post_id is None
    assert "robots.txt" in two.problem
    assert "/two" not in {asked.path for asked in server.asked}
