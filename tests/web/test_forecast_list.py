"""The list of forecasts: what the address asks for, page by page."""

import pytest

from forecasts.domain.lifecycle import Outcome
from tests.web.record import counted_questions, decide, log, log_due


def test_the_list_shows_each_forecast_as_a_link_to_its_page(visitor, web_database):
    number = log(web_database, claim="The bridge will be open", stated=0.85, author="Ada Author")

    page = visitor.get("/forecasts").text

    assert f'href="/forecasts/{number}"' in page
    assert "The bridge will be open" in page
    assert "Ada Author" in page
    assert "85 %" in page
    assert "31 Dec 2026" in page


def test_an_empty_list_says_what_would_fill_it(visitor):
    page = visitor.get("/forecasts").text

    assert "No forecast has been logged yet" in page
    assert 'href="/lines/new"' in page or "Log a forecast" in page


@pytest.fixture
def four_kinds(web_database):
    """Forecasts that differ in everything that can be asked for."""
    log(web_database, claim="Apples will be dear", stated=0.7, author="Ada Author")
    log(web_database, claim="Pears will be cheap", stated=0.8, author="Ben Writer")
    decided = log_due(web_database, claim="Plums will be ripe", author="Ada Author")
    decide(web_database, decided, Outcome.NO, version=2)
    log_due(web_database, claim="Figs will be 100% sweet", stated=1.0, author="王芳")


CLAIMS = {
    "Apples will be dear",
    "Pears will be cheap",
    "Plums will be ripe",
    "Figs will be 100% sweet",
}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("", CLAIMS, id="nothing asked"),
        pytest.param("status=open", {"Apples will be dear", "Pears will be cheap"}, id="status"),
        pytest.param("status=due", {"Figs will be 100% sweet"}, id="due"),
        pytest.param("outcome=no", {"Plums will be ripe"}, id="outcome"),
        pytest.param("kind=flat", {"Plums will be ripe"}, id="kind"),
        pytest.param("author=ada-author", {"Apples will be dear", "Plums will be ripe"}, id="slug"),
        pytest.param("author=Ada+Author", {"Apples will be dear", "Plums will be ripe"}, id="name"),
        pytest.param("author=ada+AUTHOR", {"Apples will be dear", "Plums will be ripe"}, id="case"),
        pytest.param("author=%E6%9D%8E%E9%9B%B7", set(), id="a name without Latin letters"),
        pytest.param("level=70", {"Apples will be dear"}, id="one level"),
        pytest.param(
            "level=70-80", {"Apples will be dear"}, id="the upper end is the next range's"
        ),
        pytest.param("level=80-90", {"Pears will be cheap"}, id="the lower end belongs to it"),
        pytest.param(
            "level=90-100", {"Figs will be 100% sweet"}, id="certainty belongs to the last"
        ),
        pytest.param("words=PEARS", {"Pears will be cheap"}, id="words in any case"),
        pytest.param("words=100%25", {"Figs will be 100% sweet"}, id="a percent sign is itself"),
        pytest.param("status=open&author=ben-writer", {"Pears will be cheap"}, id="two at once"),
        pytest.param("author=nobody", set(), id="an author who is not there"),
    ],
)
@pytest.mark.usefixtures("four_kinds")
def test_the_address_says_which_forecasts_are_shown(visitor, query, expected):
    answer = visitor.get(f"/forecasts?{query}")

    assert answer.status_code == 200
    assert {claim for claim in CLAIMS if claim in answer.text} == expected


@pytest.mark.usefixtures("four_kinds")
def test_a_list_says_in_words_what_it_was_asked_for(visitor):
    page = visitor.get("/forecasts?author=Ada+Author&kind=stated&level=70-80&words=<b>").text

    assert "Only with “&lt;b&gt;”, by Ada Author, said 70-80 %, given as a number" in page


@pytest.mark.parametrize(
    "query",
    [
        "status=finished",
        "outcome=maybe",
        "kind=sure",
        "level=high",
        "level=70-80-90",
        "level=" + "9" * 5000,
        "words=" + "w" * 300,
        "author=" + "a" * 300,
        "words=%00",
    ],
)
@pytest.mark.usefixtures("four_kinds")
def test_a_filter_that_makes_no_sense_is_told_and_left_out(visitor, query):
    answer = visitor.get(f"/forecasts?{query}")

    assert answer.status_code == 422
    assert "makes no sense" in answer.text
    assert all(claim in answer.text for claim in CLAIMS)


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=99999999", "size=7", "size=-1"])
@pytest.mark.usefixtures("four_kinds")
def test_a_page_that_makes_no_sense_never_breaks_the_list(visitor, query):
    answer = visitor.get(f"/forecasts?{query}")

    assert answer.status_code == 200


def test_a_long_list_comes_in_pages_that_keep_the_filter(visitor, web_database):
    for place in range(21):
        log(web_database, claim=f"Bridge number {place:02} will be open")
    log(web_database, claim="No such thing", author="Ben Writer")

    first = visitor.get("/forecasts?author=ada-author").text
    second = visitor.get("/forecasts?author=ada-author&page=2").text
    fifty = visitor.get("/forecasts?author=ada-author&size=50").text

    assert "1 to 20 of 21 forecasts" in first
    assert 'href="/forecasts?author=ada-author&amp;page=2"' in first
    assert "Bridge number 00 will be open" in second
    assert "1 to 21 of 21 forecasts" in fifty


def test_the_list_asks_the_database_no_more_for_more_rows(visitor, web_database):
    log(web_database)
    with counted_questions(web_database) as few:
        visitor.get("/forecasts")
    for _ in range(12):
        log(web_database)

    with counted_questions(web_database) as many:
        visitor.get("/forecasts")

    assert len(many) == len(few)
    assert len(many) <= 6
