"""The desk: its lanes, deciding, and taking a decision back."""

from datetime import date

import pytest
import sqlalchemy as sa

from forecasts.domain.lifecycle import Outcome, Status, VoidReason
from forecasts.store.models import Forecast, Resolution
from tests.web.record import counted_questions, decide, log, log_due, log_quote

OVERDUE = date(2026, 11, 1)
DUE = date(2026, 11, 20)
SOON = date(2026, 11, 30)
HOSTILE = "<img src=x onerror=alert(1)>"
DECISION = {
    "version": 2,
    "outcome": "yes",
    "known_on": "2026-11-20",
    "evidence_url": "https://example.org/opened",
    "void_reason": "",
    "note": "",
}


@pytest.fixture
def decisions(web_database):
    """Reads all decisions, in the order in which they were made."""

    def read():
        with web_database.reading() as session:
            return list(session.scalars(sa.select(Resolution).order_by(Resolution.id)))

    return read


def opened_claim(page):
    """The claim of the forecast that is open on the desk."""
    heading = page.partition('<h2 id="opened">')[2].partition("</h2>")[0]
    return heading.partition(">")[2].partition("<")[0].strip()


# --- the lanes --------------------------------------------------------------------


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
    assert len(many) <= 9


def test_a_visitor_sees_no_desk_and_decides_nothing(app, visitor, web_database, decisions):
    app.config["WTF_CSRF_ENABLED"] = False
    number = log_due(web_database)

    seen = visitor.get("/review")
    decided = visitor.post(f"/forecasts/{number}/resolutions", data=DECISION)

    assert seen.status_code == 401
    assert decided.status_code == 401
    assert decisions() == []


# --- deciding -----------------------------------------------------------------------


def test_a_decision_is_kept_and_the_next_of_the_lane_opens(post, operator, web_database, decisions):
    log_due(web_database, claim="The one passed over", deadline=date(2026, 11, 17))
    decided = log_due(web_database, claim="The one decided", deadline=date(2026, 11, 18))
    log_due(web_database, claim="The one after it", deadline=date(2026, 11, 19))

    answer = post(f"/forecasts/{decided}/resolutions?lane=due", DECISION)
    page = operator.get(answer.location).text

    assert answer.status_code == 303
    assert [(each.forecast_id, each.outcome) for each in decisions()] == [(decided, Outcome.YES)]
    assert opened_claim(page) == "The one after it"
    assert "Resolved “The one decided” as yes." in " ".join(page.split())
    assert f'href="/review?item={decided}&amp;lane=due">Reverse</a>' in page


def test_the_last_decision_of_a_lane_leads_to_the_next_lane_with_work(post, operator, web_database):
    decided = log_due(web_database, claim="The overdue one", deadline=OVERDUE)
    log_due(web_database, claim="The due one", deadline=DUE)

    answer = post(f"/forecasts/{decided}/resolutions?lane=overdue", DECISION)
    page = operator.get(answer.location).text

    assert opened_claim(page) == "The due one"


def test_the_last_decision_of_all_leaves_an_empty_desk(post, operator, web_database):
    decided = log_due(web_database)

    answer = post(f"/forecasts/{decided}/resolutions?lane=due", DECISION)
    page = operator.get(answer.location).text

    assert "Reverse" in page
    assert "Nothing waits for a decision" in page


def test_a_decision_taken_from_the_page_of_a_forecast_leads_back_there(post, web_database):
    number = log_due(web_database)

    answer = post(f"/forecasts/{number}/resolutions", DECISION)

    assert answer.location == f"/forecasts/{number}"


def test_a_solo_installation_marks_each_decision_as_self_resolved(post, web_database, decisions):
    number = log_due(web_database)

    post(f"/forecasts/{number}/resolutions", DECISION)

    (decision,) = decisions()
    assert decision.self_resolved
    assert decision.decided_by == "account:1"


def test_void_takes_a_reason_and_needs_no_evidence(post, web_database, decisions):
    number = log_due(web_database)
    form = DECISION | {"outcome": "void", "void_reason": "premise failed", "evidence_url": ""}

    answer = post(f"/forecasts/{number}/resolutions", form)

    assert answer.status_code == 303
    assert decisions()[0].void_reason is VoidReason.PREMISE_FAILED


def test_a_reason_for_void_does_no_harm_where_the_decision_is_yes(post, web_database, decisions):
    number = log_due(web_database)

    post(f"/forecasts/{number}/resolutions", DECISION | {"void_reason": "duplicate"})

    assert decisions()[0].void_reason is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param({"outcome": ""}, "Say whether it came true", id="no outcome"),
        pytest.param({"outcome": "maybe"}, "Choose yes, no or void.", id="unknown outcome"),
        pytest.param({"known_on": ""}, "Give the first day", id="no day"),
        pytest.param({"known_on": "20.11."}, "Give a day as year-month-day", id="no such day"),
        pytest.param({"known_on": "2027-01-01"}, "must not lie in the future", id="day to come"),
        pytest.param({"evidence_url": ""}, "Give a link that shows", id="no evidence"),
        pytest.param({"evidence_url": "javascript:alert(1)"}, "Give the link in full", id="script"),
        pytest.param({"outcome": "void"}, "Say why it is void.", id="void without a reason"),
        pytest.param({"note": "n" * 4001}, "4,000 characters", id="note too long"),
        pytest.param({"version": ""}, "This form is damaged", id="no version"),
    ],
)
def test_what_cannot_be_taken_is_told_and_what_was_typed_is_kept(
    post, web_database, decisions, change, told
):
    number = log_due(web_database)
    form = DECISION | {"note": "A note that took a while", "known_on": "2026-11-19"} | change

    answer = post(f"/forecasts/{number}/resolutions?lane=due", form)

    assert answer.status_code == 422
    assert told in answer.text
    assert decisions() == []
    assert form["note"] in answer.text
    assert f'value="{form["known_on"]}"' in answer.text
    assert f'value="{form["evidence_url"]}"' in answer.text


def test_a_decision_about_nothing_is_not_found(post):
    assert post("/forecasts/404/resolutions", DECISION).status_code == 404


def test_a_decision_that_comes_second_is_told_how_things_stand_now(post, web_database, decisions):
    number = log_due(web_database)
    decide(web_database, number, Outcome.NO, version=2)

    answer = post(f"/forecasts/{number}/resolutions", DECISION | {"note": "I saw it open"})

    assert answer.status_code == 409
    assert "it is resolved as no by account:1 now" in answer.text
    assert "I saw it open" in answer.text
    assert 'name="version" value="3"' in " ".join(answer.text.split())
    assert len(decisions()) == 1


def test_what_is_typed_into_the_form_comes_back_as_text(post, web_database):
    number = log_due(web_database)
    form = DECISION | {"note": f"</textarea>{HOSTILE}", "evidence_url": f'"{HOSTILE}'}

    page = post(f"/forecasts/{number}/resolutions", form).text

    assert HOSTILE not in page
    assert "&lt;/textarea&gt;&lt;img" in page


# --- taking a decision back -----------------------------------------------------------


def test_a_reversal_adds_a_decision_and_keeps_the_first(post, web_database, decisions):
    number = log_due(web_database)
    decide(web_database, number, Outcome.YES, version=2)
    form = DECISION | {"version": 3, "outcome": "no", "note": "It was another bridge."}

    answer = post(f"/forecasts/{number}/resolutions", form)

    assert answer.status_code == 303
    assert [each.outcome for each in decisions()] == [Outcome.YES, Outcome.NO]
    with web_database.reading() as session:
        assert session.get(Forecast, number).status is Status.RESOLVED


def test_a_reversal_needs_a_reason(post, web_database, decisions):
    number = log_due(web_database)
    decide(web_database, number, Outcome.YES, version=2)

    answer = post(f"/forecasts/{number}/resolutions", DECISION | {"version": 3, "outcome": "no"})

    assert answer.status_code == 422
    assert "Say why the earlier decision is reversed." in answer.text
    assert len(decisions()) == 1


def test_the_form_of_a_reversal_shows_what_was_decided(operator, web_database):
    number = log_due(web_database)
    decide(web_database, number, Outcome.YES, version=2, known_on=date(2026, 11, 3))

    page = operator.get(f"/review?item={number}").text

    assert "Reverse the decision" in page
    assert "known on" in page
    assert 'value="2026-11-03"' in page
