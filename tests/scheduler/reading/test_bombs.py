"""T43: what is made to break a parser is refused soon, with little memory, and harms nobody."""

import time

import pytest

from forecasts.domain.errors import FetchFailedError
from scheduler.reading import Reader
from scheduler.reading.child import MOST_MEMORY
from tests.scheduler.reading.samples import PAGE
from tests.scheduler.reading.weighing import refuse_and_weigh

pytestmark = pytest.mark.slow

HEAD = b'<?xml version="1.0"?>'
OPEN, CLOSE = b"<rss version='2.0'><channel><title>x</title>", b"</channel></rss>"
TEXT = b"<item><title>t</title><description>It will rain.</description></item>"


def _entities(lines: int) -> bytes:
    named = [b'<!ENTITY a0 "ha">']
    named += [b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, lines)]
    return HEAD + b"<!DOCTYPE x [" + b"".join(named) + b"]>" + OPEN + b"&a%d;" % (lines - 1) + CLOSE


BOMBS = {
    "entities": _entities(12),
    "entities, quadratic": HEAD
    + b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 100_000 + b'">]>'
    + OPEN + b"&a;" * 50_000 + CLOSE,
    "an external entity": HEAD
    + b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + OPEN + b"&a;" + CLOSE,
    "a doctype in UTF-16": (HEAD + b'<!DOCTYPE x [<!ENTITY a "b">]>' + OPEN + CLOSE)
    .decode().replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16"),
    "nested deep": HEAD + OPEN + b"<a>" * 90_000 + b"</a>" * 9_000 + CLOSE,
    "nested just too deep": HEAD + OPEN + b"<a>" * 250 + b"</a>" * 250 + CLOSE,
    "a million tags": HEAD + OPEN + b"<b/>" * 500_000 + CLOSE,
    "a million attributes": HEAD + OPEN + b"<a " + b'a="" ' * 200_001 + b"/>" + CLOSE,
    "twenty thousand posts": HEAD + OPEN + TEXT * 20_000 + CLOSE,
    "one post too many": HEAD + OPEN + TEXT * 501 + CLOSE,
    "too many in JSON": b'{"items": [' + b",".join([b"{}"] * 20_000) + b"]}",
    "deep JSON": b'{"items": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "nothing but brackets": b"<" * 2_000_000,
    "broken and deep": b"<rss>" + b"<div>" * 99_000,
    "nulls": b"\0" * 2_000_000,
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_refuses_a_bomb_and_reads_the_next_feed(name):
    began = time.monotonic()

    refused, posts, memory = refuse_and_weigh(BOMBS[name])

    assert refused
    assert time.monotonic() - began < 5
    assert posts
    assert memory <= MOST_MEMORY


def _described(text: bytes) -> bytes:
    return HEAD + OPEN + b"<item><description>" + text + b"</description></item>" + CLOSE


def _dated(day: bytes) -> bytes:
    return _described(b"rain</description><pubDate>" + day + b"</pubDate><description>")


SURVIVED = {
    "deep text": _described(b"<![CDATA[" + b"<div>" * 80_000 + b"rain]]>"),
    "many attributes": _described(b"<![CDATA[<a " + b'x="" ' * 100_000 + b">rain]]>"),
    "a long word": _described(b"x" * 1_900_000),
    "a wild date": _dated(b"Mon, 99 Foo 99999999 99:99:99 +9999"),
    "the last date": _dated(b"9999-12-31T23:59:59-23:59"),
}


@pytest.mark.parametrize("name", SURVIVED)
def test_a_hostile_text_costs_little(name):
    began = time.monotonic()
    try:
        Reader().read_feed(SURVIVED[name], kind="application/xml", address="https://x.example/")
    except FetchFailedError as error:
        assert str(error)  # noqa: PT017 - refused or read, both are right
    assert time.monotonic() - began < 5


PAGES = {
    "deep": b"<html><body>" + b"<div>" * 300_000 + b"rain",
    "attributes": b"<html><body><p " + b'a="" ' * 300_000 + b">rain",
    "meta": b"<html>" + b"<meta name='a' content='b'>" * 60_000 + b"rain",
    "half a meta": b"<html>" + b"<meta " * 300_000 + b"rain",
    "data": b"<html>" + b"<script type=application/ld+json>" * 50_000 + b"rain",
    "deep data": b"<html><script type=application/ld+json>" + b"[" * 400_000 + b"</script>rain",
    "times": b"<html>" + b"<time x=" * 200_000 + b"rain",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_costs_little(name):
    began = time.monotonic()
    try:
        Reader().read_page(PAGES[name], kind="text/html", address="https://x.example/")
    except FetchFailedError as error:
        assert str(error)  # noqa: PT017 - refused or read, both are right
    assert time.monotonic() - began < 5
    assert Reader().read_page(PAGE, kind="text/html", address="https://x.example/").text


def test_ends_what_takes_too_much():
    """The twin of the caps: without any, the limits of the process end it."""
    with pytest.raises(FetchFailedError, match=r"more (time or )?memory"):
        Reader().read_page(bytes(100 << 20), kind="text/html", address="")
