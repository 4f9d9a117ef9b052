"""Deciding at the desk, and taking a decision back."""

from datetime import date

import pytest

from forecasts.domain.lifecycle import Outcome, Status, VoidReason
from forecasts.store.models import Forecast
from tests.web.record import decide, decisions_in, log_due, opened_claim

OVERDUE = date(2026, 11, 1)
HOSTILE = "<img src=x onerror=alert(1)>"
DECISION = {
    "version": 2,
    "outcome": "yes",
    "known_on": "2026-11-20",
    "evidence_url": "https://example.org/opened",
    "void_reason": "",
    "note": "",
}


def test_a_visitor_decides_nothing(app, visitor, web_database):
    app.config["WTF_CSRF_ENABLED"] = False
    number = log_due(web_database)

    answer = visitor.post(f"/forecasts/{number}/resolutions", data=DECISION)

    assert answer.status_code == 401
    assert decisions_in(web_database) == []


def test_a_decision_is_kept_and_the_next_of_the_lane_opens(post, operator, web_database):
    log_due(web_database, claim="The one passed over", deadline=date(2026, 11, 17))
    decided = log_due(web_database, claim="The one decided", deadline=date(2026, 11, 18))
    log_due(web_database, claim="The one after it", deadline=date(2026, 11, 19))

    answer = post(f"/forecasts/{decided}/resolutions?lane=due", DECISION)
    page = operator.get(answer.location).text

    assert answer.status_code == 303
    assert [(each.forecast_id, each.outcome) for each in decisions_in(web_database)] == [
        (decided, Outcome.YES)
    ]
    assert opened_claim(page) == "The one after it"
    assert "Resolved “The one decided” as yes." in " ".join(page.split())
    assert f'href="/review?lane=due&amp;item={decided}"' in page
    assert "Take it back" in page


def test_the_last_decision_of_a_lane_leads_to_the_next_lane_with_work(post, operator, web_database):
    decided = log_due(web_database, claim="The overdue one", deadline=OVERDUE)
    log_due(web_database, claim="The due one", deadline=date(2026, 11, 20))

    answer = post(f"/forecasts/{decided}/resolutions?lane=overdue", DECISION)
    page = operator.get(answer.location).text

    assert opened_claim(page) == "The due one"


def test_the_last_decision_of_all_leaves_an_empty_desk(post, operator, web_database):
    decided = log_due(web_database)

    answer = post(f"/forecasts/{decided}/resolutions?lane=due", DECISION)
    page = operator.get(answer.location).text

    assert "Take it back" in page
    assert "Nothing waits for a decision" in page


def test_a_decision_taken_from_the_page_of_a_forecast_leads_back_there(post, web_database):
    number = log_due(web_database)

    answer = post(f"/forecasts/{number}/resolutions", DECISION)

    assert answer.location == f"/forecasts/{number}"


def test_a_solo_installation_marks_each_decision_as_self_resolved(post, web_database):
    number = log_due(web_database)

    post(f"/forecasts/{number}/resolutions", DECISION)

    (decision,) = decisions_in(web_database)
    assert decision.self_resolved
    assert decision.decided_by == "account:1"


def test_void_takes_a_reason_and_needs_no_evidence(post, web_database):
    number = log_due(web_database)
    form = DECISION | {"outcome": "void", "void_reason": "premise failed", "evidence_url": ""}

    answer = post(f"/forecasts/{number}/resolutions", form)

    assert answer.status_code == 303
    assert decisions_in(web_database)[0].void_reason is VoidReason.PREMISE_FAILED


def test_a_reason_for_void_does_no_harm_where_the_decision_is_yes(post, web_database):
    number = log_due(web_database)

    post(f"/forecasts/{number}/resolutions", DECISION | {"void_reason": "duplicate"})

    assert decisions_in(web_database)[0].void_reason is None


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
def test_what_cannot_be_taken_is_told_and_what_was_typed_is_kept(post, web_database, change, told):
    number = log_due(web_database)
    form = DECISION | {"note": "A note that took a while", "known_on": "2026-11-19"} | change

    answer = post(f"/forecasts/{number}/resolutions?lane=due", form)

    assert answer.status_code == 422
    assert told in answer.text
    assert decisions_in(web_database) == []
    assert form["note"] in answer.text
    assert f'value="{form["known_on"]}"' in answer.text
    assert f'value="{form["evidence_url"]}"' in answer.text


def test_a_decision_about_nothing_is_not_found(post):
    assert post("/forecasts/404/resolutions", DECISION).status_code == 404


def test_a_decision_that_comes_second_is_told_how_things_stand_now(post, web_database):
    number = log_due(web_database)
    decide(web_database, number, Outcome.NO, version=2)

    answer = post(f"/forecasts/{number}/resolutions", DECISION | {"note": "I saw it open"})

    assert answer.status_code == 409
    assert "it was resolved as no by a reviewer just now." in answer.text
    assert "I saw it open" in answer.text
    assert 'name="version" value="3"' in " ".join(answer.text.split())
    assert len(decisions_in(web_database)) == 1


def test_what_is_typed_into_the_form_comes_back_as_text(post, web_database):
    number = log_due(web_database)
    form = DECISION | {"note": f"</textarea>{HOSTILE}", "evidence_url": f'"{HOSTILE}'}

    page = post(f"/forecasts/{number}/resolutions", form).text

    assert HOSTILE not in page
    assert "&lt;/textarea&gt;&lt;img" in page


def test_a_reversal_adds_a_decision_and_keeps_the_first(post, web_database):
    number = log_due(web_database)
    decide(web_database, number, Outcome.YES, version=2)
    form = DECISION | {"version": 3, "outcome": "no", "note": "It was another bridge."}

    answer = post(f"/forecasts/{number}/resolutions", form)

    assert answer.status_code == 303
    assert [each.outcome for each in decisions_in(web_database)] == [Outcome.YES, Outcome.NO]
    with web_database.reading() as session:
        assert session.get(Forecast, number).status is Status.RESOLVED


def test_a_reversal_needs_a_reason(post, web_database):
    number = log_due(web_database)
    decide(web_database, number, Outcome.YES, version=2)

    answer = post(f"/forecasts/{number}/resolutions", DECISION | {"version": 3, "outcome": "no"})

    assert answer.status_code == 422
    assert "Say why the earlier decision is reversed." in answer.text
    assert len(decisions_in(web_database)) == 1


def test_the_form_of_a_reversal_shows_what_was_decided(operator, web_database):
    number = log_due(web_database)
    decide(web_database, number, Outcome.YES, version=2, known_on=date(2026, 11, 3))

    page = operator.get(f"/review?item={number}").text

    assert "Reverse the decision" in page
    assert "known on" in page
    assert 'value="2026-11-03"' in page
