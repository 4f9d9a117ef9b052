"""Atom feeds: of everybody and of one author; stable, public, and polite to who asks again."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import feedparser  # it has none
import pytest

from forecasts.domain.lifecycle import Outcome
from forecasts.domain.visibility import Visibility
from forecasts.services.erasure import ErasureReason, erase_author
from forecasts.services.resolution import resolve
from forecasts.store.models import Author
from tests.making import NOW, OPERATOR, SOLO, a_decision
from tests.web.record import decide, log, log_due

KINDS = ("new", "due", "resolved")


def feed_of(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "application/atom+xml"
    ET.fromstring(answer.data)  # noqa: S314 - our own
    parsed = feedparser.parse(answer.data)
    assert not parsed.bozo
    return parsed


def test_each_feed_tells_of_what_it_is_about(visitor, web_database):
    new = log(web_database, claim="A new one")
    due = log_due(web_database, claim="A due one")
    done = log_due(web_database, claim="A decided one")
    decide(web_database, done, Outcome.YES, version=2)

    found = {
        kind: [entry.title for entry in feed_of(visitor, f"/feeds/{kind}.atom").entries]
        for kind in KINDS
    }

    assert found == {
        "new": ["A decided one", "A due one", "A new one"],
        "due": ["A due one"],
        "resolved": ["Yes: A decided one"],
    }
    assert new < due


def test_an_authors_feeds_tell_of_that_author_alone(visitor, web_database):
    log(web_database, author="Ada Author", claim="Hers")
    log(web_database, author="Otto Other", claim="His")

    entries = feed_of(visitor, "/authors/otto-other/new.atom").entries

    assert [entry.title for entry in entries] == ["His"]


def test_an_entry_keeps_its_name_and_date_when_the_decision_changes(visitor, web_database):
    number = log_due(web_database)
    decide(web_database, number, Outcome.YES, version=2)
    (before,) = feed_of(visitor, "/feeds/resolved.atom").entries
    with web_database.writing.begin() as session:
        resolve(
            session,
            number,
            a_decision(Outcome.NO, note="It was closed."),
            version=3,
            actor=OPERATOR,
            now=NOW + timedelta(minutes=5),
            policy=SOLO,
        )

    (after,) = feed_of(visitor, "/feeds/resolved.atom").entries

    assert before.id == after.id == f"https://forecasts.example.org/forecasts/{number}#resolved"
    assert before.published == after.published
    assert before.updated < after.updated
    assert after.title.startswith("No: ")


@pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.UNLISTED])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_public_is_in_no_feed_whoever_asks(operator, web_database, visibility, kind):
    number = log_due(web_database, claim="Xqz", visibility=visibility)
    if kind == "resolved":
        decide(web_database, number, Outcome.YES, version=2)

    assert "Xqz" not in operator.get(f"/feeds/{kind}.atom").text


def test_who_has_this_very_feed_is_told_so(visitor, web_database):
    log(web_database)
    first = visitor.get("/feeds/new.atom")

    again = visitor.get("/feeds/new.atom", headers={"If-None-Match": first.headers["ETag"]})
    log(web_database)
    later = visitor.get("/feeds/new.atom", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert later.status_code == 200


def test_a_hostile_claim_is_text_in_a_feed(visitor, web_database):
    log(web_database, claim="<script>alert(1)</script> ]]> & \u0001 \ufffe end")

    (entry,) = feed_of(visitor, "/feeds/new.atom").entries

    assert "<script" not in visitor.get("/feeds/new.atom").text
    assert "end" in entry.title


def test_the_feeds_of_who_was_erased_are_gone(visitor, web_database):
    number = log(web_database)
    with web_database.writing.begin() as session:
        erase_author(session, 1, reason=ErasureReason.ASKED, actor=OPERATOR, now=NOW)
        slug = session.get_one(Author, 1).slug

    assert number
    assert visitor.get(f"/authors/{slug}/new.atom").status_code == 410
    assert visitor.get("/authors/ada-author/new.atom").status_code == 404


@pytest.mark.parametrize("address", ["/feeds/old.atom", "/authors/ada-author/old.atom"])
def test_another_kind_of_feed_is_not_found(visitor, web_database, address):
    log(web_database)

    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("/", "/feeds/new.atom"),
        ("/forecasts", "/feeds/resolved.atom"),
        ("/authors/ada-author", "/authors/ada-author/due.atom"),
    ],
)
def test_pages_lead_to_their_feeds(visitor, web_database, page, feed):
    log(web_database)

    shown = visitor.get(page).text

    assert f'href="{feed}"' in shown.partition("</head>")[0]
    assert f'href="{feed}"' in shown.partition("<main")[2]
