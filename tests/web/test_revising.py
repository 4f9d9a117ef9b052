"""Revising on the pages: another estimate, and another forecast in place of one."""

import re
from datetime import date

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


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_an_author_revises_and_the_page_tells_which_one_scores(ada, web_database):
    number = log(web_database, stated=0.5)
    assert "Revise the estimate" in ada.get(f"/forecasts/{number}").text

    answer = send(
        ada, f"/forecasts/{number}/estimates", version=1, chance="80 %", said_on="2026-11-22"
    )

    page = words(ada.get(answer.location).text)
    assert "50 % 5 Jan" not in page
    assert "opening; it scores" in page
    assert "80 % 22 Nov 2026 the last so far" in page


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"chance": "", "said_on": "2026-11-22"}, "chance"),
        ({"chance": "hm", "said_on": "2026-11-22"}, "chance"),
        ({"chance": "80", "said_on": "2027-11-22"}, "said_on"),
        ({"chance": "80", "said_on": "2020-11-22"}, "said_on"),
    ],
)
def test_a_revision_that_cannot_be_taken_says_why_beside_its_field(ada, web_database, form, field):
    number = log(web_database)

    answer = send(ada, f"/forecasts/{number}/estimates", version=1, **form)

    assert answer.status_code == 422
    assert f'id="field-{field}-fault"' in answer.text


def test_a_changed_forecast_leads_to_its_chain(ada, web_database):
    number = log(web_database)
    assert "Log a changed one" in ada.get(f"/forecasts/{number}").text

    answer = send(
        ada,
        f"/forecasts/{number}/successor",
        version=1,
        claim="The bridge will be open",
        deadline="2027-06-30",
        chance="60 %",
        said_on="2026-11-22",
    )

    page = words(ada.get(answer.location).text)
    assert "The deadline was moved once" in page
    first = ada.get(f"/forecasts/{number}").text
    assert "Log a changed one" not in first
    assert f'href="{answer.location}"' in first


def test_a_change_that_cannot_be_taken_keeps_what_was_typed(ada, web_database):
    number = log(web_database)

    answer = send(
        ada,
        f"/forecasts/{number}/successor",
        version=1,
        claim="It will be open to some",
        deadline="2019-01-01",
        said_on="2026-11-22",
    )

    assert answer.status_code == 422
    assert "It will be open to some" in answer.text


def test_what_is_due_offers_no_change(ada, web_database):
    number = log_due(web_database)

    page = ada.get(f"/forecasts/{number}").text

    assert "Log a changed one" not in page
    assert "Withdraw" not in page
    assert ada.get(f"/forecasts/{number}/successor/new").status_code == 409


def test_others_are_offered_nothing(browser_of, operator, web_database):
    assert operator
    number = log(web_database)
    otto = browser_of("otto", Role.AUTHOR)

    page = otto.get(f"/forecasts/{number}").text

    for words_ in ("Revise the estimate", "Log a changed one", "Withdraw", "Decide early"):
        assert words_ not in page
    assert otto.get(f"/forecasts/{number}/estimates/new").status_code == 403


def test_an_author_hides_an_open_forecast_and_others_find_nothing(ada, visitor, web_database):
    number = log(web_database, deadline=date(2027, 1, 1))

    answer = send(ada, f"/forecasts/{number}/visibility", version=1, visibility="private")

    assert "private" in ada.get(answer.location).text
    assert visitor.get(answer.location).status_code == 404
    assert "1 private forecast left out" in words(ada.get("/authors/ada-author").text)


def test_an_author_chooses_what_is_recorded_from_now_on(ada, visitor, web_database):
    log(web_database)

    answer = send(ada, "/authors/ada-author/visibility", version=1, visibility="unlisted")
    number = log(web_database, claim="The ferry will sink")

    assert answer.status_code == 303
    assert "The ferry will sink" not in visitor.get("/forecasts").text
    assert "The ferry will sink" in visitor.get(f"/forecasts/{number}").text
