"""Admins add feeds, see how each is doing in words, and pause or hurry it."""

import pytest

from forecasts.domain.found import FoundPost
from forecasts.services.polling import Result, claim_feed, settle, take_post
from forecasts.store.models import Feed
from scheduler.polling import LEASE
from tests.making import NOW
from tests.web.making_posts import shown

ADDRESS = "https://ada.example/feed"


def a_feed(**wanted):
    return {"address": ADDRESS, "author": "Ada Author", "minutes": "90"} | wanted


def poll(database, *posts: FoundPost, **result):
    """Let the clock ask the feed that is due, and find that."""
    with database.writing.begin() as session:
        call = claim_feed(session, now=NOW, lease=LEASE)
    for found in posts:
        with database.writing.begin() as session:
            take_post(session, call.feed_id, found, now=NOW)
    with database.writing.begin() as session:
        settle(session, call, Result(**({"told": "1 captured", "worked": True} | result)), now=NOW)


@pytest.fixture
def feed(post):
    """The feed, as number 1."""
    assert post("/admin/feeds", a_feed()).location == "/admin/feeds/1"


@pytest.mark.usefixtures("feed")
def test_shows_a_feed_before_it_is_asked(operator):
    page = shown(operator, "/admin/feeds/1")

    assert ADDRESS in page
    assert "Not asked yet" in page
    assert 'value="90"' in page


@pytest.mark.usefixtures("feed")
def test_tells_in_words_how_a_feed_is_doing(operator, web_database):
    poll(web_database, told="The server says 503.", worked=False)

    for address in ("/admin/feeds", "/admin/feeds/1"):
        page = shown(operator, address)
        assert "failing" in page
        assert "The server says 503." in page


@pytest.mark.usefixtures("feed")
def test_shows_what_a_feed_brought_and_what_not(operator, web_database):
    there = {"key": "a", "raw": b"Rain.", "text": "Rain.", "title": "Rain", "address": ADDRESS}
    poll(web_database, FoundPost(**there), title="Ada's blog")

    assert "Ada&#39;s blog" in shown(operator, "/admin/feeds")
    page = shown(operator, "/admin/feeds/1")
    assert "The feed does not say on which day it was published." in page
    assert "Capture its page" in page


@pytest.mark.usefixtures("feed")
def test_pauses_goes_on_changes_and_hurries(post, web_database):
    assert post("/admin/feeds/1/pause", {"version": 1}).status_code == 303
    assert post("/admin/feeds/1/poll", {"version": 2}).status_code == 409
    assert post("/admin/feeds/1/resumption", {"version": 1}).status_code == 409
    assert post("/admin/feeds/1/resumption", {"version": 2}).status_code == 303
    assert post("/admin/feeds/1/poll", {"version": 3}).status_code == 303
    changed = a_feed(version=4, minutes="30", authors_named="yes", visibility="private")
    assert post("/admin/feeds/1", changed).status_code == 303

    with web_database.reading() as session:
        feed = session.get_one(Feed, 1)
    assert (feed.minutes, feed.authors_named, feed.visibility, feed.version) == (
        30,
        True,
        "private",
        5,
    )


@pytest.mark.usefixtures("feed")
@pytest.mark.parametrize(
    ("wanted", "status", "told"),
    [
        ({}, 409, "polled already"),
        ({"address": "http://x.example:81/"}, 422, "usual ports"),
        ({"address": "https://b.example/", "minutes": "5"}, 422, "15 to 10,080"),
        ({"address": "https://b.example/", "minutes": "often"}, 422, "15 to 10,080"),
        ({"address": "https://b.example/", "zone": "Mars"}, 422, "not a time zone"),
        ({"address": "https://b.example/", "author": ""}, 422, "Say who writes it"),
        ({"address": ""}, 422, "Give the address"),
    ],
)
def test_says_what_is_wrong_with_a_feed(post, wanted, status, told):
    answer = post("/admin/feeds", a_feed(**wanted))

    assert answer.status_code == status
    assert told in answer.text


def test_an_empty_list_says_what_fills_it(operator):
    assert "No feed is polled yet" in shown(operator, "/admin/feeds")
