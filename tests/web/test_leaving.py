"""Archives, erasure and moderation on the pages, and the feed of heads."""

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa

from forecasts.domain.permissions import Role
from forecasts.services.heads import publish_head
from forecasts.store.models import Account, Author
from tests.making import NOW
from tests.web.conftest import csrf_token
from tests.web.record import log


@pytest.fixture
def ada(operator, browser_of):
    assert operator
    return browser_of("ada", Role.AUTHOR, authors=["Ada Author"])


def send(browser, address: str, **form: object):
    return browser.post(address, data={"csrf_token": csrf_token(browser), **form})


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_everybody_downloads_all_of_theirs(ada, web_database):
    log(web_database, claim="The bridge will be open")

    answer = ada.get("/account/export")

    assert answer.mimetype == "application/zip"
    assert "forecasts-account-2.zip" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert b"The bridge will be open" in archive.read("forecasts.jsonl")


@pytest.mark.parametrize("address", ["/account/export", "/account/erasure"])
def test_who_is_not_signed_in_has_nothing_to_take_or_erase(visitor, address):
    assert visitor.get(address).status_code == 401


def test_nobody_is_erased_by_accident(ada, web_database):
    answer = send(ada, "/account/erasure", word="yes")

    assert answer.status_code == 422
    assert 'id="field-word-fault"' in answer.text
    with web_database.reading() as session:
        assert session.scalar(sa.select(Account.erased_at).where(Account.name == "ada")) is None


def test_who_erases_their_account_is_signed_out_and_gone(ada, visitor, web_database):
    number = log(web_database, claim="The bridge will be open")

    answer = send(ada, "/account/erasure", word="erase")

    assert answer.status_code == 303
    assert "Your account was erased" in ada.get(answer.location).text
    assert ada.get("/account/export").status_code == 401
    assert visitor.get(f"/forecasts/{number}").status_code == 410
    assert visitor.get("/authors/ada-author").status_code == 404
    assert "The bridge will be open" not in visitor.get("/forecasts").text


def test_of_an_erased_author_the_counts_are_left(operator, visitor, web_database):
    log(web_database)

    answer = send(operator, "/authors/ada-author/erasure", word="erase", reason="the person asked")

    page = visitor.get(answer.location)
    assert page.status_code == 410
    assert "1 logged = 0 open + 0 due + 0 resolved + 0 void + 0 withdrawn + 1 erased" in words(
        page.text
    )
    assert "Ada" not in page.text
    with web_database.reading() as session:
        assert session.scalars(sa.select(Author.name)).all() == ["(erased)"]


def test_an_erasure_asks_for_a_reason(operator, web_database):
    log(web_database)

    answer = send(operator, "/authors/ada-author/erasure", word="erase", reason="because")

    assert answer.status_code == 422
    assert "Choose one of the reasons" in answer.text


def test_only_admins_erase_others(browser_of, operator, web_database):
    assert operator
    log(web_database)
    rita = browser_of("rita", Role.REVIEWER)

    assert send(rita, "/authors/ada-author/erasure", word="erase").status_code == 403
    assert send(rita, "/admin/accounts/1/erasure", word="erase").status_code == 403
    assert rita.get("/admin/moderation").status_code == 403


def test_an_admin_hides_what_an_account_recorded_and_brings_it_back(browser_of, operator, visitor):
    sam = browser_of("sam", Role.AUTHOR)
    line = {"line": "Pills rise 70%", "claim": "Pills rise", "author": "Sam", "chance": "70"}
    days = {"read_on": "2026-11-22", "said_on": "2026-11-22", "request_key": "x"}
    address = send(sam, "/forecasts", **line, **days).location
    assert "Pills rise" in operator.get("/admin/moderation").text

    answer = send(operator, "/admin/accounts/2/hiding")

    assert "1 item of account 2 hidden" in operator.get(answer.location).text
    assert visitor.get(address).status_code == 404
    send(operator, "/admin/accounts/2/bringing-back")
    assert visitor.get(address).status_code == 200


def test_nobody_types_lines_for_an_author_who_has_an_account(browser_of, ada):
    assert ada
    sam = browser_of("sam", Role.AUTHOR)
    line = {"line": "It rains 70%", "claim": "It rains", "chance": "70"}
    days = {"read_on": "2026-11-22", "said_on": "2026-11-22"}

    theirs = send(sam, "/forecasts", author="Ada Author", request_key="x", **line, **days)
    own = send(ada, "/forecasts", author="Ada Author", request_key="y", **line, **days)

    assert theirs.status_code == 403
    assert "Paste the post" in theirs.text
    assert own.status_code == 303


def test_the_feed_tells_the_heads_day_by_day(visitor, web_database):
    log(web_database)
    with web_database.writing.begin() as session:
        published = publish_head(session, now=NOW)

    answer = visitor.get("/ledger/heads.atom")

    feed = ET.fromstring(answer.text)  # noqa: S314 - our own feed
    (told,) = feed.findall("{*}entry/{*}content")
    assert answer.mimetype == "application/atom+xml"
    assert told.text == f"{published.sequence}:{published.hash}"
    assert told.text in visitor.get("/ledger").text


def test_a_feed_without_heads_is_a_feed(visitor):
    assert ET.fromstring(visitor.get("/ledger/heads.atom").text).tag.endswith("feed")  # noqa: S314 - our own feed
