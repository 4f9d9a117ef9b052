"""Disputing a decision on its page, and how the page tells what happened around decisions."""

from datetime import date, timedelta

import pytest

from forecasts.domain.lifecycle import Outcome, Status, VoidReason
from forecasts.domain.permissions import Role
from forecasts.domain.policies import Policy
from forecasts.services.confirming import confirm, reject
from forecasts.services.decisions import Verdict
from forecasts.services.disputes import dispute
from forecasts.services.second_looks import look_again
from forecasts.store.models import Dispute, Forecast, Proposal
from tests.deciding import YESTERDAY, decide_as, make_due, make_look, make_proposal
from tests.making import NOW, make_account
from tests.web.conftest import csrf_token

VOID = {"void_reason": VoidReason.DUPLICATE, "evidence_url": None}
HOSTILE = "<img src=x onerror=alert(1)>"
TYPED = {"number": 1, "reason": "It opened a day later", "evidence_url": "https://example.org/p"}


@pytest.fixture
def people(web_database):
    with web_database.writing.begin() as session:
        names = ("Rita Reviewer", "Ben Reviewer", "Cora Reviewer")
        return [make_account(session, name, Role.REVIEWER) for name in names]


@pytest.fixture
def decided(web_database, people):
    """The number of a forecast that Rita decided alone, yesterday."""
    with web_database.writing.begin() as session:
        forecast = make_due(session)
        decide_as(session, forecast, people[0], now=YESTERDAY)
        return forecast.id


def send(browser, number, form=TYPED):
    token = {"csrf_token": csrf_token(browser)}
    return browser.post(f"/forecasts/{number}/disputes", data=token | form)


def page_of(browser, number):
    return " ".join(browser.get(f"/forecasts/{number}").text.split())


def test_a_reader_disputes_a_decision_and_sees_until_when_it_is_answered(
    browser_of, web_database, decided
):
    reader = browser_of("rea", Role.READER)
    form = " ".join(reader.get(f"/forecasts/{decided}/disputes/new").text.split())
    assert "may be disputed until <time" in form
    assert "20 Jan 2027" in form

    answer = send(reader, decided)
    page = page_of(reader, decided)

    assert answer.status_code == 303
    assert "Two reviewers answer it within 14 days" in page
    assert "to be answered by" in page
    assert "Raised by you" in page
    with web_database.reading() as session:
        assert session.get(Forecast, decided).status is Status.DISPUTED


def test_a_visitor_is_asked_to_sign_in_and_disputes_nothing(
    app, visitor, web_database, decided, monkeypatch
):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", value=False)

    assert visitor.get(f"/forecasts/{decided}/disputes/new").status_code == 401
    assert visitor.post(f"/forecasts/{decided}/disputes", data=TYPED).status_code == 401
    with web_database.reading() as session:
        assert session.query(Dispute).count() == 0


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"reason": " "}, "Say what is wrong with the decision."),
        ({"evidence_url": "javascript:alert(1)"}, "Give the link in full"),
        ({"number": "x"}, "This form is damaged."),
    ],
)
def test_what_was_typed_stays_when_something_is_missing(browser_of, decided, wanted, told):
    answer = send(browser_of("rea", Role.READER), decided, TYPED | wanted)

    assert answer.status_code == 422
    assert told in answer.text
    assert str((TYPED | wanted)["reason"]).strip() in answer.text


def test_who_comes_second_is_told_so(browser_of, decided):
    send(browser_of("rea", Role.READER), decided)

    answer = send(browser_of("rob", Role.READER), decided)

    assert answer.status_code == 409
    assert "This decision is disputed already." in answer.text


def test_the_page_of_the_form_says_why_there_is_none(browser_of, web_database, decided, people):
    reader = browser_of("rea", Role.READER)
    with web_database.writing.begin() as session:
        undecided = make_due(session, claim="Another bridge").id
        old = make_due(session, claim="An old bridge")
        long_ago = {"now": NOW - timedelta(days=61), "known_on": date(2026, 9, 1)}
        decide_as(session, old, people[0], **long_ago)
        late = old.id

    assert "Nothing is decided yet" in reader.get(f"/forecasts/{undecided}/disputes/new").text
    assert "those are over" in reader.get(f"/forecasts/{late}/disputes/new").text
    send(reader, decided)
    assert "disputed already" in reader.get(f"/forecasts/{decided}/disputes/new").text


def test_visitors_read_what_was_done_and_not_by_whom(
    browser_of, visitor, web_database, decided, people
):
    rita, ben, cora = people
    with web_database.writing.begin() as session:
        forecast = session.get(Forecast, decided)
        by = {"version": 1, "now": NOW}
        fallen = make_proposal(session, forecast, cora, Outcome.VOID, **VOID)
        reject(session, fallen.id, note="It can be told", actor=rita, **by)
        proposal = decide_as(session, forecast, ben, Outcome.NO)
        confirm(session, proposal.id, actor=cora, policy=Policy.INDEPENDENT, share=0, **by)

    page = page_of(visitor, decided)
    assert "Decision 2, by a reviewer and confirmed by another reviewer" in page
    assert "Rejected by a reviewer" in page
    assert "It can be told" in page
    assert "Reviewer" not in page
    page = page_of(browser_of("Dora", Role.REVIEWER), decided)
    assert "Decision 2, by Ben Reviewer and confirmed by Cora Reviewer" in page


def test_what_a_reversal_does_is_shown_before_and_after_it_is_confirmed(
    visitor, web_database, decided, people
):
    _, ben, cora = people
    with web_database.writing.begin() as session:
        proposal = decide_as(session, session.get(Forecast, decided), ben, Outcome.NO)
        assert isinstance(proposal, Proposal)
    before = page_of(visitor, decided)
    with web_database.writing.begin() as session:
        by = {"actor": cora, "now": NOW, "policy": Policy.INDEPENDENT, "share": 0}
        confirm(session, proposal.id, version=1, **by)
    after = page_of(visitor, decided)

    change = "<td>1 of 1</td> <td> <b>0 of 1</b> </td>"
    assert "What it would do to the cards" in before
    assert "What decision 2 did to the cards" in after
    assert change in before
    assert change in after


def test_a_second_look_is_told_on_the_page_and_in_the_agreement(
    visitor, web_database, decided, people
):
    _, ben, _ = people
    assert "Nobody has looked a second time yet" in visitor.get("/review/agreement").text
    with web_database.writing.begin() as session:
        look = make_look(session, session.get(Forecast, decided))
        by = {"actor": ben, "now": NOW, "policy": Policy.INDEPENDENT}
        look_again(session, look.id, Verdict(outcome=Outcome.NO), **by)

    page = page_of(visitor, decided)
    assert "not the same, but no" in page
    assert "Raised by a blind second look" in page
    assert "0 of 1" in visitor.get("/review/agreement").text


def test_nothing_that_was_typed_becomes_part_of_the_page(
    visitor, web_database, decided, people, browser_of
):
    with web_database.writing.begin() as session:
        by = {"number": 1, "evidence_url": None, "actor": people[1], "now": NOW}
        dispute(session, decided, reason=HOSTILE, **by)
        make_proposal(session, session.get(Forecast, decided), people[2], note=HOSTILE)

    assert HOSTILE not in visitor.get(f"/forecasts/{decided}").text
    refused = send(browser_of("rea", Role.READER), decided, TYPED | {"reason": HOSTILE})
    assert HOSTILE not in refused.text


def test_a_reviewer_declares_a_conflict_and_ends_it(app, browser_of, decided, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", value=False)
    reviewer = browser_of("Dora", Role.REVIEWER)
    assert "about" in reviewer.get(f"/forecasts/{decided}/conflicts/new").text

    lacking = reviewer.post(f"/forecasts/{decided}/conflicts", data={"about": "author"})
    wrong = reviewer.post(
        f"/forecasts/{decided}/conflicts", data={"about": "weather", "reason": "r"}
    )
    kept = reviewer.post(
        f"/forecasts/{decided}/conflicts", data={"about": "author", "reason": "A friend"}
    )
    listed = reviewer.get("/review/conflicts").text
    empty = reviewer.post("/review/conflicts/1/end", data={"reason": ""})
    ended = reviewer.post("/review/conflicts/1/end", data={"reason": "We fell out"})

    assert [each.status_code for each in (lacking, wrong, kept)] == [422, 422, 303]
    assert "Anything by Ada Author" in listed
    assert [each.status_code for each in (empty, ended)] == [422, 303]
    assert ", ended <time" in reviewer.get("/review/conflicts").text


def test_whoever_has_a_conflict_is_told_so_in_place_of_the_button(app, decided, browser_of):
    here = app.extensions["forecasts"]
    object.__setattr__(here.config, "policy", Policy.INDEPENDENT)
    author = browser_of("ada", Role.REVIEWER, authors=["Ada Author"])
    other = browser_of("dora", Role.REVIEWER)

    assert "You are an author of this forecast" in page_of(author, decided)
    assert "Reverse this decision" not in page_of(author, decided)
    assert "Reverse this decision" in page_of(other, decided)


def test_a_reader_declares_no_conflict(browser_of):
    assert browser_of("rea", Role.READER).get("/review/conflicts").status_code == 403
