"""Deciding candidates: accept, correct, or no forecast; once."""

import pytest

from forecasts.store.models import Candidate, CandidateStatus
from forecasts.store.queries.forecasts import find_forecast
from tests.making import NOW, OPERATOR
from tests.web.making_posts import a_post, candidates_of, shown, versioned


@pytest.fixture
def candidates(post, web_database):
    """The three candidates of the weather post."""
    post("/posts", a_post())
    return candidates_of(web_database)


def forecast_of(database, number=1):
    with database.reading() as session:
        return find_forecast(session, number, actor=OPERATOR)


def test_logs_an_accepted_candidate_as_it_was_read(candidates, post, operator, web_database):
    bridge = candidates[0]

    answer = post(f"/candidates/{bridge.id}/accept", versioned(bridge))

    assert (answer.status_code, answer.location) == (303, f"/posts/1#candidate-{bridge.id}")
    forecast = forecast_of(web_database)
    assert (forecast.claim, forecast.quote) == (bridge.claim, bridge.quote)
    assert forecast.estimates[0].hedge == "My guess is"
    page = shown(operator, "/posts/1")
    assert "Logged as forecast 1" in page
    assert "<strong>2 to decide</strong>" in page


def test_shows_a_visitor_the_mark_of_what_was_accepted(candidates, post, visitor):
    post(f"/candidates/{candidates[0].id}/accept", versioned(candidates[0]))

    page = shown(visitor, "/posts/1")

    assert page.count("<mark") == 1
    assert "Logged as forecast 1" in page


def test_folds_what_is_no_forecast_and_takes_its_mark_away(
    candidates, post, operator, web_database
):
    answer = post(f"/candidates/{candidates[2].id}/dismiss", versioned(candidates[2]))

    page = shown(operator, "/posts/1")
    assert answer.status_code == 303
    assert candidates_of(web_database)[2].status is CandidateStatus.DISMISSED
    assert page.count("<mark") == page.count('<mark class="mark-proposed">') == 2
    assert "<summary>Not a forecast" in page


def test_a_dismissal_can_be_taken_back(candidates, post, operator, web_database):
    weather = candidates[2]
    post(f"/candidates/{weather.id}/dismiss", versioned(weather))
    dismissed = candidates_of(web_database)[2]
    assert "Consider it again" in shown(operator, "/posts/1")

    answer = post(f"/candidates/{weather.id}/reconsider", versioned(dismissed))

    assert answer.status_code == 303
    assert candidates_of(web_database)[2].status is CandidateStatus.PROPOSED
    assert "Consider it again" not in shown(operator, "/posts/1")


@pytest.mark.parametrize("scripts", [{}, {"HX-Request": "true"}], ids=["page", "part"])
def test_says_that_the_answer_depends_on_scripts(candidates, post, scripts):
    first = candidates[0]

    answer = post(f"/candidates/{first.id}/accept", versioned(first), headers=scripts)

    assert "HX-Request" in answer.headers["Vary"]


@pytest.mark.usefixtures("candidates")
def test_keeps_the_mark_of_what_surrounds_a_dismissed_candidate(post, operator, web_database):
    post("/posts/1/quotes", {"quote": "Prices"})
    inner = next(each for each in candidates_of(web_database) if each.quote == "Prices")

    post(f"/candidates/{inner.id}/dismiss", versioned(inner))

    assert '<mark class="mark-proposed">Prices</mark>' in shown(operator, "/posts/1")


@pytest.mark.parametrize("act", ["accept", "dismiss", "edit"])
def test_tells_that_somebody_was_first(candidates, post, act):
    bridge = candidates[0]
    post(f"/candidates/{bridge.id}/dismiss", versioned(bridge))

    answer = post(f"/candidates/{bridge.id}/{act}", versioned(bridge, claim="It will be open"))

    assert answer.status_code == 409
    assert "is dismissed already; nothing was changed" in answer.text


@pytest.mark.parametrize("version", ["", "0", "x", "1.5", str(2**63)])
def test_refuses_a_damaged_form(candidates, post, version):
    answer = post(f"/candidates/{candidates[0].id}/accept", {"version": version})

    assert answer.status_code == 422
    assert "This form is damaged" in answer.text


def test_answers_a_script_with_the_paragraph_and_the_counts(candidates, post):
    bridge = candidates[0]

    answer = post(
        f"/candidates/{bridge.id}/accept", versioned(bridge), headers={"HX-Request": "true"}
    )

    assert answer.status_code == 200
    assert "HX-Request" in answer.headers["Vary"]
    part = " ".join(answer.text.split())
    assert part.startswith('<section class="passage" id="passage-2">')
    assert "Logged as forecast 1" in answer.text
    assert 'hx-swap-oob="true"' in answer.text
    assert "<html" not in answer.text


def test_an_error_takes_the_whole_page_of_a_script(candidates, post):
    bridge = candidates[0]
    post(f"/candidates/{bridge.id}/accept", versioned(bridge))

    answer = post(
        f"/candidates/{bridge.id}/accept", versioned(bridge), headers={"HX-Request": "true"}
    )

    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "body"


def test_shows_what_was_read_to_be_corrected(candidates, operator):
    page = shown(operator, f"/candidates/{candidates[0].id}/edit")

    assert "The bridge will be open before the end of this year" in page
    assert 'value="2026-12-31"' in page
    assert 'value="My guess is"' in page


def test_logs_a_candidate_as_it_was_corrected(candidates, post, web_database):
    bridge = candidates[0]
    form = {
        "claim": "The new bridge will carry cars",
        "deadline": "2026-11-30",
        "chance": "85",
        "criteria": "The first car has crossed.",
    }

    answer = post(f"/candidates/{bridge.id}/edit", versioned(bridge, **form))

    forecast = forecast_of(web_database)
    assert answer.status_code == 303
    assert forecast.claim == "The new bridge will carry cars"
    assert forecast.deadline.isoformat() == "2026-11-30"
    assert forecast.deadline_rule == "set by a person"
    assert forecast.criteria == "The first car has crossed."
    assert forecast.estimates[0].probability == 850_000


def test_keeps_chance_and_deadline_exactly_where_they_were_left_alone(
    candidates, post, web_database
):
    bridge = candidates[0]
    form = {"claim": "It opens", "deadline": "2026-12-31", "chance": "My guess is"}

    post(f"/candidates/{bridge.id}/edit", versioned(bridge, **form))

    forecast = forecast_of(web_database)
    estimate = forecast.estimates[0]
    assert (estimate.probability_low, estimate.probability_high) == (500_000, 750_000)
    assert forecast.deadline_phrase == "before the end of this year"


def test_a_deadline_that_was_emptied_leaves_a_day_to_look_again(candidates, post, web_database):
    bridge = candidates[0]

    post(f"/candidates/{bridge.id}/edit", versioned(bridge, claim="It opens", deadline=""))

    forecast = forecast_of(web_database)
    assert forecast.deadline is None
    assert forecast.review_by.isoformat() == "2027-11-22"


@pytest.mark.parametrize(
    ("wanted", "field", "told"),
    [
        pytest.param({"claim": " "}, "claim", "Say in a sentence", id="no claim"),
        pytest.param({"claim": "a" * 1001}, "claim", "at most 1,000", id="endless claim"),
        pytest.param({"chance": "blue"}, "chance", "a number such as 85 %", id="no chance"),
        pytest.param({"chance": "0.85"}, "chance", "a number such as 85 %", id="bare decimal"),
        pytest.param({"chance": "850"}, "chance", "a number such as 85 %", id="beyond certain"),
        pytest.param({"deadline": "2025-12-31"}, "deadline", "not lie before", id="past"),
        pytest.param({"deadline": "soon"}, "deadline", "year-month-day", id="no day"),
        pytest.param({"criteria": "a" * 4001}, "criteria", "at most 4,000", id="endless criteria"),
    ],
)
def test_gives_the_correction_back_with_its_fault(candidates, post, wanted, field, told):
    bridge = candidates[0]
    form = {"claim": "It opens", "deadline": "2026-12-31", **wanted}

    answer = post(f"/candidates/{bridge.id}/edit", versioned(bridge, **form))

    page = " ".join(answer.text.split())
    assert answer.status_code == 422
    assert told in page.split(f'id="field-{field}-fault"')[1].split("</p>")[0]


def test_asks_for_a_correction_where_the_reading_cannot_be_logged(post, web_database):
    endless = "The bridge will be open and so on" + ", and on" * 150
    post("/posts", a_post(text=f"Well.\n\n{endless}."))
    post("/posts/1/quotes", {"quote": endless})
    quoted = next(each for each in candidates_of(web_database) if each.quote == endless)

    answer = post(f"/candidates/{quoted.id}/accept", versioned(quoted))

    assert answer.status_code == 422
    assert "Correct what was read" in answer.text
    assert "Keep it under 1000 characters." in answer.text
    assert candidates_of(web_database)[-1].status is CandidateStatus.PROPOSED


def test_what_was_decided_is_corrected_no_more(candidates, post, operator):
    bridge = candidates[0]
    post(f"/candidates/{bridge.id}/accept", versioned(bridge))

    answer = operator.get(f"/candidates/{bridge.id}/edit")

    assert (answer.status_code, answer.location) == (303, f"/posts/1#candidate-{bridge.id}")


def test_what_was_superseded_is_shown_nowhere_and_decided_no_more(
    candidates, post, operator, web_database
):
    with web_database.writing.begin() as session:
        session.get(Candidate, candidates[2].id).superseded_at = NOW

    answer = post(f"/candidates/{candidates[2].id}/accept", versioned(candidates[2]))

    assert "Prices will rise</p>" not in shown(operator, "/posts/1")
    assert "2 candidates to decide" in shown(operator, "/posts")
    assert operator.get(f"/candidates/{candidates[2].id}/edit").status_code == 303
    assert answer.status_code == 409
    assert "its post was read anew" in answer.text


def test_there_is_no_candidate_that_was_never_proposed(post, operator):
    assert operator.get("/candidates/7/edit").status_code == 404
    assert post("/candidates/7/accept", {"version": 1}).status_code == 404
