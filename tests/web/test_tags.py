"""Tags on the pages: given where a forecast is logged or shown, and asked for in lists."""

import pytest

from forecasts.domain.permissions import Role
from tests.web.conftest import csrf_token
from tests.web.record import log, log_due


@pytest.fixture
def ada(operator, browser_of):
    assert operator
    return browser_of("ada", Role.AUTHOR, authors=["Ada Author"])


def send(browser, address: str, **form: object):
    return browser.post(address, data={"csrf_token": csrf_token(browser), **form})


def test_a_line_is_logged_with_its_tags(ada):
    line = {"line": "The bridge opens", "claim": "The bridge opens", "author": "Ada Author"}
    days = {"read_on": "2026-11-22", "said_on": "2026-11-22"}

    answer = send(ada, "/forecasts", tags="Bridges, river traffic", **line, **days)

    page = ada.get(answer.location).text
    assert '<a href="/tags/bridges">bridges</a>' in page
    assert '<a href="/tags/river-traffic">river-traffic</a>' in page
    assert 'href="/tags/bridges"' in ada.get("/tags").text
    assert "The bridge opens" in ada.get("/tags/bridges").text


def test_tags_are_changed_on_the_page_of_the_forecast(ada, visitor, web_database):
    number = log(web_database, tags=("rivers",))
    assert "Change the tags" in ada.get(f"/forecasts/{number}").text
    assert "Change the tags" not in visitor.get(f"/forecasts/{number}").text

    answer = send(ada, f"/forecasts/{number}/tags", tags="bridges", seen="rivers")

    assert answer.status_code == 303
    assert "/tags/bridges" in visitor.get(f"/forecasts/{number}").text
    assert "No forecast has this tag" in visitor.get("/tags/rivers").text


def test_tags_that_were_changed_meanwhile_are_told(ada, web_database):
    number = log(web_database, tags=("rivers",))

    answer = send(ada, f"/forecasts/{number}/tags", tags="bridges", seen="")

    assert answer.status_code == 409
    assert "they are rivers now" in answer.text


def test_too_many_tags_come_back_with_the_reason(ada, web_database):
    number = log(web_database)

    answer = send(ada, f"/forecasts/{number}/tags", tags="a,b,c,d,e,f,g,h,i")

    assert answer.status_code == 422
    assert "Give at most 8 tags." in answer.text
    assert 'value="a,b,c,d,e,f,g,h,i"' in answer.text


def test_lists_are_asked_for_a_tag_however_it_is_typed(visitor, web_database):
    log(web_database, claim="Apples will be dear", tags=("fruit-prices",))
    log(web_database, claim="Plums will be ripe")

    page = visitor.get("/forecasts?tag=Fruit+Prices").text

    assert "Apples will be dear" in page
    assert "Plums will be ripe" not in page
    assert "about Fruit Prices" in page
    assert visitor.get("/tags/Fruit%20Prices").location == "/tags/fruit-prices"
    assert visitor.get("/tags/,").status_code == 404


def test_the_desk_is_asked_for_a_tag(operator, web_database):
    log_due(web_database, claim="Apples will be dear", tags=("fruit",))
    log_due(web_database, claim="Plums will be ripe")

    page = operator.get("/review?tag=fruit").text

    assert "Apples will be dear" in page
    assert "Plums will be ripe" not in page
    assert "about fruit" in page


def test_a_record_without_tags_says_how_to_get_some(visitor):
    assert "No forecast has a tag yet" in visitor.get("/tags").text
