"""Logging a forecast in one line."""

import re

import pytest

from forecasts.store.queries.forecasts import find_forecast, list_latest
from tests.making import OPERATOR
from tests.web.making_posts import shown

LINE = "Iraq liberated before year end 85%"
ADDRESS = "/forecasts/new?line=Iraq+liberated+before+year+end+85%25"


def a_form(operator, address=ADDRESS, **wanted):
    """The form as it is shown for a line, with what a person changes in it."""
    page = operator.get(address).text
    shown_values = dict(re.findall(r'name="(\w+)"[^>]*? value="([^"]*)"', page, re.DOTALL))
    del shown_values["csrf_token"]
    return shown_values | {"author": "Ada Author"} | wanted


def logged(database, number=1):
    with database.reading() as session:
        return find_forecast(session, number, actor=OPERATOR)


def test_offers_the_field_with_examples(operator):
    page = shown(operator, "/forecasts/new")

    assert 'name="line"' in page
    assert LINE in page


def test_shows_how_the_line_was_read(operator):
    page = shown(operator, ADDRESS)

    assert 'value="Iraq liberated before year end"' in page
    assert 'value="2026-12-31"' in page
    assert 'value="85 %"' in page
    assert '“<span class="said-inline">before year end</span>”' in page
    assert 'value="2026-11-22"' in page


def test_logs_what_was_confirmed(operator, post, web_database):
    answer = post("/forecasts", a_form(operator))

    forecast = logged(web_database)
    assert (answer.status_code, answer.location) == (303, "/forecasts/1")
    assert (forecast.claim, forecast.quote) == ("Iraq liberated before year end", LINE)
    assert forecast.deadline.isoformat() == "2026-12-31"
    assert forecast.deadline_phrase == "before year end"
    assert forecast.estimates[0].probability == 850_000
    assert forecast.author.name == "Ada Author"


def test_a_double_click_logs_one_forecast(operator, post, web_database):
    form = a_form(operator)

    first, second = post("/forecasts", form), post("/forecasts", form)

    assert first.location == second.location == "/forecasts/1"
    with web_database.reading() as session:
        assert len(list_latest(session, 10, actor=OPERATOR)) == 1


def test_two_forms_log_two_forecasts(operator, post):
    first, second = a_form(operator), a_form(operator)

    assert post("/forecasts", first).location == "/forecasts/1"
    assert post("/forecasts", second).location == "/forecasts/2"


def test_reads_the_deadline_anew_when_it_was_said_on_another_day(operator, post, web_database):
    changed = a_form(operator, said_on="2017-10-26")

    answer = post("/forecasts", changed)

    page = " ".join(answer.text.split())
    assert answer.status_code == 422
    assert "it was read anew" in page
    assert 'value="2017-12-31"' in page
    form = changed | {"deadline": "2017-12-31", "read_on": "2017-10-26"}
    assert post("/forecasts", form).status_code == 303
    assert logged(web_database).deadline_phrase == "before year end"


def test_keeps_a_deadline_that_a_person_set(operator, post, web_database):
    form = a_form(operator, deadline="2026-12-24", chance="likely", criteria="As the news say.")

    post("/forecasts", form)

    forecast = logged(web_database)
    assert (forecast.deadline.isoformat(), forecast.deadline_rule) == (
        "2026-12-24",
        "set by a person",
    )
    assert forecast.estimates[0].hedge == "likely"
    assert forecast.criteria == "As the news say."


def test_a_chance_that_was_emptied_is_none(operator, post, web_database):
    post("/forecasts", a_form(operator, chance=""))

    assert logged(web_database).estimates[0].probability is None


@pytest.mark.parametrize(
    ("wanted", "field", "told"),
    [
        pytest.param({"author": ""}, "author", "Say whose forecast", id="no author"),
        pytest.param({"claim": ""}, "claim", "Say in a sentence", id="no claim"),
        pytest.param({"chance": "blue"}, "chance", "a number such as", id="no chance"),
        pytest.param({"deadline": "2026-11-01"}, "deadline", "not lie before", id="past"),
        pytest.param({"zone": "Middle/Earth"}, "zone", "Europe/Berlin", id="no such zone"),
        pytest.param({"said_on": "2026-11-30"}, "said_on", "in the future", id="future"),
        pytest.param({"said_on": ""}, "said_on", "Say on which day", id="no day"),
    ],
)
def test_gives_the_form_back_with_the_fault_beside_its_field(operator, post, wanted, field, told):
    form = a_form(operator, **wanted)

    answer = post("/forecasts", form)

    page = " ".join(answer.text.split())
    assert answer.status_code == 422
    assert told in page.split(f'id="field-{field}-fault"')[1].split("</p>")[0]
    assert form["request_key"] in page
    assert LINE in page


@pytest.mark.parametrize(
    ("query", "told"),
    [
        pytest.param("line=85%25", "Write what will happen", id="no claim"),
        pytest.param(f"line={'a' * 501}", "at most 500", id="endless"),
        pytest.param("line=It+rains%00", "not text", id="NUL"),
        pytest.param("line=It+rains&said_on=once", "year-month-day", id="odd day"),
    ],
)
def test_asks_again_for_a_line_that_cannot_be_read(operator, query, told):
    answer = operator.get(f"/forecasts/new?{query}")

    assert answer.status_code == 422
    assert told in answer.text


def test_a_line_cannot_smuggle_markup_onto_the_page(operator):
    page = operator.get("/forecasts/new?line=<script>x</script>+will+win+by+2027+60%25").text

    assert "<script>x" not in page
    assert "&lt;script&gt;x&lt;/script&gt; will win" in page


def test_takes_a_line_without_a_deadline_and_says_when_it_is_looked_at(
    operator, post, web_database
):
    address = "/forecasts/new?line=The+bridge+will+open"

    assert "none was found" in shown(operator, address)
    post("/forecasts", a_form(operator, address))

    assert logged(web_database).review_by.isoformat() == "2027-11-22"
