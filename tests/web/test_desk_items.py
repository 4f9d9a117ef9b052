"""Two reviewers at one desk: holds, snoozes, many at once, hints, proposals, second looks."""

import re
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from config import Config
from forecasts.domain.lifecycle import Outcome, Status
from forecasts.domain.permissions import Role
from forecasts.domain.policies import Policy
from forecasts.store.models import Account, Forecast, Hint, ItemClaim, SecondLook, Snooze
from forecasts.web.app import create_app
from tests.making import NOW
from tests.web.conftest import csrf_token
from tests.web.record import decide, decisions_in, log, log_due, opened_claim

OVERDUE = date(2026, 11, 1)
DECISION = {
    "version": 2,
    "outcome": "yes",
    "known_on": "2026-11-20",
    "evidence_url": "https://example.org/opened",
}


@pytest.fixture
def policy() -> Policy:
    return Policy.INDEPENDENT


@pytest.fixture
def app(web_database, tmp_path, compiled_templates, policy) -> Flask:
    config = Config(
        home=tmp_path,
        database_url="sqlite://",
        secret_key="for tests alone",  # noqa: S106 - signs nothing real
        policy=policy,
        second_looks=0,
    )
    app = create_app(config, database=web_database, clock=lambda: NOW)
    app.jinja_env.bytecode_cache = compiled_templates
    return app


class Person:
    """Somebody with a browser, who sends forms as pages do."""

    def __init__(self, browser):
        self.browser = browser
        self.token = csrf_token(browser)

    def get(self, address):
        return self.browser.get(address)

    def post(self, address, **form):
        return self.browser.post(address, data={"csrf_token": self.token, **form})

    def follow(self, address, **form):
        answer = self.post(address, **form)
        assert answer.status_code == 303, answer.text
        return self.browser.get(answer.location).text


@pytest.fixture
def rita(operator, browser_of) -> Person:
    assert operator  # whose account is the first: it records what tests log
    return Person(browser_of("Rita", Role.REVIEWER))


@pytest.fixture
def bert(operator, browser_of) -> Person:
    assert operator
    return Person(browser_of("Bert", Role.REVIEWER))


def rows_of(database, table) -> list[Any]:
    with database.reading() as session:
        return list(session.scalars(sa.select(table)))


def test_two_reviewers_who_open_the_desk_get_different_items(rita, bert, web_database):
    log_due(web_database, claim="The first", deadline=OVERDUE)
    log_due(web_database, claim="The second", deadline=OVERDUE)

    assert opened_claim(rita.get("/review").text) == "The first"
    berts = bert.get("/review").text
    assert opened_claim(berts) == "The second"
    assert "Rita is at it" in berts


def test_a_look_at_the_headers_takes_nothing(rita, web_database):
    log_due(web_database)

    rita.browser.head("/review")

    assert rows_of(web_database, ItemClaim) == []


def test_who_opens_an_item_by_its_address_is_told_who_has_it(rita, bert, web_database):
    number = log_due(web_database)
    rita.get(f"/review?item={number}")

    page = bert.get(f"/review?item={number}").text

    assert "Rita is at work on this forecast" in page
    assert "data-decision" not in page


def test_no_visitor_and_no_reader_learns_who_is_at_work(rita, visitor, browser_of, web_database):
    number = log_due(web_database)
    rita.get(f"/review?item={number}")
    reader = browser_of("Rea", Role.READER)

    for browser in (visitor, reader):
        assert "Rita" not in browser.get(f"/forecasts/{number}").text
        assert browser.get("/review").status_code in {401, 403}


def test_a_decision_on_what_somebody_else_has_is_refused_and_kept_to_be_sent_again(
    rita, bert, web_database
):
    number = log_due(web_database)
    rita.get(f"/review?item={number}")

    answer = bert.post(f"/forecasts/{number}/resolutions?lane=due", **DECISION, note="Mine")

    assert answer.status_code == 409
    assert "Rita is at work on this forecast" in answer.text
    assert "send it again once it is free" in answer.text
    assert "Mine" in answer.text
    assert decisions_in(web_database) == []


def test_a_conflict_shows_both_side_by_side_and_lets_one_go_on(rita, web_database):
    number = log_due(web_database)
    decide(web_database, number, Outcome.NO, version=2, note="The other side opened.")

    answer = rita.post(f"/forecasts/{number}/resolutions?lane=due", **DECISION, note="I saw it.")
    page = " ".join(answer.text.split())
    (version,) = re.findall(r'name="version" value="(\d+)"', page)
    again = rita.post(
        f"/forecasts/{number}/resolutions?lane=due", **(DECISION | {"version": version}), note="No!"
    )

    assert answer.status_code == 409
    assert re.search(r"Outcome</th> <td>yes</td> <td>no</td>", page)
    assert re.search(r"Note</th> <td>I saw it\.</td> <td>The other side opened\.</td>", page)
    assert re.search(r"By</th> <td>you</td> <td>Operator</td>", page)
    assert again.status_code == 303


def test_an_item_that_is_let_go_of_is_free_and_the_next_opens(rita, bert, web_database):
    first = log_due(web_database, claim="The first", deadline=OVERDUE)
    log_due(web_database, claim="The second", deadline=OVERDUE)
    rita.get("/review")

    page = rita.follow(f"/forecasts/{first}/release?lane=overdue")

    assert opened_claim(page) == "The second"
    assert opened_claim(bert.get("/review").text) == "The first"


def test_scripts_keep_an_item_and_are_told_when_it_is_lost(rita, bert, web_database):
    number = log_due(web_database)

    assert rita.post(f"/forecasts/{number}/claim").status_code == 204
    assert bert.post(f"/forecasts/{number}/claim").status_code == 409


def test_an_item_is_put_off_brought_back_and_told_about(rita, web_database):
    number = log_due(web_database)
    form = {"version": 2, "until": "2026-12-01", "reason": "Figures on Friday"}

    page = rita.follow(f"/forecasts/{number}/snooze?lane=due", **form)
    lane = rita.get("/review?lane=snoozed").text
    back = rita.follow(f"/forecasts/{number}/waking?lane=snoozed")

    assert "Put off until 1 Dec 2026." in page
    assert "Figures on Friday" in lane
    assert "It is back on the desk." in back
    assert rows_of(web_database, Snooze) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"until": "2026-11-22"}, "Choose a day after today."),
        ({"until": ""}, "Choose the day on which it comes back."),
        ({"reason": ""}, "Say why it has to wait."),
    ],
)
def test_a_snooze_that_cannot_be_taken_says_why_in_its_open_fold(rita, web_database, change, told):
    number = log_due(web_database)
    form = {"version": 2, "until": "2026-12-01", "reason": "Figures"} | change

    answer = rita.post(f"/forecasts/{number}/snooze?lane=due", **form)

    assert answer.status_code == 422
    assert told in answer.text
    assert '<details class="confirm" open>' in answer.text
    assert rows_of(web_database, Snooze) == []


def test_a_snooze_of_what_changed_is_a_conflict(rita, web_database):
    number = log_due(web_database)
    form = {"version": 1, "until": "2026-12-01", "reason": "Figures"}

    answer = rita.post(f"/forecasts/{number}/snooze?lane=due", **form)

    assert answer.status_code == 409
    assert "has changed since you opened it" in answer.text


def test_many_are_voided_and_the_page_tells_which_were_not_and_why(rita, bert, web_database):
    numbers = [log_due(web_database, claim=f"Claim {n}") for n in range(3)]
    bert.get(f"/review?item={numbers[2]}")
    items = [f"{number}:2" for number in numbers]

    answer = rita.post("/review/many?lane=due", items=items, act="void", void_reason="duplicate")

    assert "2 forecasts voided, 1 left as they were" in answer.text
    assert "Claim 2" in answer.text
    assert "Bert is at work" in answer.text
    assert [each.outcome for each in decisions_in(web_database)] == [Outcome.VOID, Outcome.VOID]


def test_many_are_put_off(rita, web_database):
    items = [f"{log_due(web_database)}:2" for _ in range(2)]

    answer = rita.post(
        "/review/many?lane=due", items=items, act="snooze", until="2026-12-01", reason="Figures"
    )

    assert "2 forecasts put off" in answer.text
    assert len(rows_of(web_database, Snooze)) == 2


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"act": ""}, "Choose what to do with them."),
        ({"act": "yes"}, "Choose what to do with them."),
        ({"act": "void"}, "Say why they are void."),
        ({"act": "snooze", "reason": "Figures"}, "Choose the day on which they come back."),
        ({"act": "void", "void_reason": "duplicate", "items": []}, "Choose at least one"),
        ({"act": "void", "void_reason": "duplicate", "items": ["x:y"]}, "form is damaged"),
    ],
)
def test_many_that_cannot_be_acted_on_are_all_left_alone(rita, web_database, form, told):
    number = log_due(web_database)
    log_due(web_database)

    answer = rita.post("/review/many?lane=due", **({"items": [f"{number}:2"]} | form))

    assert answer.status_code == 422
    assert told in answer.text
    assert decisions_in(web_database) == []


def test_a_reader_points_out_and_a_reviewer_finds_link_and_day_filled_in(
    rita, browser_of, web_database
):
    number = log(web_database, claim="The mill will burn", deadline=date(2027, 6, 1))
    reader = Person(browser_of("Rea", Role.READER))
    assert "Decided already?" in reader.get(f"/forecasts/{number}").text

    page = reader.follow(
        f"/forecasts/{number}/hints",
        evidence_url="https://example.org/fire",
        known_on="2026-11-19",
        note="On Thursday night.",
    )
    desk = rita.get("/review").text

    assert "Thank you. A reviewer will look at it." in page
    assert opened_claim(desk) == "The mill will burn"
    assert "On Thursday night." in desk
    assert "Pointed out by Rea" in " ".join(desk.split())
    assert 'value="2026-11-19"' in desk
    assert 'value="https://example.org/fire"' in desk


def test_a_hint_that_cannot_be_taken_is_shown_again_as_typed(rita, web_database):
    number = log(web_database)

    answer = rita.post(f"/forecasts/{number}/hints", evidence_url="fire", known_on="2026-11-19")

    assert answer.status_code == 422
    assert "Give the link in full" in answer.text
    assert 'value="fire"' in answer.text
    assert rows_of(web_database, Hint) == []


def test_a_visitor_is_offered_no_hint(visitor, web_database):
    number = log(web_database)

    assert "Decided already?" not in visitor.get(f"/forecasts/{number}").text


def test_a_hint_is_dismissed_at_the_desk(rita, browser_of, web_database):
    number = log(web_database, deadline=date(2027, 6, 1))
    reader = Person(browser_of("Rea", Role.READER))
    form = {"evidence_url": "https://example.org/", "known_on": "2026-11-19"}
    reader.follow(f"/forecasts/{number}/hints", **form)
    (hint,) = rows_of(web_database, Hint)

    page = rita.follow(f"/hints/{hint.id}/dismissal?lane=perhaps+decided")

    assert "Dismissed the hint" in page
    assert rows_of(web_database, Hint)[0].closed_at == NOW


def test_an_author_who_reviews_sees_why_they_cannot_decide(browser_of, operator, web_database):
    assert operator
    number = log_due(web_database)
    ada = Person(browser_of("Ada", Role.REVIEWER, authors=["Ada Author"]))

    page = ada.get(f"/review?item={number}").text
    answer = ada.post(f"/forecasts/{number}/resolutions", **DECISION)

    assert "You cannot decide this" in page
    assert "data-decision" not in page
    assert answer.status_code == 403
    assert " waiting</span>" not in page


def test_the_top_line_counts_what_waits_for_whoever_looks(rita, visitor, web_database):
    log_due(web_database)
    log_due(web_database)

    page = " ".join(rita.get("/ledger").text.split())

    assert '<span class="waiting">2<span' in page
    assert "waiting" not in visitor.get("/ledger").text


@pytest.mark.parametrize("policy", [Policy.TWO_PERSON])
def test_one_proposes_and_another_confirms(rita, bert, web_database):
    number = log_due(web_database, claim="The bridge will be open")

    ritas = rita.follow(f"/forecasts/{number}/resolutions?lane=due", **DECISION, note="Seen")
    berts = bert.get("/review").text
    (proposal,) = re.findall(r"/proposals/(\d+)/confirmation", berts)
    done = bert.follow(f"/proposals/{proposal}/confirmation?lane=second+look", version=1)

    assert "somebody else confirms it" in ritas
    assert "Confirm as yes" in berts
    assert "By Rita" in " ".join(berts.split())
    assert "Resolved “The bridge will be open” as yes." in " ".join(done.split())
    (decision,) = decisions_in(web_database)
    assert decision.confirmed_by != decision.decided_by


@pytest.mark.parametrize("policy", [Policy.TWO_PERSON])
def test_a_proposal_is_rejected_with_a_reason_alone(rita, bert, web_database):
    number = log_due(web_database)
    rita.follow(f"/forecasts/{number}/resolutions?lane=due", **DECISION)
    address = "/proposals/1/rejection?lane=second+look"

    without = bert.post(address, version=1, note="")
    page = bert.follow(address, version=1, note="The wrong bridge")

    assert without.status_code == 422
    assert "Say why you reject it." in without.text
    assert "Rejected. It can be decided anew." in page
    with web_database.reading() as session:
        assert session.get(Forecast, number).status is Status.DUE


@pytest.mark.parametrize("policy", [Policy.TWO_PERSON])
def test_nobody_confirms_their_own_or_what_stands_no_more(rita, bert, web_database):
    number = log_due(web_database)
    rita.follow(f"/forecasts/{number}/resolutions?lane=due", **DECISION)

    own = rita.post("/proposals/1/confirmation", version=1)
    waits = rita.get(f"/review?item={number}").text
    rita.follow(f"/forecasts/{number}/release")
    bert.follow("/proposals/1/confirmation?lane=second+look", version=1)
    again = bert.post("/proposals/1/confirmation?lane=second+look", version=1)

    assert own.status_code == 403
    assert "It waits for somebody else to confirm it." in waits
    assert again.status_code == 409
    assert bert.post("/proposals/404/confirmation", version=1).status_code == 404


def draw(database, number: int) -> None:
    with database.writing.begin() as session:
        session.add(SecondLook(forecast_id=number, number=1, drawn_at=NOW))


def test_a_blind_second_look_shows_neither_author_nor_estimate_nor_decision(rita, web_database):
    number = log_due(web_database, stated=0.85, author="Ada Author")
    decide(web_database, number, Outcome.NO, version=2, note="It is closed.")
    draw(web_database, number)

    page = rita.get("/review").text

    assert opened_claim(page) == ""  # a claim without a link to the page that tells all
    assert "The bridge will be open" in page
    assert "Ada Author" not in page
    assert "85 %" not in page
    assert "It is closed." not in page
    assert f"/forecasts/{number}" not in re.sub(r"/forecasts/\d+/(claim|release)", "", page)


@pytest.mark.parametrize(
    ("outcome", "told", "status"),
    [
        ("no", "You came to the same outcome.", Status.RESOLVED),
        ("yes", "so the decision is disputed now", Status.DISPUTED),
    ],
)
def test_a_second_look_is_compared(rita, web_database, outcome, told, status):
    number = log_due(web_database)
    decide(web_database, number, Outcome.NO, version=2)
    draw(web_database, number)

    page = rita.follow("/second-looks/1?lane=second+look", outcome=outcome)

    assert told in page
    with web_database.reading() as session:
        assert session.get(Forecast, number).status is status


def test_a_second_look_that_cannot_be_taken_stays_blind(rita, web_database):
    number = log_due(web_database)
    decide(web_database, number, Outcome.NO, version=2, note="It is closed.")
    draw(web_database, number)

    without = rita.post("/second-looks/1?lane=second+look", outcome="")
    rita.follow("/second-looks/1?lane=second+look", outcome="no")
    twice = rita.post("/second-looks/1?lane=second+look", outcome="no")

    assert without.status_code == 422
    assert "It is closed." not in without.text
    assert twice.status_code in {403, 409}


def test_names_on_the_desk_come_from_the_accounts(rita, web_database):
    number = log_due(web_database)
    decide(web_database, number, Outcome.NO, version=2)
    with web_database.writing.begin() as session:
        session.get(Account, 1).name = "Olga"

    assert "by Olga on" in " ".join(rita.get(f"/review?item={number}").text.split())
