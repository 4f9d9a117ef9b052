"""The desk: its lanes, and the forecast that is open."""

from datetime import date

import pytest

from tests.web.record import counted_questions, log, log_due, log_quote, opened_claim

OVERDUE = date(2026, 11, 1)
DUE = date(2026, 11, 20)
SOON = date(2026, 11, 30)


def test_an_empty_desk_says_that_nothing_is_open(operator):
    assert "nothing is open that could fall due" in operator.get("/review").text


def test_a_desk_with_nothing_to_do_says_what_falls_due_next(operator, web_database):
    log(web_database, claim="The bridge will be open", deadline=date(2027, 3, 1))

    page = operator.get("/review").text

    assert "The next to fall due" in page
    assert "The bridge will be open" in page
    assert "1 Mar 2027" in page


def test_each_lane_says_how_many_lie_in_it(operator, web_database):
    log_due(web_database, deadline=OVERDUE)
    log_due(web_database, deadline=DUE)
    log_due(web_database, deadline=DUE)
    log(web_database, deadline=SOON)

    page = operator.get("/review").text

    lanes = " ".join(page.partition('class="lanes"')[2].partition("</ul>")[0].split())
    assert 'Overdue <span class="n">1</span>' in lanes
    assert 'Due <span class="n">2</span>' in lanes
    assert 'Due soon <span class="n">1</span>' in lanes
    assert 'Disputed <span class="n">0</span>' in lanes


def test_the_desk_opens_what_is_most_overdue_and_lists_the_rest(operator, web_database):
    log_due(web_database, claim="The later one", deadline=date(2026, 11, 5))
    log_due(web_database, claim="The earlier one", deadline=OVERDUE)

    page = operator.get("/review").text

    assert opened_claim(page) == "The earlier one"
    assert "The later one" in page


def test_the_address_opens_a_lane_and_a_forecast_in_it(operator, web_database):
    log_due(web_database, claim="The first of the lane")
    second = log_due(web_database, claim="The second of the lane")
    log_due(web_database, claim="The overdue one", deadline=OVERDUE)

    page = operator.get(f"/review?lane=due&item={second}").text

    assert opened_claim(page) == "The second of the lane"
    assert "The first of the lane" in page
    assert "The overdue one" not in page


@pytest.mark.parametrize("query", ["lane=nowhere", "item=x", "item=0", "resolved=99", "page=x"])
def test_an_address_that_makes_no_sense_opens_the_desk_as_it_is(operator, web_database, query):
    log_due(web_database, claim="The only one")

    answer = operator.get(f"/review?{query}")

    assert answer.status_code == 200
    assert opened_claim(answer.text) == "The only one"


def test_a_forecast_that_is_not_there_cannot_be_opened(operator):
    assert operator.get("/review?item=404").status_code == 404


def test_the_open_forecast_shows_the_quote_in_its_context(operator, web_database):
    quote = "The new bridge will be open by the end of December."
    number = log_quote(web_database, f"Nobody asked me. {quote} We shall see.", quote)

    page = operator.get(f"/review?item={number}").text

    assert f"Nobody asked me. <mark>{quote}</mark> We shall see." in page


def test_what_is_not_due_yet_is_decided_early_and_the_desk_says_so(operator, web_database):
    number = log(web_database, deadline=SOON)

    page = operator.get(f"/review?item={number}").text

    assert "Deciding now is early" in page
    assert 'value="2026-11-30"' not in page


def test_the_day_is_set_to_the_deadline_once_that_has_passed(operator, web_database):
    log_due(web_database, deadline=DUE)

    assert 'value="2026-11-20"' in operator.get("/review").text


def test_a_solo_installation_says_that_decisions_are_self_resolved(operator, web_database):
    log_due(web_database)

    assert "marked as self-resolved" in operator.get("/review").text


def test_the_desk_asks_the_database_no_more_for_more_rows(operator, web_database):
    log_due(web_database)
    with counted_questions(web_database) as few:
        operator.get("/review")
    for _ in range(12):
        log_due(web_database)

    with counted_questions(web_database) as many:
        operator.get("/review")

    assert len(many) == len(few)
    assert len(many) <= 20


def test_a_visitor_sees_no_desk(visitor):
    assert visitor.get("/review").status_code == 401
