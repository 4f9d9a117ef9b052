"""T45 for what feeds and pages bring: 300 payloads in each text, and not one new element."""

from collections import Counter
from datetime import date
from html.parser import HTMLParser
from itertools import product

import pytest

from forecasts.domain.found import FoundPost
from forecasts.services.arrivals import Wanted, announce, claim_arrival, keep_found
from forecasts.services.feeds import FeedSettings, add_feed
from forecasts.services.polling import Result, claim_feed, settle, take_post
from forecasts.store.models import SourceCheck, SourceState
from scheduler.polling import LEASE
from tests.making import NOW, OPERATOR

pytestmark = pytest.mark.slow

BREAKING_OUT = ("", '">', "'>", "-->", "</title>", "</textarea>", "]]>", "`", "\\", "</script>")
VECTORS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script href=data:,alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<math><mtext><style><img src=x onerror=alert(1)>",
    "<object data=data:text/html,x>",
    "<embed src=//x.example>",
    "<link rel=stylesheet href=//x.example>",
    "<meta http-equiv=refresh content=0;url=//x.example>",
    "<base href=//x.example>",
    "<form action=//x.example><button>",
    "<template><script>alert(1)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<style>@import '//x.example'</style>",
    "<x hx-get=/sign-out hx-trigger=load>",
    "<x data-hx-on:click=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)",
    "\u003cscript\u003ealert(1)",
    "＜script＞alert(1)",  # noqa: RUF001 - wide signs are the point
    "{{ 7 * 7 }}{% include 'x' %}",
    "javascript:alert(1)",
    "' onmouseover=alert(1) x='",
    '" onmouseover=alert(1) x="',
)
PAYLOADS = [before + vector for before, vector in product(BREAKING_OUT, VECTORS)]


class Structure(HTMLParser):
    """Counts the elements of a page with the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: Counter[tuple[str, ...]] = Counter()
        self.links: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.seen[tag, *sorted(name for name, _ in attrs)] += 1
        self.links |= {value or "" for name, value in attrs if name in {"href", "src", "action"}}


def structure_of(browser, address: str) -> Structure:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    structure = Structure()
    structure.feed(answer.text)
    return structure


def fill(database, payloads: list[str]) -> None:
    """Everything that comes from outside, in every place where it is stored."""
    with database.writing.begin() as session:
        for n in range(0, len(payloads), 100):
            address = f"https://ada.example/{n}"
            add_feed(session, address, FeedSettings(author="Ada"), actor=OPERATOR, now=NOW)
    for n in range(0, len(payloads), 100):
        _poll(database, payloads[n : n + 100])
    _arrive(database, payloads)
    with database.writing.begin() as session:
        looked = {"since": NOW, "checked_at": NOW, "next_check_at": NOW}
        told = payloads[0][:300]
        session.add(SourceCheck(post_id=1, state=SourceState.CHANGED, told=told, **looked))


def _poll(database, payloads: list[str]) -> None:
    with database.writing.begin() as session:
        call = claim_feed(session, now=NOW, lease=LEASE)
        for payload in payloads:
            refused = FoundPost(key=payload, title=payload, problem=f"no text: {payload}")
            take_post(session, call.feed_id, refused, now=NOW)
    words = "\n\n".join(payloads)
    for version in ("", "More."):
        found = FoundPost(
            key="one",
            raw=words.encode(),
            text_format="text",
            text=words + version,
            title=" ".join(payloads)[:300],
            address="https://ada.example/post",
            published=date(2026, 1, 5),
            origin="from the feed",
        )
        with database.writing.begin() as session:
            take_post(session, call.feed_id, found, now=NOW)
    result = Result(told=payloads[0], worked=False, title=payloads[1])
    with database.writing.begin() as session:
        settle(session, call, result, now=NOW)


def _arrive(database, payloads: list[str]) -> None:
    for payload in payloads[:30]:
        with database.writing.begin() as session:
            wanted = Wanted(raw=b"x", file_name=payload[:200])
            announce(session, wanted, actor=OPERATOR, now=NOW)
            errand = claim_arrival(session, now=NOW, lease=LEASE)
            found = {"title": payload, "author": payload, "text": payload, "raw": b"x"}
            keep_found(session, errand, FoundPost(**found), now=NOW)


PAGES = (
    "/posts",
    "/posts/1",
    "/posts/2",
    "/posts/1/changes/2",
    "/posts/arrivals",
    "/posts/arrivals/1",
    "/posts/arrivals/17",
    "/admin/feeds",
    "/admin/feeds/1",
    "/admin/feeds/2",
    "/admin/feeds/3",
    "/ledger",
)


def test_there_are_enough_payloads():
    assert len(set(PAYLOADS)) == 300


DANGEROUS = {"iframe", "img", "object", "embed", "base", "style", "math", "x", "template"}


def faults_of(structures: list[Structure]) -> set[str]:
    """What no page of ours has."""
    elements = {element for each in structures for element in each.seen}
    links = {link.strip().lower() for each in structures for link in each.links}
    return {
        *({tag for tag, *_ in elements} & DANGEROUS),
        *(
            name
            for _, *names in elements
            for name in names
            if name.startswith(("on", "data-hx-on"))
        ),
        *(link for link in links if link.startswith(("java", "data:", "//"))),
    }


def test_no_payload_becomes_an_element(operator, web_database):
    fill(web_database, PAYLOADS)

    structures = [structure_of(operator, page) for page in PAGES]

    assert faults_of(structures) == set()
    scripts = {element for each in structures for element in each.seen if element[0] == "script"}
    assert all("src" in element for element in scripts)


def test_sees_a_page_that_lets_a_payload_through(operator, web_database, app, monkeypatch):
    """The twin: a page that escapes nothing is found out."""
    fill(web_database, PAYLOADS)
    monkeypatch.setattr(app.jinja_env, "autoescape", False)
    app.jinja_env.cache.clear()

    structures = [structure_of(operator, page) for page in PAGES]
    app.jinja_env.cache.clear()

    assert {"img", "iframe", "onload"} <= faults_of(structures)
