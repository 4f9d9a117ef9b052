"""Second looks: how decisions are drawn, who looks, and what comes of another outcome."""

import json

import pytest
import sqlalchemy as sa

from forecasts.domain.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from forecasts.domain.lifecycle import Outcome, Status, VoidReason
from forecasts.domain.permissions import Role
from forecasts.domain.policies import Policy
from forecasts.domain.sampling import is_drawn
from forecasts.services.confirming import confirm
from forecasts.services.decisions import Verdict
from forecasts.services.disputes import SECOND_LOOK, dispute
from forecasts.services.second_looks import agreement, look_again
from forecasts.store.models import Dispute, LedgerEntry, Proposal, SecondLook
from tests.deciding import YESTERDAY, decide_as, link, make_due, make_look
from tests.making import NOW, make_account, make_forecast

YES, NO = Verdict(outcome=Outcome.YES), Verdict(outcome=Outcome.NO, note="It is still closed")


@pytest.fixture
def decided(session, rita):
    forecast = make_due(session)
    decide_as(session, forecast, rita, now=YESTERDAY)
    return forecast


def look_as(session, look, actor, verdict=YES):
    return look_again(session, look.id, verdict, actor=actor, now=NOW, policy=Policy.INDEPENDENT)


def test_decisions_are_drawn_by_the_hash_of_their_entry_and_anybody_can_draw_again(session, rita):
    for number in range(40):
        decide_as(session, make_forecast(session, claim=f"Bridge {number}"), rita, share=50)

    entries = session.scalars(sa.select(LedgerEntry).where(LedgerEntry.kind == "resolved")).all()
    expected = {
        int(entry.subject.removeprefix("forecast:"))
        for entry in entries
        if is_drawn(entry.hash, json.loads(entry.facts)["second_look_share"])
    }
    assert set(session.scalars(sa.select(SecondLook.forecast_id))) == expected
    assert 5 < len(expected) < 35


@pytest.mark.parametrize(
    ("share", "policy", "drawn"),
    [
        (100, Policy.INDEPENDENT, 1),
        (0, Policy.INDEPENDENT, 0),
        pytest.param(100, Policy.SOLO, 0, id="nobody else is there to look"),
    ],
)
def test_the_share_says_how_many_are_drawn(session, rita, share, policy, drawn):
    decide_as(session, make_due(session), rita, share=share, policy=policy)

    assert session.scalar(sa.select(sa.func.count(SecondLook.id))) == drawn


def test_another_reviewer_agrees_and_nothing_changes(session, decided, ben):
    look = look_as(session, make_look(session, decided), ben)

    session.refresh(decided)
    last = session.scalars(sa.select(LedgerEntry).order_by(LedgerEntry.sequence.desc())).first()
    assert (look.agrees, look.looked_by, decided.status) == (True, ben.name, Status.RESOLVED)
    assert last.kind == "looked-again"


def test_another_outcome_opens_a_dispute_that_two_people_answer(session, decided, rita, ben):
    look = look_as(session, make_look(session, decided), ben, NO)

    session.refresh(decided)
    raised = session.scalars(sa.select(Dispute)).one()
    assert (look.agrees, decided.status) == (False, Status.DISPUTED)
    assert (raised.raised_by, raised.number) == (SECOND_LOOK, 1)
    proposal = decide_as(session, decided, rita, Outcome.NO)
    assert isinstance(proposal, Proposal)
    confirm(session, proposal.id, version=1, actor=ben, now=NOW, policy=Policy.INDEPENDENT)
    session.refresh(decided)
    assert decided.status is Status.RESOLVED


def test_what_answers_a_dispute_is_not_drawn_again(session, decided, rita, ben, rea):
    dispute(session, decided.id, number=1, reason="no", evidence_url=None, actor=rea, now=NOW)
    proposal = decide_as(session, decided, ben, Outcome.NO)
    assert isinstance(proposal, Proposal)

    by = {"version": 1, "actor": rita, "now": NOW, "policy": Policy.INDEPENDENT}
    confirm(session, proposal.id, share=100, **by)

    assert session.scalar(sa.select(sa.func.count(SecondLook.id))) == 0


def test_a_disputed_decision_is_looked_at_without_a_second_dispute(session, decided, ben, rea):
    look = make_look(session, decided)
    dispute(session, decided.id, number=1, reason="no", evidence_url=None, actor=rea, now=NOW)

    look_as(session, look, ben, NO)

    assert session.scalar(sa.select(sa.func.count(Dispute.id))) == 1


@pytest.mark.parametrize("near", ["who decided", "linked to who decided", "who disputed"])
def test_nobody_looks_again_at_what_they_had_a_part_in(session, decided, rita, ben, near):
    look = make_look(session, decided)
    looker = {"who decided": rita}.get(near, ben)
    if near == "linked to who decided":
        link(session, rita, ben)
    if near == "who disputed":
        by = {"number": 1, "reason": "no", "evidence_url": None, "now": NOW}
        dispute(session, decided.id, actor=ben, **by)

    with pytest.raises(NotAllowedError):
        look_as(session, look, looker)


def test_the_author_does_not_look(session, decided):
    author = make_account(session, "ada", Role.REVIEWER, authors=["Ada Author"])

    with pytest.raises(NotAllowedError, match="You are an author of this forecast"):
        look_as(session, make_look(session, decided), author)


def test_a_decision_is_looked_at_once(session, decided, ben, cora):
    look = make_look(session, decided)
    look_as(session, look, ben)

    with pytest.raises(ConflictError, match="looked at this again already"):
        look_as(session, look, cora)


def test_what_was_decided_anew_is_not_looked_at(session, rita, ben):
    forecast = make_due(session)
    decide_as(session, forecast, rita)
    look = make_look(session, forecast)
    decide_as(session, forecast, rita, Outcome.NO)

    with pytest.raises(ConflictError, match="decided anew"):
        look_as(session, look, ben)
    assert agreement(session).overtaken == 1


def test_a_look_that_finds_it_void_says_why(session, decided, ben):
    look = make_look(session, decided)

    with pytest.raises(InvalidInputError):
        look_as(session, look, ben, Verdict(outcome=Outcome.VOID))
    why = Verdict(outcome=Outcome.VOID, void_reason=VoidReason.UNCLEAR_TRUTH)
    assert look_as(session, look, ben, why).agrees is False


def test_a_look_that_is_not_there_is_not_found(session, ben):
    with pytest.raises(NotFoundError):
        look_again(session, 7, YES, actor=ben, now=NOW, policy=Policy.INDEPENDENT)


def test_the_agreement_has_its_count_and_its_interval(session, rita, ben):
    verdicts = [YES, YES, YES, NO]
    for number, verdict in enumerate(verdicts):
        forecast = make_due(session, claim=f"Bridge {number}")
        decide_as(session, forecast, rita)
        look_as(session, make_look(session, forecast), ben, verdict)
    waiting = make_due(session, claim="Bridge 5")
    decide_as(session, waiting, rita)
    make_look(session, waiting)

    found = agreement(session)

    assert (found.drawn, found.looked, found.agreed, found.waiting) == (5, 4, 3, 1)
    assert [round(end, 2) for end in found.interval] == [0.3, 0.95]
