"""Feeds, pages and mails are read as their authors meant them, dates with who says so."""

from datetime import UTC, date, datetime

import pytest

from forecasts.domain.errors import FetchFailedError
from scheduler.reading import Reader
from tests.scheduler.reading.samples import ATOM, JSON, MAIL, PAGE, RSS

WHERE = "https://blog.example/feed"
READER = Reader()


def read(content: bytes, kind: str = "application/xml"):
    return READER.read_feed(content, kind=kind, address=WHERE)


def test_reads_atom_as_blogger_writes_it():
    feed = read(ATOM, "application/atom+xml; charset=UTF-8")

    post, changed = feed.posts
    assert feed.title == "A blog"
    assert post.title == "The year & the bridge"
    assert post.author == "Ada Author"
    assert post.address == "https://blog.example/2017/10/bridge.html"
    assert (post.published, post.origin) == (date(2017, 10, 26), "from the feed")
    assert post.moment == datetime(2017, 10, 26, 21, 30, tzinfo=UTC)
    assert post.text == "My guess is that the bridge will be open by the end of 2018.\n"
    assert post.raw.startswith(b"<p>My guess")
    assert (changed.published, changed.origin) == (
        date(2017, 11, 2),
        "from the feed: its last change",
    )
    assert changed.author == ""


def test_reads_rss_as_wordpress_writes_it():
    feed = read(RSS, "application/rss+xml")

    (post,) = feed.posts
    assert feed.minutes == 120
    assert (post.author, post.published) == ("Bo Blogger", date(2018, 1, 5))
    assert post.text == "It will be dry until March.\n\nPrices will fall.\n"


def test_reads_a_json_feed():
    first, second, third = read(JSON, "application/feed+json").posts

    assert (first.author, first.published) == ("Cy Columnist", date(2019, 2, 3))
    assert first.text == "The sea will rise.\n"
    assert (second.text, second.text_format) == ("It will snow.", "text")
    assert second.origin == "from the feed: its last change"
    assert "no text" in third.problem


def test_keeps_one_name_for_a_post_that_changes():
    before = read(RSS).posts[0]
    after = read(RSS.replace(b"until <b>March</b>", b"until April")).posts[0]

    assert before.key == after.key
    assert before.text != after.text


@pytest.mark.parametrize("content", [b"", b"hello", PAGE, b"{}", b"[1]", b'{"items": 7}'])
def test_says_that_there_is_no_feed(content):
    with pytest.raises(FetchFailedError, match=r"no feed|doctype"):
        read(content, "text/html")


def read_page(content: bytes, *, kind: str = "text/html; charset=utf-8", address: str = WHERE):
    return READER.read_page(content, kind=kind, address=address)


def test_reads_a_page_with_what_it_says_about_itself():
    post = read_page(PAGE)

    assert (post.title, post.author) == ("The bridge", "Ada Author")
    assert (post.published, post.origin) == (date(2017, 10, 26), "from the page")
    assert "the bridge will be open by the end of 2018" in post.text
    assert "Home" not in post.text


LINKED = b"""<html><body><script type="application/ld+json">{"@graph": [{"@type": "BlogPosting",
"headline": "The bridge", "datePublished": "2016-02-03", "author": [{"name": "Bo"}]}]}</script>
<p>It will rain.</p></body></html>"""


@pytest.mark.parametrize(
    ("content", "address", "day", "origin"),
    [
        (LINKED, "https://b.example/2014/05/06/x", date(2016, 2, 3), "from the page"),
        (
            b"<html><p>Rain.</p>",
            "https://b.example/2014/05/06/x",
            date(2014, 5, 6),
            "guessed: its address",
        ),
        (
            b"<html><time datetime='2015-01-02'>x</time> Rain.",
            WHERE,
            date(2015, 1, 2),
            "guessed: a time in the page",
        ),
        (b"<html><p>Rain in 2015.</p>", WHERE, None, ""),
        (b"<html><meta name=date content=soon><p>Rain.</p>", WHERE, None, ""),
    ],
)
def test_tells_where_the_date_of_a_page_comes_from(content, address, day, origin):
    post = read_page(content, address=address)

    assert (post.published, post.origin) == (day, origin)


def test_reads_a_page_in_its_charset():
    html = "<html><p>Źdźbło będzie rosło.</p>".encode("iso-8859-2")

    assert "Źdźbło będzie rosło." in read_page(html, kind="text/html; charset=iso-8859-2").text


def test_says_that_something_is_no_text():
    with pytest.raises(FetchFailedError, match="no text at this address but application/pdf"):
        read_page(b"%PDF", kind="application/pdf")


def test_reads_a_mail():
    post = READER.read_mail(MAIL)

    assert (post.title, post.author) == ("The büidge", "Ada Author")
    assert (post.published, post.origin) == (date(2017, 10, 26), "from the mail")
    assert post.text == "My guess is that the bridge will be open by the end of 2018.\n"


@pytest.mark.parametrize("content", [b"", b"hello", b"Subject: x\n\nNo sender", b"From: a\n\n"])
def test_says_that_there_is_no_mail(content):
    with pytest.raises(FetchFailedError):
        READER.read_mail(content)
