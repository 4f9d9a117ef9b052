"""Disputes: who raises one, until when, what it does, and how it is answered."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from forecasts.domain.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from forecasts.domain.lifecycle import Outcome, Status
from forecasts.domain.permissions import VISITOR, Role
from forecasts.domain.policies import DISPUTE_WITHIN, Policy
from forecasts.domain.visibility import Visibility
from forecasts.services.confirming import confirm, reject
from forecasts.services.disputes import dispute
from forecasts.services.scorecards import author_card
from forecasts.store.models import DisputeStatus, LedgerEntry, Mail, Proposal, Resolution
from tests.deciding import YESTERDAY, decide_as, link, make_due, make_proposal
from tests.making import NOW, SECOND, make_account, make_forecast

EVIDENCE = "https://example.org/photo"


@pytest.fixture
def decided(session, rita):
    forecast = make_due(session)
    decide_as(session, forecast, rita, now=YESTERDAY)
    return forecast


def dispute_as(session, forecast, actor, *, number=1, now=NOW, reason="It opened", link=None):
    raised = dispute(
        session,
        forecast.id,
        number=number,
        reason=reason,
        evidence_url=link,
        actor=actor,
        now=now,
    )
    session.refresh(forecast)
    return raised


def answer(session, forecast, proposer, confirmer, outcome, *, now=NOW):
    proposal = decide_as(session, forecast, proposer, outcome, now=now)
    assert isinstance(proposal, Proposal)
    decided = confirm(
        session,
        proposal.id,
        version=1,
        actor=confirmer,
        now=now,
        policy=Policy.INDEPENDENT,
        share=100,
    )
    session.refresh(forecast)
    return decided


def test_a_reader_disputes_a_decision_with_reason_and_link(session, decided, rea):
    raised = dispute_as(session, decided, rea, link=EVIDENCE)

    last = session.scalars(sa.select(LedgerEntry).order_by(LedgerEntry.sequence.desc())).first()
    assert decided.status is Status.DISPUTED
    assert (raised.status, raised.evidence_url) == (DisputeStatus.OPEN, EVIDENCE)
    assert raised.answer_by == NOW + timedelta(days=14)
    assert (last.kind, "It opened" in last.facts) == ("disputed", False)


@pytest.mark.parametrize(
    ("outcome", "status"),
    [(Outcome.NO, DisputeStatus.UPHELD), (Outcome.YES, DisputeStatus.REJECTED)],
)
def test_two_people_answer_a_dispute_and_those_it_concerns_are_told(
    session, decided, rea, ben, cora, outcome, status
):
    make_account(session, "ada", Role.AUTHOR, authors=["Ada Author"])
    raised = dispute_as(session, decided, rea)

    answer(session, decided, ben, cora, outcome)

    mails = session.scalars(sa.select(Mail).order_by(Mail.address)).all()
    kinds = session.scalars(sa.select(LedgerEntry.kind).order_by(LedgerEntry.sequence)).all()
    assert (raised.status, raised.closed_at, decided.status) == (status, NOW, Status.RESOLVED)
    assert [mail.address for mail in mails] == ["ada@example.org", "rea@example.org"]
    assert outcome.value in mails[0].body
    assert mails[0].leads_to == f"/forecasts/{decided.id}"
    assert kinds[-3:] == [
        "proposed",
        "reversed" if status is DisputeStatus.UPHELD else "resolved",
        "answered",
    ]


def test_a_disputed_decision_counts_until_it_is_answered(session, decided, rea):
    before = author_card(session, decided.author_id, now=NOW).scorecard

    dispute_as(session, decided, rea)

    assert author_card(session, decided.author_id, now=NOW).scorecard == before
    assert before.counts.resolved == before.flat.n == 1


@pytest.mark.parametrize("after", [timedelta(0), SECOND])
def test_a_decision_is_disputed_for_sixty_days(session, decided, rea, after):
    now = YESTERDAY + DISPUTE_WITHIN + after

    if after:
        with pytest.raises(
            NotAllowedError, match=r"60 days; for this one they ended on 2027-01-20"
        ):
            dispute_as(session, decided, rea, now=now)
    else:
        dispute_as(session, decided, rea, now=now)


def test_each_person_disputes_a_decision_once(session, decided, rea, ben, cora):
    other = make_account(session, "rea's other account", Role.READER)
    link(session, rea, other)
    dispute_as(session, decided, rea)
    answer(session, decided, ben, cora, Outcome.NO)

    with pytest.raises(ConflictError):
        dispute_as(session, decided, rea)
    dispute_as(session, decided, rea, number=2)
    with pytest.raises(ConflictError, match="You have disputed this decision already"):
        dispute_as(session, decided, other, number=2)


def test_one_dispute_is_open_at_a_time(session, decided, rea):
    dispute_as(session, decided, rea)

    with pytest.raises(ConflictError, match="Two reviewers answer by 2026-12-06"):
        dispute_as(session, decided, make_account(session, "rob", Role.READER))


def test_who_saw_an_earlier_decision_is_told_the_present_one(session, decided, rea, ben, cora):
    dispute_as(session, decided, rea)
    answer(session, decided, ben, cora, Outcome.NO)

    with pytest.raises(ConflictError, match="resolved as no by a reviewer just now"):
        dispute_as(session, decided, make_account(session, "rob", Role.READER))


def test_what_is_not_decided_is_not_disputed(session, rea):
    with pytest.raises(ConflictError, match="it is open now"):
        dispute_as(session, make_forecast(session), rea)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 4001}, "reason"),
        ({"link": "javascript:alert(1)"}, "evidence_url"),
    ],
)
def test_says_what_a_dispute_lacks(session, decided, rea, wanted, field):
    with pytest.raises(InvalidInputError) as caught:
        dispute_as(session, decided, rea, **wanted)

    assert set(caught.value.fields) == {field}


def test_a_visitor_disputes_nothing(session, decided):
    with pytest.raises(NotAllowedError):
        dispute_as(session, decided, VISITOR)


def test_a_private_forecast_is_disputed_by_those_who_see_it(session, decided, rea, ben):
    decided.visibility = Visibility.PRIVATE
    session.flush()

    with pytest.raises(NotFoundError):
        dispute_as(session, decided, rea)
    dispute_as(session, decided, ben)


def test_who_disputes_does_not_answer(session, decided, ben, cora):
    dispute_as(session, decided, ben)

    with pytest.raises(NotAllowedError, match="others answer the dispute"):
        decide_as(session, decided, ben, Outcome.NO)
    proposal = make_proposal(session, decided, cora, Outcome.NO)
    with pytest.raises(NotAllowedError, match="others answer the dispute"):
        confirm(session, proposal.id, version=1, actor=ben, now=NOW, policy=Policy.INDEPENDENT)


def test_two_who_decided_do_not_answer_together(session, rita, ben, cora, rea):
    forecast = make_due(session)
    first = make_proposal(session, forecast, rita)
    by = {"version": 1, "now": NOW, "policy": Policy.TWO_PERSON, "share": 0}
    confirm(session, first.id, actor=ben, **by)
    dispute_as(session, forecast, rea)
    again = make_proposal(session, forecast, ben)

    with pytest.raises(NotAllowedError, match="You both had a part"):
        confirm(session, again.id, actor=rita, **by)
    assert confirm(session, again.id, actor=cora, **by).number == 2


def test_on_a_solo_installation_one_person_answers(session, decided, rea, rita):
    raised = dispute_as(session, decided, rea)

    came = decide_as(session, decided, rita, Outcome.NO, policy=Policy.SOLO)

    assert isinstance(came, Resolution)
    assert (came.self_resolved, raised.status) == (True, DisputeStatus.UPHELD)


def test_a_rejected_answer_leaves_the_dispute_open(session, decided, rea, ben):
    raised = dispute_as(session, decided, rea)
    proposal = make_proposal(session, decided, ben)

    reject(session, proposal.id, version=1, note="Look closer", actor=ben, now=NOW)

    session.refresh(decided)
    assert (raised.status, decided.status) == (DisputeStatus.OPEN, Status.DISPUTED)
